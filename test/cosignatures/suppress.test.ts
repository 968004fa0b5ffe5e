import fc from 'fast-check'
import { expect, test } from 'vitest'
import { suppressed } from '../../src/cosignatures/suppress.ts'

const cells = (...counts: number[]) => counts.map((count, i) => ({ code: `d${i}`, count }))
const counts = (list: { count: number | null }[]) => list.map((c) => c.count)

test('counts from 1 to 4 are not shown, and never exactly one of them', () => {
  expect(counts(suppressed(cells(10, 3, 2, 0)))).toEqual([10, null, null, 0])
  expect(counts(suppressed(cells(30, 3, 12)))).toEqual([30, null, null])
  expect(counts(suppressed(cells(3, 0, 0)))).toEqual([null, null, 0])
  expect(suppressed(cells(3))).toEqual([])
  expect(counts(suppressed(cells(5, 6)))).toEqual([5, 6])
})

test('whatever the counts, nobody can work out a small one from the total', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 12 }), (list) => {
      const shown = counts(suppressed(cells(...list)))
      expect(shown.filter((c) => c === null).length).not.toBe(1)
      expect(shown.every((c) => c === null || c === 0 || c >= 5)).toBe(true)
    }),
  )
})
