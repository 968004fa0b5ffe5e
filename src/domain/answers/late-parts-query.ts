// Supporting parts that an answer did not wait for, as the desk has them: still owed, each by a day of its own.
import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { deskItems } from '../../schema/desk.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { type PartToRemind, partColumns } from './parts-to-remind.ts'

/** Those due after `from` and until `to`, by the index of the queue: its order is the due date in ms. */
export const latePartsDue = (db: Db, from: Date, to: Date): Promise<PartToRemind[]> =>
  db
    .select({ ...partColumns, due: deskItems.dueBefore, officerId: deskItems.personId })
    .from(governments)
    .innerJoin(
      deskItems,
      and(
        eq(deskItems.governmentId, governments.id),
        eq(deskItems.lane, 'owed'),
        inArray(deskItems.comesFirst, [true, false]),
        gt(deskItems.orderKey, from.getTime()),
        lte(deskItems.orderKey, to.getTime()),
        eq(deskItems.task, 'contribution'),
      ),
    )
    .innerJoin(proposals, and(eq(proposals.id, deskItems.proposalId), eq(proposals.stage, 'resolved')))
    .innerJoin(assignments, eq(assignments.id, deskItems.id))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .orderBy(asc(deskItems.orderKey), asc(deskItems.id))
