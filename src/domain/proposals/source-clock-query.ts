// The same as source-clock.ts, as conditions of queries.
import { and, eq, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { allOf, anyOf } from '../../platform/db/columns.ts'
import { proposals } from '../../schema/proposals.ts'

const { seenOn, scheduleDueBefore, scheduledAt, extendedAt, stage, closesBefore, answerDueBefore, outcome } = proposals

export const isOwnClock = anyOf(
  isNull(seenOn),
  isNotNull(scheduleDueBefore),
  isNotNull(scheduledAt),
  isNotNull(extendedAt),
)

export const isTimelinessKnown = anyOf(isOwnClock, eq(outcome, 'answered'))

/** A live case whose source's dates have passed. */
export const goesOutOfSight = (at: Date) =>
  allOf(
    isNotNull(seenOn),
    isNull(scheduleDueBefore),
    isNull(scheduledAt),
    isNull(extendedAt),
    or(
      and(eq(stage, 'gathering'), lte(closesBefore, at)),
      and(eq(stage, 'review'), lte(answerDueBefore, at)),
      and(eq(stage, 'review'), isNull(answerDueBefore), lte(closesBefore, at)),
    ),
  )
