// The pictures of the case page: the growth curve and the districts. Pure.
import { undivided } from '../../domain/governments/government.ts'
import { toldCells } from '../../domain/proposals/small-count-suppression.ts'
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

type Anchor = 'start' | 'middle' | 'end'

/**
 * Places are percent across and pixels down, as SVG writes them, so that words keep their size; only the curve itself is stretched.
 * `wordsY`: where the words beside something stand.
 */
type Curve = {
  line: string
  under: string
  viewBox: string
  grid: { y: string; wordsY: string; label: number | null }[]
  goal: { n: number; y: string; wordsY: string } | null
  /** where the threshold was met; `named`: there is room for its words */
  met: { day: string; x: string; y: string; wordsY: string; named: boolean } | null
  /** where the curve ends */
  end: { x: string; y: string; wordsY: string; anchor: Anchor }
  ticks: { x: string; date: string; anchor: Anchor }[]
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
const anchorAt = (x: number): Anchor => (x > 80 ? 'end' : x < 20 ? 'start' : 'middle')
const px = (y: number) => y.toFixed(1)
const percent = (x: number) => `${x.toFixed(2)}%`

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
  let met: Curve['met'] = null
  if (metOn && p.threshold && metOn >= first && metOn < last) {
    const x = across(metOn)
    const upTo = days.filter((d) => d.date <= metOn).reduce((n, d) => n + d.count, base)
    const y = down(upTo, most)
    met = { day: metOn, x: percent(x), y: px(y), wordsY: px(y + 24), named: x <= 58 }
  }
  const lastX = across([drawnTo, days.at(-1)!.date].sort().at(-1)!)
  const lastY = down(total, most)
  const goalY = p.threshold && down(p.threshold, most)
  const middle = addDays(first, Math.round(span / 2))
  return {
    line: start + points,
    under: `${start}${points}V${Math.round(most)}${base ? `H${begins}` : ''}z`,
    viewBox: `0 0 ${span} ${Math.round(most)}`,
    grid: gridOf(most, p.threshold),
    goal: p.threshold && goalY ? { n: p.threshold, y: px(goalY), wordsY: px(goalY - 7) } : null,
    met,
    end: { x: percent(lastX), y: px(lastY), wordsY: px(lastY - 12), anchor: anchorAt(lastX) },
    ticks: [
      { x: percent(0), date: first, anchor: 'start' },
      ...(span > 9 ? [{ x: percent(across(middle)), date: middle, anchor: 'middle' } as const] : []),
      { x: percent(100), date: last, anchor: 'end' },
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
    grid.push({ y: px(down(n, most)), wordsY: px(down(n, most) - 5), label: grid.length % 2 === 0 ? n : null })
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
  /** the last local day that is in it, where some have signed since; null where it is all */
  through: string | null
  /** `shown` null: the number must not be told. `bar` is percent of the largest. `name` null: the source did not say. */
  rows: { name: Localised | null; shown: { count: number; share: number; bar: string } | null }[]
}

/**
 * Districts by number, what must not be shown hidden; those nobody signed from left out. `of`: the case's count. `districtsTold`: as the
 * place where a case was brought from told them.
 */
export function districtsOfCase(
  counts: ReadonlyMap<string, number>,
  districts: { code: string; name: Localised }[],
  {
    through,
    of,
    districtsTold,
  }: { through: string | null; of: number; districtsTold?: { code: string; count: number | null }[] | undefined },
): Districts {
  const { few, cells } = toldCells({ byDistrict: counts, ...(districtsTold && { districtsTold }) }, districts)
  const most = Math.max(1, ...cells.map((c) => c.count ?? 0))
  const total = districtsTold ? of : [...counts.values()].reduce((sum, n) => sum + n, 0)
  const rows = cells
    .filter((c) => c.count !== 0)
    .sort((a, b) => (b.count ?? -1) - (a.count ?? -1))
    .map(({ code, name, count }) => ({
      name: code === '' ? null : Object.keys(name).length ? name : { 'zh-Hant': code },
      shown: count === null ? null : { count, share: count / total, bar: `${((100 * count) / most).toFixed(1)}%` },
    }))
  // A government without districts: there is nothing to tell apart.
  if (rows.every(({ name }) => name?.['zh-Hant'] === undivided)) return { few, hidden: false, through: null, rows: [] }
  return { few, hidden: rows.some((r) => !r.shown), through: districtsTold || total < of ? through : null, rows }
}
