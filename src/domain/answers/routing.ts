// Who decides which agencies have a case, and what a lead agency still waits for. Pure.
import { addDays, daysBetween, lastDay, localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Stage } from '../../schema/values.ts'
import { daysLate, daysLeft } from '../governments/deadline.ts'
import { type Seat, seatMay } from '../governments/government.ts'
import { mostDaysBefore } from '../governments/part-due.ts'
import type { RoutingStanding } from '../proposals/workflow.ts'
import { contributable } from './answer.ts'

/** How somebody stands to a case, the nearest first; `lead`: of the agency that answers for it. */
export function standingsOf(seats: Seat[], lead: string | null, coordinating: string | null): RoutingStanding[] {
  return [
    ...(seatMay.answerFor(seats, lead) ? (['lead'] as const) : []),
    ...(seatMay.answerFor(seats, coordinating) ? (['coordinating'] as const) : []),
    ...(seats.some((seat) => seat.role === 'moderator') ? (['moderator'] as const) : []),
    ...(seatMay.administer(seats) ? (['administrator'] as const) : []),
  ]
}

/** The local days that a supporting part can be due on; null where the answer has no date yet, or is due today or over. */
export function datesForPart(
  answerDueBefore: Date | null,
  at: Date,
  timeZone: string,
): { from: string; to: string } | null {
  if (!answerDueBefore) return null
  const today = localDate(at, timeZone)
  const last = lastDay(answerDueBefore, timeZone)
  if (last <= today) return null
  const earliest = addDays(last, -mostDaysBefore)
  return { from: earliest > today ? earliest : today, to: addDays(last, -1) }
}

/** By how many days a part that is due on this day is due before the answer. */
export const daysBeforeOf = (dueOn: string, answerDueBefore: Date, timeZone: string): number =>
  daysBetween(dueOn, lastDay(answerDueBefore, timeZone))

type OwedPart = { role: string; answeredAt: Date | null; dueBefore: Date | null; daysBefore: number }
type Part = OwedPart & { agency: { name: Localised } }
/** `late`: local days; null days: no date yet. */
type Outstanding = { name: Localised; dueBefore: Date | null; late: number; days: number | null }

/**
 * Whether a supporting part is owed: under review, and after the answer until it is added or released. Of an answered case that
 * was imported nobody knows who was silent, so there only what was asked for here is. The view desk_owed says the same.
 */
export function isOwedPart(part: OwedPart, { stage, seenOn }: { stage: Stage; seenOn: string | null }): boolean {
  if (part.role !== 'supporting' || part.answeredAt || !contributable.includes(stage)) return false
  return stage === 'review' || (part.dueBefore !== null && (seenOn === null || part.daysBefore > 0))
}

/** Supporting parts that the lead still waits for, the first due first. */
export function outstandingOf(
  parts: readonly Part[],
  proposal: { stage: Stage; seenOn: string | null },
  at: Date,
  timeZone: string,
): Outstanding[] {
  return parts
    .filter((part) => isOwedPart(part, proposal))
    .sort((a, b) => (a.dueBefore?.getTime() ?? Infinity) - (b.dueBefore?.getTime() ?? Infinity))
    .map(({ agency, dueBefore }) => ({
      name: agency.name,
      dueBefore,
      late: dueBefore ? daysLate(at, dueBefore, timeZone) : 0,
      days: dueBefore ? daysLeft(at, dueBefore, timeZone) : null,
    }))
}
