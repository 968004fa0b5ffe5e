// The same as source-clock.ts, as conditions of queries.
import { and, eq, gt, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { proposals } from '../../schema/proposals.ts'

const { seenOn, scheduleDueBefore, scheduledAt, extendedAt, stage, closesBefore, answerDueBefore, outcome } = proposals

export const isOwnClock = or(
  isNull(seenOn),
  isNotNull(scheduleDueBefore),
  isNotNull(scheduledAt),
  isNotNull(extendedAt),
)!

export const isTimelinessKnown = or(isOwnClock, eq(outcome, 'answered'))!

/** An answer is owed by a date of ours, or by one of a source that had not passed at that moment. */
export const isInSight = (at: Date) => or(isTimelinessKnown, isNull(answerDueBefore), gt(answerDueBefore, at))!

/** A live case whose source's dates have passed. */
export const goesOutOfSight = (at: Date) =>
  and(
    isNotNull(seenOn),
    isNull(scheduleDueBefore),
    isNull(scheduledAt),
    isNull(extendedAt),
    or(
      and(eq(stage, 'gathering'), lte(closesBefore, at)),
      and(eq(stage, 'review'), lte(answerDueBefore, at)),
      and(eq(stage, 'review'), isNull(answerDueBefore), lte(closesBefore, at)),
    ),
  )!
