// How every due date is computed, and how it explains itself. Pure.
// 始日不算入 (Civil Code of Taiwan, art. 120 II); months end on the same-numbered day or the month's last (art. 121 II).
// Only working-day periods skip holidays; nothing is moved off a holiday (details settled against art. 122).
import { addDays, addMonths, daysBetween, lastDay, localDate, startOfDay, weekday } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'

/** A day on which offices deviate from Monday to Friday: closed, or open on a make-up Saturday. */
export type OfficeDay = { works: boolean; name: Localised }
/** `loadedUntil`: the last date whose holidays are known. */
export type WorkCalendar = { timeZone: string; holidays: ReadonlyMap<string, OfficeDay>; loadedUntil: string }
export type Period = { workingDays: number } | { days: number } | { months: number }

/** A day off on the way; `name` is null for an ordinary weekend. */
type SkippedDay = { date: string; name: Localised | null }

export type Deadline = {
  /** the first instant after the last day: compare with `<` */
  before: Date
  lastDay: string
  /** the local day of the event, not counted */
  from: string
  /** days off that a working-day period passed over */
  skipped: SkippedDay[]
  /** the last day lies beyond the holidays known today: recompute when they are loaded */
  uncertain: boolean
  /** the way from `from` to `lastDay`, for a template to put in words */
  steps: Step[]
}

/** A message key and what it is filled with: dates are ISO, names per language. */
export type Step = {
  key: StepKey
  params: { date?: string; until?: string; count?: number; name?: Localised; year?: number }
}
type StepKey =
  | 'deadline.start' // { date }: the day of the event is not counted
  | 'deadline.working_days' // { count, date }: the first day that counts
  | 'deadline.days' // { count, date }
  | 'deadline.months' // { count, date }
  | 'deadline.weekend' // { count }: ordinary weekend days passed over
  | 'deadline.holiday' // { date, until, name }: day off, or days of one name in a row
  | 'deadline.paused' // { date, until, name }: co-signing paused, the clock stopped
  | 'deadline.makeup' // { date, name }: a Saturday that counts
  | 'deadline.month_end' // { date }: the month has no such day, so it ends on its last
  | 'deadline.not_moved' // { date }: the last day is a day off, and stays
  | 'deadline.last_day' // { date }: until 23:59:59
  | 'deadline.uncertain' // { year }: holidays are known until the end of this year

/** Whether offices work on that day. */
export function isWorkingDay(date: string, calendar: WorkCalendar): boolean {
  return calendar.holidays.get(date)?.works ?? !isWeekend(date)
}

const isWeekend = (date: string) => weekday(date) === 0 || weekday(date) === 6

/** The deadline of a period that an event at `event` begins. */
export function deadline(event: Date, period: Period, calendar: WorkCalendar): Deadline {
  return deadlineFromDay(localDate(event, calendar.timeZone), period, calendar)
}

/** An extension counts from the due date: from its last day, however late it is decided. */
export function extended(dueBefore: Date, period: Period, calendar: WorkCalendar): Deadline {
  return deadlineFromDay(lastDay(dueBefore, calendar.timeZone), period, calendar)
}

/** The same, from a local day. */
export function deadlineFromDay(from: string, period: Period, calendar: WorkCalendar): Deadline {
  const passed = 'workingDays' in period ? daysPassed(from, period.workingDays, calendar) : []
  const last =
    'months' in period
      ? addMonths(from, period.months)
      : 'days' in period
        ? addDays(from, period.days)
        : addDays(from, passed.length)
  const uncertain = 'workingDays' in period && last > calendar.loadedUntil
  return {
    before: startOfDay(addDays(last, 1), calendar.timeZone),
    lastDay: last,
    from,
    skipped: passed
      .filter((date) => !isWorkingDay(date, calendar))
      .map((date) => ({ date, name: calendar.holidays.get(date)?.name ?? null })),
    uncertain,
    steps: stepsOf(from, last, period, passed, uncertain, calendar),
  }
}

/** Every day after `from` up to the n-th working day. */
function daysPassed(from: string, n: number, calendar: WorkCalendar): string[] {
  const days: string[] = []
  for (let counted = 0; counted < n; ) {
    const day = addDays(from, days.length + 1)
    days.push(day)
    if (isWorkingDay(day, calendar)) counted++
  }
  return days
}

function stepsOf(
  from: string,
  last: string,
  period: Period,
  passed: string[],
  uncertain: boolean,
  calendar: WorkCalendar,
): Step[] {
  const steps: Step[] = [{ key: 'deadline.start', params: { date: from } }]
  const date = addDays(from, 1)
  if ('workingDays' in period) steps.push({ key: 'deadline.working_days', params: { count: period.workingDays, date } })
  else if ('days' in period) steps.push({ key: 'deadline.days', params: { count: period.days, date } })
  else steps.push({ key: 'deadline.months', params: { count: period.months, date } })

  steps.push(...namedDays(passed, calendar))
  const weekends = passed.filter((date) => isWeekend(date) && !calendar.holidays.has(date)).length
  if (weekends > 0) steps.push({ key: 'deadline.weekend', params: { count: weekends } })

  if ('months' in period && last.slice(8) !== from.slice(8))
    steps.push({ key: 'deadline.month_end', params: { date: last } })
  if (!('workingDays' in period) && !isWorkingDay(last, calendar))
    steps.push({ key: 'deadline.not_moved', params: { date: last } })
  steps.push({ key: 'deadline.last_day', params: { date: last } })
  if (uncertain) steps.push({ key: 'deadline.uncertain', params: { year: Number(calendar.loadedUntil.slice(0, 4)) } })
  return steps
}

