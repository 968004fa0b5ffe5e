// Districts with few co-signers: what is shown may not give one of them away, not even to somebody who knows the rule.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Suppressed, suppress, suppressed } from '../../../src/domain/proposals/small-count-suppression.ts'

const cells = (counts: number[]) => counts.map((count, i) => ({ code: `d${i}`, count }))
const counts = (list: { count: number | null }[]) => list.map((c) => c.count)
const shown = (...list: number[]) => counts(suppressed(cells(list)))

test('counts from 1 to 4 are not shown', () => {
  expect(shown(10, 3, 2, 0)).toEqual([10, null, null, 0])
  expect(shown(5, 6)).toEqual([5, 6])
  expect(suppress(cells([10, 3, 2])).few).toBe(true)
})

test('a lone small count takes the next smallest with it, or the total would tell', () => {
  expect(shown(30, 3, 12)).toEqual([30, null, null])
  expect(shown(30, 3, 12, 12)).toEqual([30, null, null, null])
  expect(suppress(cells([30, 3, 12])).few, 'then "below five" is not true of all that is hidden').toBe(false)
})

test('two that add up to 2 are 1 and 1, and two that add up to 8 are 4 and 4: more is hidden', () => {
  expect(shown(30, 1, 1, 12)).toEqual([30, null, null, null])
  expect(shown(30, 4, 4, 12)).toEqual([30, null, null, null])
  expect(shown(30, 1, 2, 12)).toEqual([30, null, null, 12])
})

test('where everything would have to be hidden there is no table at all', () => {
  expect(shown(3)).toEqual([])
  expect(shown(3, 0, 0)).toEqual([])
  expect(shown(1, 1, 12)).toEqual([])
})

const same = (a: Suppressed<{ code: string; count: number }>, b: typeof a) =>
  a.few === b.few && JSON.stringify(counts(a.cells)) === JSON.stringify(counts(b.cells))

/** Every way to spread `total` over `places` cells. */
function* spreads(total: number, places: number): Generator<number[]> {
  if (places === 1) return yield [total]
  for (let n = 0; n <= total; n++) for (const rest of spreads(total - n, places - 1)) yield [n, ...rest]
}

/** What each hidden cell could be, to a reader who knows the total, what is shown, and the rule itself. */
function possible(list: number[]): Set<number>[] {
  const published = suppress(cells(list))
  const hidden = list.map((_, i) => i).filter((i) => !published.cells.length || published.cells[i]!.count === null)
  const sum = hidden.reduce((total, i) => total + list[i]!, 0)
  const values = hidden.map(() => new Set<number>())
  for (const spread of spreads(sum, hidden.length)) {
    const other = [...list]
    for (const [n, i] of hidden.entries()) other[i] = spread[n]!
    if (same(suppress(cells(other)), published)) for (const [n, value] of spread.entries()) values[n]!.add(value)
  }
  return values
}

test('whatever the counts, every hidden one could be at least two different numbers to somebody who knows total and rule', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 5 }), (list) => {
      const published = suppress(cells(list))
      const hidden = published.cells.some((c) => c.count === null)
      fc.pre(hidden)
      for (const values of possible(list)) expect(values.size).toBeGreaterThan(1)
    }),
    { numRuns: 400 },
  )
})

test('whatever the counts, none from 1 to 4 is shown, and what is shown is true', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 30 }), (list) => {
      const published = suppress(cells(list))
      const hidden = published.cells.filter((c) => c.count === null)
      expect(hidden.length).not.toBe(1)
      for (const [i, c] of published.cells.entries()) {
        expect(c.count === null || c.count === 0 || c.count >= 5).toBe(true)
        expect(c.count === null || c.count === list[i]).toBe(true)
        if (c.count === null && published.few) expect(list[i]).toBeLessThan(5)
      }
    }),
  )
})
