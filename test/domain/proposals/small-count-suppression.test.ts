// Districts with few co-signers: what is shown may not give one of them away, not even to somebody who knows the rule.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  districtsToldThrough,
  finishedDays,
  type Suppressed,
  smallestShown,
  suppress,
  suppressed,
} from '../../../src/domain/proposals/small-count-suppression.ts'

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

const dayOf = (n: number) => `2026-06-${String(n + 1).padStart(2, '0')}`

/** One person each, in the order of their signing. */
const signings = fc
  .array(fc.record({ day: fc.nat(9), district: fc.nat(3) }), { maxLength: 40 })
  .map((list) => list.sort((a, b) => a.day - b.day))
type Signing = { day: number; district: number }

const daysOf = (signed: Signing[]) =>
  [...new Set(signed.map(({ day }) => day))].map((day) => ({
    date: dayOf(day),
    count: signed.filter((one) => one.day === day).length,
  }))

/** Everything that somebody who looks at the end of each day gets to see, in any format. */
function everSeen(signed: Signing[]): { told: string[]; seen: string } {
  const told = new Set<string>()
  const seen = Array.from({ length: 12 }, (_, today) => {
    const past = signed.filter(({ day }) => day <= today)
    const days = daysOf(past)
    const through = districtsToldThrough(days, dayOf(today))
    if (through) told.add(through)
    const counted = past.filter(({ day }) => through !== null && dayOf(day) <= through)
    const table = suppressed(
      [0, 1, 2, 3].map((code) => ({ code: `d${code}`, count: counted.filter((s) => s.district === code).length })),
    )
    return { total: past.length, days: finishedDays(days, dayOf(today)), through, table }
  })
  return { told: [...told].sort(), seen: JSON.stringify(seen) }
}

test('who looks every day cannot tell one signer’s district: two who signed between the same looks can be exchanged unseen', () => {
  fc.assert(
    fc.property(signings, fc.nat(), fc.nat(), (signed, i, j) => {
      const { told, seen } = everSeen(signed)
      const lookOf = ({ day }: Signing) => told.find((through) => dayOf(day) <= through) ?? 'not told'
      if (!signed.length) return
      const a = signed[i % signed.length]!
      const together = signed.filter((one) => lookOf(one) === lookOf(a))
      if (lookOf(a) !== 'not told') expect(together.length).toBeGreaterThanOrEqual(smallestShown)
      const b = together[j % together.length]!
      const exchanged = signed.map((one) =>
        one === a ? { ...a, district: b.district } : one === b ? { ...b, district: a.district } : one,
      )
      expect(everSeen(exchanged).seen).toBe(seen)
    }),
    { numRuns: 300 },
  )
})

test('what was told through a day stays told through it, and the running day is in nothing', () => {
  fc.assert(
    fc.property(signings, (signed) => {
      let before: string | null = null
      for (let today = 0; today < 12; today++) {
        const through = districtsToldThrough(daysOf(signed), dayOf(today))
        if (before !== null) expect(through! >= before).toBe(true)
        if (through !== null) expect(through < dayOf(today)).toBe(true)
        before = through
      }
    }),
  )
  expect(districtsToldThrough([{ date: '2026-06-01', count: 4 }], '2026-06-09'), 'four are too few').toBeNull()
})
