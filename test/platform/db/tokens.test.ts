import { expect, test } from 'vitest'
import { coded, normalised, parseQuery, searchTokens } from '../../../src/platform/db/tokens.ts'

test('Chinese is cut into characters and pairs, other words into themselves and their stems', () => {
  expect(searchTokens('免洗餐具')).toEqual(['免', '洗', '免洗', '餐', '洗餐', '具', '餐具'])
  expect(searchTokens('Banning cups, banning CUPS')).toEqual(['banning', 'ban~', 'cups', 'cup~'])
  expect(searchTokens('用PLA吸管5支')).toEqual(['用', '吸', '管', '吸管', '支', 'pla', 'pla~', '5', '5~'])
  expect(searchTokens('…！？ \n')).toEqual([])
})

test('what is written in different ways is one', () => {
  expect(normalised('ＡＢＣ　１２')).toBe('abc 12')
  expect(normalised('臺北  Café\u0000\n')).toBe('台北 cafe')
  expect(normalised('餐\n 具')).toBe('餐具')
  expect(normalised("Don't")).toBe('dont')
  expect(normalised('が')).toBe('が') // a letter of its own, not か with a mark
})

test('a query asks for pairs, for stems, and letter by letter for what is long or quoted', () => {
  expect(parseQuery('餐')).toEqual({ tokens: ['餐'], phrases: [], terms: ['餐'] })
  expect(parseQuery('免洗餐')).toEqual({ tokens: ['免洗', '洗餐'], phrases: ['免洗餐'], terms: ['免洗餐'] })
  expect(parseQuery('餐具 cups')).toEqual({ tokens: ['餐具', 'cup~'], phrases: [], terms: ['餐具', 'cups'] })
  expect(parseQuery('「餐具」 "Fishing  Ports"')).toEqual({
    tokens: ['餐具', 'fishing', 'ports'],
    phrases: ['餐具', 'fishing ports'],
    terms: ['餐具', 'fishing ports'],
  })
  expect(parseQuery('「」"?!')).toBeNull()
})

test('a token is never longer than an index takes, nor a query without end', () => {
  expect(searchTokens('a'.repeat(5000)).every(({ length }) => length <= 41)).toBe(true)
  expect(parseQuery('字'.repeat(5000))!.phrases[0]).toHaveLength(200)
  expect(parseQuery(Array.from({ length: 500 }, (_, i) => `${i}`).join(' '))!.tokens).toHaveLength(40)
})

test('what an index is asked for holds no letter that could mean something', () => {
  expect(coded('餐" OR *')).toMatch(/^[0-9a-f]+$/)
})
