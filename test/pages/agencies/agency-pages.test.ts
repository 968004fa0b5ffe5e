// What is drawn about an agency: squares of a quarter, and shares of too few are told as numbers only.
import { expect, test } from 'vitest'
import { mixRows, quarterRows, shareOf } from '../../../src/pages/agencies/agency-pages.ts'

test.each([
  [3, 4, null],
  [15, 20, 75],
  [0, 0, null],
])('%d of %d', (part, all, percent) => {
  expect(shareOf(part, all)).toEqual({ part, all, percent })
})

test('a quarter has a square for each answer, those in time first, and no more than fit', () => {
  const quarter = (inTime: number, late: number) => ({ year: 2026, quarter: 1, inTime, late }) as never
  const [few, many] = quarterRows([quarter(2, 1), quarter(30, 30)])
  expect(few!.squares).toEqual([
    { x: 0, late: false },
    { x: 16, late: false },
    { x: 32, late: true },
  ])
  expect(many!.squares).toHaveLength(20)
})

test('decisions on fewer than five asks are told as numbers only', () => {
  const mix = (counts: number[]) =>
    mixRows(counts.map((count) => ({ decision: 'adopted', count, share: 0.5, x: '0', width: '0' }) as const))
  expect(mix([3, 1]).map(({ count, share }) => [count, share])).toEqual([
    [3, null],
    [1, null],
  ])
  expect(mix([3, 2]).map(({ share }) => share)).toEqual([0.5, 0.5])
})
