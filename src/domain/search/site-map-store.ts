// Every public case with the moment of its last public change, for search engines. Co-signatures are not told: they change a number
// every day and no text, and whoever reads a list of changes should find changes.
import { and, asc, eq, max } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'

/** So many cases stand in one file: a query of some 50 ms. (The protocol takes 50,000.) */
export const inOneMap = 10_000

/** One part, from 1, of the cases of a year's numbers, in their order. `changedAt` null: the record knows nothing of it. */
export async function mappedCases(db: Db, governmentId: string, year: number, part: number) {
  const slice = db
    .select({ id: proposals.id, number: proposals.number })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), eq(proposals.year, year), isListed))
    .orderBy(asc(proposals.number))
    .limit(inOneMap)
    .offset((part - 1) * inOneMap)
    .as('slice')
  return db
    .select({ number: slice.number, changedAt: max(record.occurredAt) })
    .from(slice)
    .leftJoin(record, and(eq(record.proposalId, slice.id), isTold(record)))
    .groupBy(slice.id, slice.number)
    .orderBy(asc(slice.number))
}
