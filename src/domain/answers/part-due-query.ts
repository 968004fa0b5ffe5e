// When an open part is due, as SQL: a supporting agency's on a day of its own, before the answer.
import { sql } from 'drizzle-orm'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'

/** Of a row of assignments joined to its case. */
export const partDue =
  sql`case when ${assignments.role} = 'supporting' and ${assignments.dueBefore} is not null then ${assignments.dueBefore} else ${proposals.answerDueBefore} end`.mapWith(
    assignments.dueBefore,
  )
/** A moment to compare it with. */
export const partMoment = (at: Date) => sql.param(at, assignments.dueBefore)
