// The parameters of every list: what they ask for, what cannot be meant, and the way back into an address.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publicStages } from '../../../src/domain/proposals/proposal.ts'
import {
  everything,
  type ListQuery,
  listAddress,
  punctualities,
  readListQuery,
  sorts,
  unknownCode,
} from '../../../src/domain/search/list-query.ts'
import { outcomes } from '../../../src/schema/values.ts'

test.each<[string, { [name: string]: string | string[] }, Partial<ListQuery>]>([
  ['nothing', {}, {}],
  ['the empty fields of a form', { q: '', stage: '', topic: ['', ''], sort: '', page: '' }, {}],
  [
    'any of several',
    { topic: ['sea', '', 'transport'], stage: 'review' },
    { topic: ['sea', 'transport'], stage: ['review'] },
  ],
  ['the last of what can be one only', { sort: ['newest', 'closing'], page: ['2', '3'] }, { sort: 'closing', page: 3 }],
  ['words without the space around them', { q: '  夜市 步道 ' }, { q: '夜市 步道' }],
  ['the largest pages', { per_page: '100' }, { per_page: 100 }],
  ['what follows people around', { utm_source: 'mail', fbclid: 'x', lang: 'en', done: '1' }, {}],
])('a list is asked for %s', (_, typed, asked) => {
  expect(readListQuery(typed)).toEqual({ ok: true, query: { ...everything, ...asked } })
})

test.each([
  ['stage', { stage: 'draft' }],
  ['stage', { stage: ['review', 'nonsense'] }],
  ['outcome', { outcome: 'maybe' }],
  ['answered', { answered: 'soon' }],
  ['year', { year: '26' }],
  ['year', { year: '2026.5' }],
  ['sort', { sort: 'up' }],
  ['page', { page: '0' }],
  ['page', { page: '-1' }],
  ['page', { page: '99999999' }],
  ['per_page', { per_page: '101' }],
  ['topic', { topic: 'x'.repeat(61) }],
  ['topic', { topic: Array(51).fill('sea') }],
  ['unknown', { stages: 'review' }],
  ['unknown', { toString: 'x' }],
])('a %s like %o cannot be meant', (wrong, typed) => {
  expect(readListQuery(typed)).toEqual({ ok: false, wrong })
})

test('a code that the government does not have is named by its parameter', () => {
  const known = { topic: ['sea'], agency: new Set(['epb']), district: [] }
  expect(unknownCode({ ...everything, topic: ['sea'], agency: ['epb'] }, known)).toBeNull()
  expect(unknownCode({ ...everything, topic: ['sea', 'moon'] }, known)).toBe('topic')
  expect(unknownCode({ ...everything, district: ['shibi'] }, known)).toBe('district')
})

test('what nobody asked for is left out of an address, and what changes replaces what was asked', () => {
  expect(listAddress('/haicheng/archive', everything)).toBe('/haicheng/archive')
  const second: ListQuery = { ...everything, topic: ['sea'], page: 2 }
  expect(listAddress('/haicheng/archive', second, { page: 1 })).toBe('/haicheng/archive?topic=sea')
})

test('whatever is asked for, its address asks for the same', () => {
  const codes = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z-]{0,10}$/), { maxLength: 3 })
  const query: fc.Arbitrary<ListQuery> = fc.record({
    q: fc.string({ maxLength: 40 }).map((words) => words.trim()),
    stage: fc.uniqueArray(fc.constantFrom(...publicStages)),
    outcome: fc.uniqueArray(fc.constantFrom(...outcomes)),
    ...{ topic: codes, agency: codes, district: codes },
    answered: fc.option(fc.constantFrom(...punctualities), { nil: undefined }),
    year: fc.uniqueArray(fc.integer({ min: 1000, max: 9999 }), { maxLength: 3 }),
    sort: fc.option(fc.constantFrom(...sorts), { nil: undefined }),
    page: fc.integer({ min: 1, max: 9_999_999 }),
    per_page: fc.integer({ min: 1, max: 100 }),
  })
  fc.assert(
    fc.property(query, (asked) => {
      const { searchParams } = new URL(listAddress('/haicheng/archive', asked), 'http://localhost')
      const typed = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]))
      expect(readListQuery(typed)).toEqual({ ok: true, query: asked })
    }),
  )
})
