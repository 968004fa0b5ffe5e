// How every due date is computed, and how it explains itself. Pure.
// 始日不算入 (Civil Code of Taiwan, art. 120 II); months end on the same-numbered day or the month's last (art. 121 II).
// Only working-day periods skip holidays; nothing is moved off a holiday.
import { addDays, addMonths, daysBetween, lastDay, localDate, startOfDay, weekday } from '../lib/calendar.ts'

export type WorkCalendar = { timeZone: string; holidays: ReadonlyMap<string, boolean>; loadedUntil: string }
export type Period = { workingDays: number } | { days: number } | { months: number }

export type Deadline = {
  /** the first instant after the last day: compare with `<` */
  before: Date
  lastDay: string
  /** the local day of the event, not counted */
  from: string
  /** days skipped on the way, in a working-day period */
  skipped: string[]
  /** holidays beyond this date are not known yet; recomputed when they are */
  uncertain: boolean
}

export function isWorkingDay(date: string, calendar: WorkCalendar): boolean {
  return calendar.holidays.get(date) ?? (weekday(date) !== 0 && weekday(date) !== 6)
}

/** The deadline of a period that an event at `event` begins. */
export function deadline(event: Date, period: Period, calendar: WorkCalendar): Deadline {
  return deadlineFromDay(localDate(event, calendar.timeZone), period, calendar)
}

/** The same, from a local day (an extension counts from the due date). */
export function deadlineFromDay(from: string, period: Period, calendar: WorkCalendar): Deadline {
  const skipped: string[] = []
  const last =
    'months' in period
      ? addMonths(from, period.months)
      : 'days' in period
        ? addDays(from, period.days)
        : nthWorkingDay(from, period.workingDays, calendar, skipped)
  const uncertain = 'workingDays' in period && last > calendar.loadedUntil
  return { before: startOfDay(addDays(last, 1), calendar.timeZone), lastDay: last, from, skipped, uncertain }
}

function nthWorkingDay(from: string, n: number, calendar: WorkCalendar, skipped: string[]): string {
  let day = from
  for (let counted = 0; counted < n; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, calendar)) counted++
    else skipped.push(day)
  }
  return day
}

export type Blackout = { firstDay: string; lastDay: string }

/** The last instant before which co-signing is open: `days` after publication, with the clock stopped on blackout days. */
export function closingDate(publishedAt: Date, days: number, blackouts: Blackout[], timeZone: string): Date {
  let day = localDate(publishedAt, timeZone)
  for (let counted = 0; counted < days; ) {
    day = addDays(day, 1)
    if (!inBlackout(day, blackouts)) counted++
  }
  return startOfDay(addDays(day, 1), timeZone)
}

const inBlackout = (day: string, blackouts: Blackout[]) => blackouts.some((b) => b.firstDay <= day && day <= b.lastDay)
/** Whether co-signing pauses at this moment. */
export const isPaused = (at: Date, blackouts: Blackout[], timeZone: string) =>
  inBlackout(localDate(at, timeZone), blackouts)

/** Difference of local dates between the due day and `at`; 0 when not late. */
export function daysLate(at: Date, dueBefore: Date, timeZone: string): number {
  return Math.max(0, daysBetween(lastDay(dueBefore, timeZone), localDate(at, timeZone)))
}
/** Days until the last day: 0 is today, negative is over. */
export function daysLeft(at: Date, before: Date, timeZone: string): number {
  return daysBetween(localDate(at, timeZone), lastDay(before, timeZone))
}
