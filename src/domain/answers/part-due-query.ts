// When an open part is due, as SQL: a supporting agency's on a day of its own, before the answer.
import { and, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'

/** Of a row of assignments joined to its case. */
export const partDue =
  sql`case when ${assignments.role} = 'supporting' and ${assignments.dueBefore} is not null then ${assignments.dueBefore} else ${proposals.answerDueBefore} end`.mapWith(
    assignments.dueBefore,
  )
/** A moment to compare it with. */
export const partMoment = (at: Date) => sql.param(at, assignments.dueBefore)
/** A part of this case that is owed now: while it is reviewed, and a supporting one also after the answer (routing.ts says which). */
export const isStillOwed = and(
  isNull(assignments.endedAt),
  isNull(assignments.answeredAt),
  or(
    eq(proposals.stage, 'review'),
    and(
      eq(proposals.stage, 'resolved'),
      eq(assignments.role, 'supporting'),
      isNotNull(assignments.dueBefore),
      or(isNull(proposals.seenOn), gt(assignments.daysBefore, 0)),
    ),
  ),
)
/** One that its agency answers for now, or will once a threshold is met. */
export const isOrWillBeOwed = and(
  isNull(assignments.endedAt),
  isNull(assignments.answeredAt),
  or(eq(proposals.stage, 'gathering'), isStillOwed),
)
