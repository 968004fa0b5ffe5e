// Cases that were public and whose text is hidden: their facts stay public.
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import { isThere } from './proposal.ts'

/** In the order of their numbers. */
export async function hiddenCasesOf(db: Db, governmentId: string): Promise<{ id: string; year: number }[]> {
  const { id, year, stage, publishedAt, reconsideredAt } = proposals
  const rows = await db
    .select({ id, year, stage, publishedAt, reconsideredAt })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.hiddenAt), isNotNull(proposals.year)))
    .orderBy(asc(proposals.number))
  return rows.filter(isThere).map((row) => ({ id: row.id, year: row.year! }))
}
