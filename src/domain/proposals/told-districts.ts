// Where co-signers live, as far as it is told, and what else their counts add up to. Pure.
import { localDate } from '../../lib/calendar.ts'
import { summed } from '../../lib/group.ts'
import { districtsToldThrough } from './small-count-suppression.ts'

/** How many signed on a local day ('' where nobody knows it), from a district ('' likewise), at a level. */
export type CountRow = { day: string; code: string; level: number; count: number }
type ViewedAt = { at: Date; timeZone: string }

const inOrder = <Key extends string | number>(sums: Map<Key, number>) =>
  new Map([...sums].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))

/**
 * What the counts of one case say. They are read at once and added up here: what comes in between two queries would tell by itself
 * where somebody lives.
 */
export function talliesOf(rows: CountRow[], { at, timeZone }: ViewedAt) {
  const days = [...inOrder(summed(rows, ({ day }) => day))].map(([date, count]) => ({ date, count }))
  const byDay = days.filter(({ date }) => date !== '')
  const districtsThrough = districtsToldThrough(byDay, localDate(at, timeZone))
  const told = rows.filter(({ day }) => day <= (districtsThrough ?? '')) // undated ones are told at once
  return {
    byDay,
    /** co-signatures of which nobody knows the day: imported ones */
    undated: days.find(({ date }) => date === '')?.count ?? 0,
    byDistrict: inOrder(summed(told, ({ code }) => code)),
    districtsThrough,
    byAssurance: [...inOrder(summed(rows, ({ level }) => level))].map(([level, count]) => ({ level, count })),
  }
}
