// Second co-signatures of one person for one case, which are never counted: how many were refused, by day. Nobody is named.
import { eq, sql } from 'drizzle-orm'
import { sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { refusedDoubles } from '../../schema/integrity.ts'

/** Counts one more, in the unit that refused it. */
export const countDouble = (tx: Db, proposalId: string, day: string) =>
  tx
    .insert(refusedDoubles)
    .values({ proposalId, day, count: 1 })
    .onConflictDoUpdate({
      target: [refusedDoubles.proposalId, refusedDoubles.day],
      set: { count: sql`${refusedDoubles.count} + 1` },
    })

/** How many of a case were refused. */
export async function doublesOf(db: Db, proposalId: string): Promise<number> {
  const [sum] = await db
    .select({ n: sumOf(refusedDoubles.count) })
    .from(refusedDoubles)
    .where(eq(refusedDoubles.proposalId, proposalId))
  return sum?.n ?? 0
}
