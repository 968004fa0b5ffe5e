import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hintOf, mailboxOf, readAddress, withAsciiHost } from '../../src/lib/email.ts'
import { noRule, rulesWith, usualRules } from '../../src/lib/mailbox-rules.ts'

const mailbox = (typed: string, rules = usualRules) => mailboxOf(readAddress(typed)!, rules)

test.each([
  ['  Wang@Example.TW ', 'Wang@example.tw'],
  ['ｗａｎｇ＠ｅｘａｍｐｌｅ．ｔｗ', 'wang@example.tw'],
  ['a.b+tag@mail.example.org', 'a.b+tag@mail.example.org'],
  ['王小明@例子.台灣', '王小明@例子.台灣'],
  ["o'brien!#$%&*/=?^_`{|}~@example.org", "o'brien!#$%&*/=?^_`{|}~@example.org"],
  ['\u2060wang@example.tw\u200e', 'wang@example.tw'],
  ['wang\u3000', null],
  ['　wang@example.tw　', 'wang@example.tw'],
  ['mailto:wang@example.tw', 'wang@example.tw'],
  ['MAILTO：wang@example.tw?subject=%E9%99%84%E8%AD%B0', 'wang@example.tw'],
  ['mailto:wang%2Bvote@example.tw', 'wang+vote@example.tw'],
  ['mailto:%0d%0abcc:x@y.zz', null],
  ['mailto:%zz@example.tw', null],
  ['＜wang@example.tw＞', 'wang@example.tw'],
  ['< wang@example.tw >;', 'wang@example.tw'],
  ['<mailto:wang@example.tw>', 'wang@example.tw'],
  ['王小明 <wang@example.tw>', 'wang@example.tw'],
  ['"Wang, Ming" <wang@example.tw>,', 'wang@example.tw'],
  ['“wang@example.tw”', 'wang@example.tw'],
  ['「wang@example.tw」', 'wang@example.tw'],
  ["'wang@example.tw'", 'wang@example.tw'],
  ['（wang@example.tw）', 'wang@example.tw'],
  ['「mailto:wang@example.tw」，', 'wang@example.tw'],
  ['wang @ example.tw', 'wang@example.tw'],
  ['王・小明@日本・例.tw', '王・小明@日本・例.tw'],
  ['wang@example.tw.', 'wang@example.tw'],
  ['wang@example.tw..', null],
  ['wang。ming@example。tw。', 'wang.ming@example.tw'],
  ['wang@XN--FSQU00A.tw', 'wang@xn--fsqu00a.tw'],
])('「%s」 is read as %s', (typed, address) => {
  expect(readAddress(typed)).toBe(address)
})

test.each([
  '',
  'a',
  'a@b',
  '@b.cc',
  'a@.cc',
  'a@b..cc',
  'a@b@c.cc',
  'a b@c.dd',
  'a@b.cc, d@e.ff',
  'a <b@c.dd> <e@f.gg>',
  'a@b.cc\r\nBcc: x@y.zz',
  'a\n@b.cc',
  'a\u0000@b.cc',
  '"a"@b.cc',
  'a"b@c.dd',
  '.ming@example.tw',
  'ming.@example.tw',
  'wang..ming@example.tw',
  'a@b-.cc',
  'a@-b.cc',
  'a@b_c.dd',
  '“wang@example.tw',
  'wang@example.tw”',
  '「wang」@example.tw',
  'wang@exam“ple.tw',
  'wang@例？子.tw',
  'wang@★.tw',
  'a@b%63.dd',
  'a@b.dd:25',
  'a@127.0.0.1',
  'a@0x7f.1',
  'a@[127.0.0.1]',
  'a@xn--a.tw',
  'a@b.c',
  'a@b.c0',
  'a@b.invalid',
  'a@x.localhost',
  `${'x'.repeat(65)}@b.cc`,
  `${'餐'.repeat(22)}@b.cc`,
  `a@${'x'.repeat(64)}.cc`,
  `a@${'x.'.repeat(130)}cc`,
])('nothing can be delivered to 「%s」', (typed) => {
  expect(readAddress(typed)).toBeNull()
})

