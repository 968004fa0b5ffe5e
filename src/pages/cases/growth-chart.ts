// The pictures of the case page: the growth curve and the districts. Pure.
import { districtCells, suppress } from '../../domain/cosignatures/small-count-suppression.ts'
import { addDays, daysBetween, lastDay, localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'

type Dated = {
  threshold: number | null
  publishedAt: Date | null
  closesBefore: Date | null
  thresholdMetAt: Date | null
  endedAt: Date | null
  /** the last day that an imported case was seen: what came after it nobody looked at */
  seenOn: string | null
}
type ByDay = { date: string; count: number }[]
type Undated = { undated: number; base: number }

/** Places are percent across and pixels down, so that words keep their size; only the curve itself is stretched. */
export type Curve = {
  line: string
  under: string
  viewBox: string
  grid: { y: number; label: number | null }[]
  goal: number | null
  dots: { kind: 'met' | 'last'; x: number; y: number; anchor: 'start' | 'middle' | 'end'; named: boolean }[]
  ticks: { x: number; date: string; anchor: 'start' | 'middle' | 'end' }[]
  first: string
  last: string
  /** whether a date without its year could be taken for another */
  otherYear: boolean
  metOn: string | null
  /** the curve stands at today, co-signing goes on */
  open: boolean
  total: number
  /** so many were there before `since`, the first day that was counted */
  base: number
  since: string
  /** so many more are counted, and nobody knows on which days: the curve leaves them out */
  undated: number
  weeks: { from: string; to: string; added: number; sum: number }[]
}

const top = 22
const height = 190
const down = (n: number, most: number) => top + height * (1 - n / most)
const anchorAt = (x: number) => (x > 80 ? 'end' : x < 20 ? 'start' : 'middle')

/**
 * Cumulative co-signatures from publication to the last day that counts. Null where there are none of a known day. `undated`:
 * those of an unknown day. The `base` of them was there when the first day was counted, and the curve begins there with it.
 */
export function curveOf(byDay: ByDay, { undated, base }: Undated, p: Dated, at: Date, timeZone: string): Curve | null {
  const days = byDay.filter((d) => d.count !== 0)
  if (!days.length || !p.publishedAt) return null
  const today = localDate(at, timeZone)
  const first = [localDate(p.publishedAt, timeZone), days[0]!.date].sort()[0]!
  const ended = p.endedAt && localDate(p.endedAt, timeZone)
  // A case expires at the first moment after its last day: that day is where its curve ends.
  const closing =
    [p.closesBefore && lastDay(p.closesBefore, timeZone), ended].filter((day) => day !== null).sort()[0] ?? today
  const last = [closing, days.at(-1)!.date].sort().at(-1)!
  const span = Math.max(1, daysBetween(first, last))
  const total = days.reduce((sum, d) => sum + d.count, base)
  const most = Math.max(total, p.threshold ?? 0) * 1.08
  const open = !ended && today < last
  const across = (date: string) => (100 * daysBetween(first, date)) / span

  let sum = base
  let points = ''
  for (const d of days) {
    sum += d.count
    points += `L${daysBetween(first, d.date)} ${Math.round(most - sum)}`
  }
  // it stays level until today, until it closed, or until somebody looked last
  const looked = p.seenOn && p.seenOn < last ? p.seenOn : last
  const drawnTo = [open ? today : last, looked].sort()[0]!
  const end = daysBetween(first, drawnTo)
  points += `H${Math.max(end, daysBetween(first, days.at(-1)!.date))}`
  const begins = daysBetween(first, days[0]!.date)
  const start = base ? `M${begins} ${Math.round(most - base)}` : `M0 ${Math.round(most)}`

  const metOn = p.thresholdMetAt && localDate(p.thresholdMetAt, timeZone)
  // the words of the threshold stand below the curve, to the right: further on a phone has no room, and the tally says it too
  const dots: Curve['dots'] = []
  if (metOn && p.threshold && metOn >= first && metOn < last) {
    const upTo = days.filter((d) => d.date <= metOn).reduce((n, d) => n + d.count, base)
    dots.push({ kind: 'met', x: across(metOn), y: down(upTo, most), anchor: 'start', named: across(metOn) <= 58 })
  }
  const lastX = across([drawnTo, days.at(-1)!.date].sort().at(-1)!)
  dots.push({ kind: 'last', x: lastX, y: down(total, most), anchor: anchorAt(lastX), named: true })
  const middle = addDays(first, Math.round(span / 2))
  return {
    line: start + points,
    under: `${start}${points}V${Math.round(most)}${base ? `H${begins}` : ''}z`,
    viewBox: `0 0 ${span} ${Math.round(most)}`,
    grid: gridOf(most, p.threshold),
    goal: p.threshold ? down(p.threshold, most) : null,
    dots,
    ticks: [
      { x: 0, date: first, anchor: 'start' },
      ...(span > 9 ? [{ x: across(middle), date: middle, anchor: 'middle' } as const] : []),
      { x: 100, date: last, anchor: 'end' },
    ],
    first,
    last: drawnTo,
    otherYear: first.slice(0, 4) !== today.slice(0, 4) || last.slice(0, 4) !== today.slice(0, 4),
    metOn,
    open: open && p.seenOn === null,
    total,
    base,
    since: days[0]!.date,
    undated: Math.max(0, undated - base),
    weeks: weeksOf(days, first, base),
  }
}

/** Hairlines at round numbers below the threshold; every other one with its number. */
function gridOf(most: number, threshold: number | null): Curve['grid'] {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)))
  const step = power * ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10)
  const grid: Curve['grid'] = []
  for (let n = step; n < (threshold ?? most) * 0.92 && n < most; n += step)
    grid.push({ y: down(n, most), label: grid.length % 2 === 0 ? n : null })
  return grid
}

function weeksOf(byDay: ByDay, first: string, base: number) {
  const weeks: Curve['weeks'] = []
  let sum = base
  for (const { date, count } of byDay) {
    const n = Math.floor(daysBetween(first, date) / 7)
    const from = addDays(first, n * 7)
    sum += count
    const week = weeks.at(-1)
    if (week?.from === from) Object.assign(week, { added: week.added + count, sum })
    else weeks.push({ from, to: addDays(from, 6), added: count, sum })
  }
  return weeks
}

export type Districts = {
  /** hidden counts may be called "<5"; else only "not shown" is true of all */
  few: boolean
  hidden: boolean
  rows: { name: Localised | null; count: number | null; bar: number | null; share: number | null }[]
}

/** Districts by number, what must not be shown hidden; those nobody signed from left out. `name` null: the source did not say. */
export function districtsOfCase(
  counts: ReadonlyMap<string, number>,
  districts: { code: string; name: Localised }[],
): Districts {
  const { few, cells } = suppress(districtCells(counts, districts))
  const most = Math.max(1, ...cells.map((c) => c.count ?? 0))
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  const rows = cells
    .filter((c) => c.count !== 0)
    .sort((a, b) => (b.count ?? -1) - (a.count ?? -1))
    .map(({ code, name, count }) => ({
      name: code === '' ? null : Object.keys(name).length ? name : { 'zh-Hant': code },
      count,
      bar: count === null ? null : (100 * count) / most,
      share: count === null ? null : count / total,
    }))
  return { few, hidden: rows.some((r) => r.count === null), rows }
}
