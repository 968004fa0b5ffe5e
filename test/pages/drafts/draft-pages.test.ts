// The steps of writing a proposal: where each lies, and how many fields of one name it shows.
import { expect, test } from 'vitest'
import { around, severalOf } from '../../../src/pages/drafts/draft-pages.ts'

test('the first step leads back to the beginning, each other one to the step before it', () => {
  const city = { slug: 'haicheng' }
  expect(around(city, 'd1', 'problem')).toMatchObject({ back: '/haicheng/proposals/new', n: 1 })
  expect(around(city, 'd1', 'place')).toMatchObject({ back: '/haicheng/proposals/drafts/d1/problem', n: 2 })
  expect(around(city, null, 'place')).toMatchObject({ back: '/haicheng/proposals/new/problem' })
  const last = around(city, 'd1', 'check')
  expect([last.n, last.base]).toEqual([last.of, '/haicheng/proposals/drafts/d1'])
})

const form = (values: { [field: string]: string | string[] }) => ({ values, errors: {} })
test.each([
  ['an empty form has one ask and three links', {}, { asks: [''], links: ['', '', ''], pickedAgencies: [] }],
  [
    'one of each',
    { asks: 'a', links: 'l', agencies: 'epb' },
    { asks: ['a'], links: ['l', '', ''], pickedAgencies: ['epb'] },
  ],
  [
    'as many as were typed',
    { asks: ['a', 'b'], links: ['1', '2', '3', '4'] },
    { asks: ['a', 'b'], links: ['1', '2', '3', '4'], pickedAgencies: [] },
  ],
])('%s', (_, values, shown) => {
  expect(severalOf(form(values))).toEqual(shown)
})
