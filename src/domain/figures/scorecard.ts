// How an agency answers, from its cases. Pure.

import { daysBetween, localDate } from '../../lib/calendar.ts'
import type { Decision } from '../../schema/values.ts'

/** A case whose threshold was met, under its lead agency. */
export type Duty = {
  agencyId: string
  number: string | null
  title: string
  thresholdMetAt: Date | null
  answerDueBefore: Date | null
  answeredAt: Date | null
  extendedAt: Date | null
  /** its text is not public: it counts, and is named by its number alone */
  hidden: boolean
}

export type Dot = { number: string; title: string | null; days: number; late: boolean; answeredOn: string }
export type Quarter = { year: number; quarter: number; inTime: number; late: number }

export type Scorecard = {
  /** cases led with a duty to answer */
  cases: number
  answered: number
  inTime: number
  overdue: number
  /** answered or overdue: of these the share in time is told */
  due: number
  /** with an extension; null where no source says it of any */
  extended: number | null
  /** local days from threshold to answer; null before the first answer */
  medianDays: number | null
  dots: Dot[]
  quarters: Quarter[]
}
/** Those that a line in a list says. */
export type DutyCounts = Omit<Scorecard, 'dots' | 'quarters'>

/** `duties`: the cases that one agency led. An open one is due once its date has passed. */
export function scorecard(duties: Duty[], now: Date, timeZone: string): Scorecard {
  const overdue = duties.filter((d) => !d.answeredAt && d.answerDueBefore && d.answerDueBefore <= now).length
  const dots = duties.flatMap((d) => (d.answeredAt && d.thresholdMetAt ? [dotOf(d, timeZone)] : []))
  return {
    cases: duties.length,
    answered: dots.length,
    inTime: dots.filter((d) => !d.late).length,
    overdue,
    due: dots.length + overdue,
    extended: duties.filter((d) => d.extendedAt).length,
    medianDays: median(dots.map((d) => d.days)),
    dots: dots.sort((a, b) => a.days - b.days || a.number.localeCompare(b.number)),
    quarters: quartersOf(dots),
  }
}

function dotOf(d: Duty, timeZone: string): Dot {
  const answeredOn = localDate(d.answeredAt!, timeZone)
  return {
    number: d.number ?? '',
    title: d.hidden ? null : d.title,
    days: daysBetween(localDate(d.thresholdMetAt!, timeZone), answeredOn),
    late: d.answerDueBefore !== null && d.answeredAt! >= d.answerDueBefore,
    answeredOn,
  }
}

/** The middle one, or the mean of the two in the middle, rounded. */
export function median(values: number[]): number | null {
  if (!values.length) return null
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 ? sorted[Math.floor(half)]! : Math.round((sorted[half - 1]! + sorted[half]!) / 2)
}

/** The last eight quarters with answers, the oldest first. */
function quartersOf(dots: Dot[]): Quarter[] {
  const quarters = new Map<string, Quarter>()
  for (const { answeredOn, late } of dots) {
    const year = Number(answeredOn.slice(0, 4))
    const quarter = Math.ceil(Number(answeredOn.slice(5, 7)) / 3)
    const entry = quarters.get(`${year}-${quarter}`) ?? { year, quarter, inTime: 0, late: 0 }
    if (late) entry.late++
    else entry.inTime++
    quarters.set(`${year}-${quarter}`, entry)
  }
  return [...quarters.values()].sort((a, b) => a.year - b.year || a.quarter - b.quarter).slice(-8)
}

/** Places of the dots in a chart `height` high: dots of about the same number of days are piled up. */
export function plot(dots: Dot[], limitDays: number, height = 128) {
  const longest = Math.max(limitDays * 1.2, ...dots.map((d) => d.days), 1)
  const step = longest > 400 ? 200 : longest > 200 ? 50 : 20
  const end = Math.ceil((longest + 1) / step) * step
  const percent = (days: number) => `${((days / end) * 100).toFixed(2)}%`
  const width = end / 60 // days that share a pile
  const piles = new Map<number, number>()
  const tallest = Math.max(1, ...[...countBy(dots.map((d) => Math.round(d.days / width))).values()])
  const gap = Math.min(15, (height - 20) / tallest)
  const placed = dots.map((d) => {
    const pile = Math.round(d.days / width)
    const level = piles.get(pile) ?? 0
    piles.set(pile, level + 1)
    return { ...d, x: percent(d.days), y: Math.round((height - 10 - level * gap) * 10) / 10 }
  })
  const ticks = []
  for (let days = step; days < end; days += step) ticks.push({ days, x: percent(days) })
  return { dots: placed, ticks, limit: percent(limitDays), height }
}

export type Mix = { decision: Decision; count: number; share: number; x: string; width: string }[]

/** Shares of the decisions, and their places in a bar. */
export function decisionMix(counts: Map<Decision, number>, order: readonly Decision[]): Mix {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  let x = 0
  return order.map((decision) => {
    const count = counts.get(decision) ?? 0
    const share = total ? count / total : 0
    const place = { decision, count, share, x: `${(x * 100).toFixed(2)}%`, width: `${(share * 99.5).toFixed(2)}%` }
    x += share
    return place
  })
}

/** How often each key comes. */
export function countBy<Key>(keys: Key[]): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