/** Holidays and make-up days on the way; 春節 of three days in a row is said once. */
function namedDays(passed: string[], calendar: WorkCalendar): Step[] {
  const steps: Step[] = []
  for (const date of passed) {
    const day = calendar.holidays.get(date)
    if (!day) continue
    const before = steps.at(-1)
    const goesOn =
      !day.works &&
      before?.key === 'deadline.holiday' &&
      before.params.until === addDays(date, -1) &&
      JSON.stringify(before.params.name) === JSON.stringify(day.name)
    if (goesOn) before.params.until = date
    else if (day.works) steps.push({ key: 'deadline.makeup', params: { date, name: day.name } })
    else steps.push({ key: 'deadline.holiday', params: { date, until: date, name: day.name } })
  }
  return steps
}

/** First and last day belong to the pause. */
export type Blackout = { firstDay: string; lastDay: string }

/**
 * The first instant after co-signing closes: the end of the `days`-th day after publication, the clock stopped on blackout
 * days. Blackouts may come in any order, overlap and repeat; one that begins after the closing changes nothing.
 */
export function closingDate(publishedAt: Date, days: number, blackouts: readonly Blackout[], timeZone: string): Date {
  const firstCounted = addDays(localDate(publishedAt, timeZone), 1)
  let last = addDays(firstCounted, days - 1)
  for (const pause of merged(blackouts)) {
    let from = firstCounted
    if (pause.firstDay > from) from = pause.firstDay
    if (from <= last && from <= pause.lastDay) last = addDays(last, daysBetween(from, pause.lastDay) + 1)
  }
  return startOfDay(addDays(last, 1), timeZone)
}

/** The way to the closing date, for a template to put in words: the pauses that moved it are named. */
export function closingSteps(
  publishedAt: Date,
  days: number,
  blackouts: readonly (Blackout & { reason: Localised })[],
  timeZone: string,
): Step[] {
  const from = localDate(publishedAt, timeZone)
  const last = lastDay(closingDate(publishedAt, days, blackouts, timeZone), timeZone)
  const passed = blackouts.filter((b) => b.firstDay <= b.lastDay && b.firstDay <= last && b.lastDay > from)
  return [
    { key: 'deadline.start', params: { date: from } },
    { key: 'deadline.days', params: { count: days, date: addDays(from, 1) } },
    ...passed.map(
      (b): Step => ({ key: 'deadline.paused', params: { date: b.firstDay, until: b.lastDay, name: b.reason } }),
    ),
    { key: 'deadline.last_day', params: { date: last } },
  ]
}

/** Pauses in order, those that overlap as one; one that ends before it begins is none. */
function merged(blackouts: readonly Blackout[]): Blackout[] {
  const pauses: Blackout[] = []
  const inOrder = blackouts
    .filter((b) => b.firstDay <= b.lastDay)
    .sort((a, b) => (a.firstDay < b.firstDay ? -1 : a.firstDay > b.firstDay ? 1 : 0))
  for (const { firstDay, lastDay: until } of inOrder) {
    const before = pauses.at(-1)
    if (!before || firstDay > before.lastDay) pauses.push({ firstDay, lastDay: until })
    else if (until > before.lastDay) before.lastDay = until
  }
  return pauses
}

/** Whether co-signing pauses at this moment. */
export function isPaused(at: Date, blackouts: readonly Blackout[], timeZone: string): boolean {
  const today = localDate(at, timeZone)
  return blackouts.some((b) => b.firstDay <= today && today <= b.lastDay)
}

/** The first instant after the pause that `at` lies in; null when co-signing does not pause then. */
export function pausedUntil(at: Date, blackouts: readonly Blackout[], timeZone: string): Date | null {
  const today = localDate(at, timeZone)
  const resumed = merged(blackouts).reduce(
    (day, b) => (b.firstDay <= day && day <= b.lastDay ? addDays(b.lastDay, 1) : day),
    today,
  )
  return resumed === today ? null : startOfDay(resumed, timeZone)
}

/** Of the pauses that stop submitting too, those that run at this moment or are still to come, the earliest first. */
export function submittingPauses<P extends Blackout & { stopsSubmitting: boolean }>(
  at: Date,
  blackouts: readonly P[],
  timeZone: string,
): { running: Date | null; ahead: P[] } {
  const today = localDate(at, timeZone)
  const stopping = blackouts.filter((b) => b.stopsSubmitting)
  return { running: pausedUntil(at, stopping, timeZone), ahead: stopping.filter((b) => b.lastDay >= today) }
}

/** Difference of local dates between the due day and the answer (or now): at least 1 when late, 0 when not. */
export function daysLate(at: Date, dueBefore: Date, timeZone: string): number {
  return Math.max(0, daysBetween(lastDay(dueBefore, timeZone), localDate(at, timeZone)))
}

/** Days until the last day: 0 is today, negative is over. */
export function daysLeft(at: Date, before: Date, timeZone: string): number {
  return daysBetween(localDate(at, timeZone), lastDay(before, timeZone))
}