test.each([
  ['Wang@Example.TW', 'wang@example.tw'],
  ['wang@例子.tw', 'wang@xn--fsqu00a.tw', 'ＷＡＮＧ@例子。tw'],
  ['wang@stra\u00dfe.example', 'wang@STRASSE.example'.replace('STRASSE', 'xn--strae-oqa')],
  ['餐\ufe00廳@example.tw', '餐廳@exam\u00adple.tw', '餐廳@example.tw.'],
  ['w.an.g+x@gmail.com', 'WANG@googlemail.com', 'wang+y@GoogleMail.com'],
  ['wang+x@outlook.com', 'wang@outlook.com'],
  ['wang-shop@yahoo.com.tw', 'wang@yahoo.com.tw', 'wang+shop@yahoo.com.tw'],
  ['wang@me.com', 'wang+1@icloud.com', 'wang@mac.com'],
  ['wa.n_g@pm.me', 'w-ang+a@protonmail.com', 'wang@proton.me'],
  ['shop@wang.fastmail.com', 'wang+shop@fastmail.com', 'wang@fastmail.com'],
])('%s is one mailbox with %s', (...spellings) => {
  expect(new Set(spellings.map((typed) => mailbox(typed))).size).toBe(1)
})

test.each([
  ['wang+a@example.tw', 'wang+b@example.tw'],
  ['w.ang@outlook.com', 'wang@outlook.com'],
  ['wang@outlook.com', 'wang@hotmail.com'],
  ['wang@fastmail.com', 'wang@fastmail.fm'],
  ['a@wang.gmail.com', 'wang@gmail.com'],
])('%s and %s may be two people', (one, other) => {
  expect(mailbox(one)).not.toBe(mailbox(other))
})

test('an operator’s own rules win', () => {
  const own = rulesWith([
    { ...noRule, domain: 'school.example', cut: '+=' },
    { ...noRule, domain: 'old.example', sameAs: 'school.example' },
    { ...noRule, domain: 'gmail.com' },
  ])
  expect(mailbox('wang=3a@school.example', own)).toBe('wang@school.example')
  expect(mailbox('wang+x@old.example', own)).toBe('wang@school.example')
  expect(mailbox('w.ang+x@gmail.com', own)).toBe('w.ang+x@gmail.com')
  expect(mailbox('wang@yahoo.com', own)).toBe('wang@yahoo.com')
})

test('mail servers are told the host in ASCII', () => {
  expect(withAsciiHost('王小明@例子.台灣')).toBe('王小明@xn--fsqu00a.xn--kpry57d')
  expect(withAsciiHost('Wang@example.tw')).toBe('Wang@example.tw')
})

const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })
const domain = fc.constantFrom('example.tw', ...usualRules.keys())

test('what comes out is stable, can be sent to, and never breaks a line', () => {
  fc.assert(
    fc.property(part, part, (name, host) => {
      const address = readAddress(`${name}@${host}.tw`)
      if (address === null) return
      expect(readAddress(address)).toBe(address)
      expect(address).not.toMatch(/[\s\p{C}]/u)
      expect(withAsciiHost(address)).toMatch(/@[a-z0-9.-]+$/)
    }),
    { numRuns: 3000 },
  )
})

test('a mailbox has one form: putting it in its form again, or typing it in any way that means the same, changes nothing', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcABCéß餐.+-_'), minLength: 1, maxLength: 12 })
  const hidden = fc.constantFrom('', '\u200b', '\ufe0f', '\u00ad', '\u2060')
  fc.assert(
    fc.property(letters, domain, hidden, (name, host, sign) => {
      const address = readAddress(`${name}@${host}`)
      if (address === null) return
      const form = mailboxOf(address, usualRules)
      expect(mailboxOf(form, usualRules)).toBe(form)
      for (const typed of [
        `${sign}${address}`,
        address.replace('@', `${sign}＠`),
        `mailto:${encodeURIComponent(address)}`,
        `王 <${address}>`,
        `${address}.`,
        address.replace('.', `${sign}.`),
        address.replaceAll(/[!-~]/g, (ascii) => String.fromCodePoint(ascii.codePointAt(0)! + 0xfee0)),
        address.toUpperCase() === address ? address : address.replaceAll(/[a-z]/g, (a) => a.toUpperCase()),
      ])
        expect(mailbox(typed)).toBe(form)
    }),
    { numRuns: 2000 },
  )
})

test('a huge address is refused', () => {
  expect(readAddress(`${'a.'.repeat(500_000)}@b.cc`)).toBeNull()
  expect(readAddress(`a@${'b.'.repeat(450)}`)).toBeNull()
})

test('a hint at an address shows its first sign and its host, and no more', () => {
  expect(hintOf('mei@example.tw')).toBe('m…@example.tw')
  expect(hintOf('👩‍👧x@例子.tw')).toBe('👩‍👧…@例子.tw')
})
