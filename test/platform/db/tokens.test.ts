import { expect, test } from 'vitest'
import { parseQuery } from '../../../src/platform/db/search-query.ts'
import {
  besideNumbers,
  coded,
  documentTokens,
  nearTokens,
  normalised,
  searchTokens,
} from '../../../src/platform/db/tokens.ts'

test('Chinese is cut into characters, pairs and threes, other words into themselves and their stems', () => {
  expect(searchTokens('免洗餐具')).toEqual(['免', '洗', '免洗', '餐', '洗餐', '免洗餐', '具', '餐具', '洗餐具'])
  expect(searchTokens('Banning cups, banning CUPS')).toEqual(['banning', 'ban~', 'cups', 'cup~'])
  expect(searchTokens('用PLA吸管5支')).toEqual(['用', '吸', '管', '吸管', '支', 'pla', 'pla~', '5', '5~', '管5', '5支'])
  expect(searchTokens('…！？ \n')).toEqual([])
})

test('what is written in different ways is one', () => {
  expect(normalised('ＡＢＣ　１２')).toBe('abc 12')
  expect(normalised('臺北  Café\u0000\n')).toBe('台北 cafe')
  expect(normalised('餐\n 具')).toBe('餐具')
  expect(normalised("Don't")).toBe('dont')
  expect(normalised('が')).toBe('が') // a letter of its own, not か with a mark
})

test('a query asks for threes of characters, pairs, stems, and letter by letter for what is quoted', () => {
  const ways = (typed: string) => parseQuery(typed)!.all.map(([way]) => way)
  expect(ways('餐')).toEqual([{ tokens: ['餐'], phrases: [], term: '餐' }])
  expect(ways('免洗餐')).toEqual([{ tokens: ['免洗餐'], phrases: [], term: '免洗餐' }])
  expect(ways('餐具 cups')).toEqual([
    { tokens: ['餐具'], phrases: [], term: '餐具' },
    { tokens: ['cup~'], phrases: [], term: 'cup' },
  ])
  expect(ways('「餐具」 "Fishing  Ports"')).toEqual([
    { tokens: ['餐具'], phrases: [], term: '餐具' }, // one token says it
    { tokens: ['fishing', 'ports'], phrases: ['fishing ports'], term: 'fishing ports' },
  ])
  expect(parseQuery('「」"?!')).toBeNull()
})

test.each([
  ['每週工時 40 小時', ['时40', '40小', '40小时']],
  ['5年7班', ['5年', '年7', '7班']],
  ['1,000元', ['1000元']],
  ['PM2.5濃度', ['pm2.5', 'pm2.5浓', 'pm2.5浓度']],
  ['2016-0042 COVID-19', []],
])('%s: a number is known with what stands right beside it', (text, beside) => {
  expect(besideNumbers(normalised(text))).toEqual(beside)
})

test('what is written with a sign or without is one word', () => {
  expect(searchTokens('U-bike')).toContain('ubike')
  expect(searchTokens('1,000')).toContain('1000')
  expect(parseQuery('u-bike')!.all[0]!.map(({ term }) => term)).toEqual(['u bike', 'ubik'])
})

test('a hyphen after Chinese is "without", or a dash where that leaves nothing', () => {
  const query = parseQuery('三代健保-差別費率')!
  expect(query.hyphens).toBe(true)
  expect(query.none[0]![0]!.term).toBe('差别费率')
  expect(parseQuery('三代健保-差別費率', undefined, { dashes: true })!.none).toEqual([])
  expect(parseQuery('e-bike')!.none).toEqual([])
})

test('a word is found with one letter missing, too many or wrong', () => {
  const document = new Set(documentTokens({ title: '', body: 'airbnb' }))
  const isNear = (typed: string) => nearTokens(typed).some((token) => document.has(token))
  for (const typed of ['airbn', 'airbnbb', 'airbmb', 'aribnb']) expect(isNear(typed), typed).toBe(true)
  for (const typed of ['uber', 'airport', 'air']) expect(isNear(typed), typed).toBe(false)
})

test('a token is never longer than an index takes, nor a query without end', () => {
  expect(searchTokens('a'.repeat(5000)).every(({ length }) => length <= 41)).toBe(true)
  expect(parseQuery('字'.repeat(5000))!.all[0]![0]!.term).toHaveLength(200)
  expect(parseQuery(Array.from({ length: 500 }, (_, i) => `${i}`).join(' '))!.all).toHaveLength(10)
})

test('what an index is asked for holds no letter that could mean something', () => {
  expect(coded('餐" OR *')).toMatch(/^[0-9a-f]+$/)
})
