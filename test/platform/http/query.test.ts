import { expect, test } from 'vitest'
import { bodyOf, isIgnored, wordIn } from '../../../src/platform/http/query.ts'

test.each<[unknown, string, string | undefined]>([
  [{ q: 'x' }, 'q', 'x'],
  [{ q: '' }, 'q', ''],
  [{ q: ['x', 'y'] }, 'q', undefined],
  [{ q: 1 }, 'q', undefined],
  [{}, 'toString', undefined],
  [null, 'q', undefined],
  ['q=x', 'q', undefined],
])('in %o the word "%s" is %s', (given, name, word) => {
  expect(wordIn(given, name)).toBe(word)
})

test('what is no form has no fields', () => {
  expect([bodyOf({ body: { a: 'b' } }), bodyOf({ body: undefined }), bodyOf({ body: 'a=b' })]).toEqual([
    { a: 'b' },
    {},
    {},
  ])
})

test('what follows people around is told from what asks for something', () => {
  const names = ['utm_source', 'fbclid', 'lang', 'q', 'page', 'utm', 'language']
  expect(names.filter(isIgnored)).toEqual(['utm_source', 'fbclid', 'lang'])
})
