// When a supporting agency's part is due: before the answer that needs it. Pure.
import { addDays, lastDay, localDate, startOfDay } from '../../lib/calendar.ts'

/** By so many days a supporting part is due before the answer, where nobody says another number; and at most. */
export const usualDaysBefore = 7
export const mostDaysBefore = 60

/**
 * When a supporting part is due: so many local days before the answer, so that its lead can read it. Never on a day that is over
 * at `at`, and never after the answer itself. Null while the answer has no date.
 */
export function partDueBefore(
  answerDueBefore: Date | null,
  daysBefore: number,
  at: Date,
  timeZone: string,
): Date | null {
  if (!answerDueBefore || daysBefore === 0) return answerDueBefore
  const wanted = addDays(lastDay(answerDueBefore, timeZone), 1 - daysBefore)
  const earliest = addDays(localDate(at, timeZone), 1)
  const due = startOfDay(wanted < earliest ? earliest : wanted, timeZone)
  return due < answerDueBefore ? due : answerDueBefore
}
