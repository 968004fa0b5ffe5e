// What the case page draws: the stepper, the clock, the curve, the districts. Pure.
import { suppressed } from '../cosignatures/suppress.ts'
import { daysLate, daysLeft } from '../governments/deadline.ts'
import type { Localised } from '../governments/government.ts'
import { addDays, daysBetween, lastDay, localDate } from '../lib/calendar.ts'
import type { Stage } from '../proposals/proposal.ts'

type Case = {
  stage: Stage
  count: number
  threshold: number | null
  submittedAt: Date | null
  publishedAt: Date | null
  closesBefore: Date | null
  thresholdMetAt: Date | null
  answerDueBefore: Date | null
  answeredAt: Date | null
}

export type Step = {
  key: 'proposal' | 'check' | 'cosign' | 'review' | 'resolved'
  state: 'done' | 'now' | 'next'
  at: Date | null
}

/** The five steps of a case, in words. */
export function stepsOf(p: Case, _at: Date): Step[] {
  const now = {
    draft: 0,
    returned: 0,
    checking: 1,
    gathering: 2,
    review: 3,
    resolved: 4,
    refused: 1,
    expired: 2,
    merged: 2,
    withdrawn: 2,
  }[p.stage]
  const dates = [p.submittedAt, p.publishedAt, p.thresholdMetAt ?? p.closesBefore, p.answerDueBefore, p.answeredAt]
  return (['proposal', 'check', 'cosign', 'review', 'resolved'] as const).map((key, i) => ({
    key,
    state: i < now ? 'done' : i === now ? 'now' : 'next',
    at: dates[i] ?? null,
  }))
}

export type Clock =
  | { kind: 'open'; days: number; before: Date }
  | { kind: 'closed'; before: Date }
  | { kind: 'due'; days: number; before: Date }
  | { kind: 'overdue'; days: number; before: Date }
  | { kind: 'answered'; late: number; at: Date; before: Date | null }
  | { kind: 'none' }

/** The one date that matters now. The rule decides, not the tick: a passed date is never shown as open. */
export function clockOf(p: Case, at: Date, timeZone: string): Clock {
  if (p.stage === 'resolved' && p.answeredAt)
    return {
      kind: 'answered',
      late: p.answerDueBefore ? daysLate(p.answeredAt, p.answerDueBefore, timeZone) : 0,
      at: p.answeredAt,
      before: p.answerDueBefore,
    }
  if (p.stage === 'review' && p.answerDueBefore) {
    const days = daysLeft(at, p.answerDueBefore, timeZone)
    return days < 0
      ? { kind: 'overdue', days: -days, before: p.answerDueBefore }
      : { kind: 'due', days, before: p.answerDueBefore }
  }
  if (p.stage === 'gathering' && p.closesBefore)
    return at < p.closesBefore
      ? { kind: 'open', days: daysLeft(at, p.closesBefore, timeZone), before: p.closesBefore }
      : { kind: 'closed', before: p.closesBefore }
  return { kind: 'none' }
}

export type Curve = {
  line: string
  under: string
  viewBox: string
  goal: number | null
  first: string
  last: string
  total: number
  weeks: { from: string; to: string; added: number; sum: number }[]
} | null

/** Cumulative co-signatures from publication to closing (or today), as a path in days and counts. */
export function curveOf(byDay: { date: string; count: number }[], p: Case, at: Date, timeZone: string): Curve {
  if (!byDay.length || !p.publishedAt) return null
  const first = [localDate(p.publishedAt, timeZone), byDay[0]!.date].sort()[0]!
  const closing = p.closesBefore ? lastDay(p.closesBefore, timeZone) : localDate(at, timeZone)
  const last = [closing, byDay.at(-1)!.date].sort().at(-1)!
  const span = Math.max(1, daysBetween(first, last))
  const total = byDay.reduce((sum, d) => sum + d.count, 0)
  const top = Math.max(total, p.threshold ?? 0) * 1.08
  let sum = 0
  const points = byDay.map((d) => {
    sum += d.count
    return `L${daysBetween(first, d.date)} ${Math.round(top - sum)}`
  })
  const start = `M0 ${Math.round(top)}`
  const end = daysBetween(first, byDay.at(-1)!.date)
  return {
    line: start + points.join(''),
    under: `${start}${points.join('')}L${end} ${Math.round(top)}z`,
    viewBox: `0 0 ${span} ${Math.round(top)}`,
    goal: p.threshold ? 22 + 190 * (1 - p.threshold / top) : null,
    first,
    last,
    total,
    weeks: weeksOf(byDay, first),
  }
}

function weeksOf(byDay: { date: string; count: number }[], first: string) {
  const weeks: { from: string; to: string; added: number; sum: number }[] = []
  let sum = 0
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

export type DistrictRow = { code: string; name: Localised; count: number | null; share: number | null }

/** Districts by number, small cells hidden; empty ones left out. */
export function districtRows(
  counts: Map<string, number>,
  districts: { code: string; name: Localised }[],
): DistrictRow[] {
  const known = districts.map(({ code, name }) => ({ code, name, count: counts.get(code) ?? 0 }))
  const rest = [...counts]
    .filter(([code]) => code !== '' && !districts.some((d) => d.code === code))
    .map(([code, count]) => ({ code, name: { 'zh-Hant': code }, count }))
  const cells = suppressed([...known, ...rest])
  const top = Math.max(1, ...cells.map((c) => c.count ?? 0))
  return cells
    .filter((c) => c.count !== 0)
    .sort((a, b) => (b.count ?? 0) - (a.count ?? 0))
    .map((c) => ({ ...c, share: c.count === null ? null : c.count / top }))
}
