// How much waits on each desk, and with each colleague.
import { and, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { addDays, startOfDay } from '../../lib/calendar.ts'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { deskItems } from '../../schema/desk.ts'

/** `agencyId` null: the moderators. `personId` null: nobody has it yet. */
export type Load = { agencyId: string | null; personId: string | null; total: number; late: number; week: number }

/** Everything that is owed, by desk and colleague, from an index alone. `today`: local. */
export async function workloadOf(db: Db, government: { id: string; timeZone: string }, today: string): Promise<Load[]> {
  const start = startOfDay(today, government.timeZone)
  const week = startOfDay(addDays(today, 8), government.timeZone)
  const { agencyId, personId, dueBefore, unknownFrom, governmentId, lane } = deskItems
  const when = (condition: SQL | undefined) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  return db
    .select({
      ...{ agencyId, personId, total: countRows() },
      late: when(lte(dueBefore, start)),
      week: when(and(gt(dueBefore, start), lte(dueBefore, week))),
    })
    .from(deskItems)
    .where(and(eq(governmentId, government.id), eq(lane, 'owed'), or(isNull(unknownFrom), gt(unknownFrom, start))))
    .groupBy(agencyId, personId)
}
