import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseEmail } from '../../src/lib/email.ts'

test('an address is one person however it is typed', () => {
  expect(normaliseEmail('  Wang@Example.TW ')).toBe('wang@example.tw')
  expect(normaliseEmail('ｗａｎｇ＠ｅｘａｍｐｌｅ．ｔｗ')).toBe('wang@example.tw')
  expect(normaliseEmail('a.b+tag@mail.example.org')).toBe('a.b+tag@mail.example.org')
  expect(normaliseEmail('王小明@例子.台灣')).toBe('王小明@例子.台灣')
})

test.each([
  '',
  'a',
  'a@b',
  '@b.cc',
  'a@.cc',
  'a@b..cc',
  'a@b.cc.',
  'a@b@c.cc',
  'a b@c.dd',
  '<a@b.cc>',
  'a@b.cc, d@e.ff',
  'a@b.cc\r\nBcc: x@y.zz',
  'a\n@b.cc',
  'a\u0000@b.cc',
  'a\u202e@b.cc',
  '"a"@b.cc',
  `${'x'.repeat(65)}@b.cc`,
  `a@${'x.'.repeat(130)}cc`,
])('「%s」 is no address', (typed) => {
  expect(normaliseEmail(typed)).toBeNull()
})

test('what comes out is stable, and never breaks a line', () => {
  const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(part, part, (name, host) => {
      const address = normaliseEmail(`${name}@${host}.tw`)
      if (address === null) return
      expect(normaliseEmail(address)).toBe(address)
      expect(address).not.toMatch(/[\s\p{C}]/u)
    }),
    { numRuns: 3000 },
  )
})

test('a huge address is refused', () => {
  expect(normaliseEmail(`${'a.'.repeat(500_000)}@b.cc`)).toBeNull()
  expect(normaliseEmail(`a@${'b.'.repeat(450)}`)).toBeNull()
})
