// Whether a database agrees with itself: each number that is kept for speed against the rows it stands for.
import { and, eq, gt, ne, sql } from 'drizzle-orm'
import { countRows, sumOf } from '../platform/db/columns.ts'
import type { Db } from '../platform/db/database.ts'
import { cosignatureCounts, cosignatures } from '../schema/cosignatures.ts'
import { people } from '../schema/people.ts'
import { proposals } from '../schema/proposals.ts'
import { record } from '../schema/record.ts'

export type Counts = { cases: number; cosignatures: number; people: number; entries: number }

/** How much is in it. */
export async function countsOf(db: Db): Promise<Counts> {
  const [cases] = await db.select({ n: countRows() }).from(proposals)
  const [signed] = await db.select({ n: sumOf(proposals.count) }).from(proposals)
  const [known] = await db.select({ n: countRows() }).from(people)
  const [entries] = await db.select({ n: countRows() }).from(record)
  return { cases: cases!.n, cosignatures: signed!.n, people: known!.n, entries: entries!.n }
}

/** Cases whose count is not the sum of its days, or whose days are not the sum of its rows. In words; empty when all agree. */
export async function unevenCounts(db: Db): Promise<string[]> {
  const days = db
    .select({ proposalId: cosignatureCounts.proposalId, n: sumOf(cosignatureCounts.count).as('days_n') })
    .from(cosignatureCounts)
    .groupBy(cosignatureCounts.proposalId)
    .as('days')
  const byDays = await db
    .select({ id: proposals.id })
    .from(proposals)
    .leftJoin(days, eq(days.proposalId, proposals.id))
    .where(ne(proposals.count, sql`coalesce(${days.n}, 0)`))
    .limit(5)
  const [rows] = await db.select({ n: countRows() }).from(cosignatures)
  const [sums] = await db
    .select({ n: sumOf(cosignatureCounts.count) })
    .from(cosignatureCounts)
    .where(and(gt(cosignatureCounts.assurance, 0)))
  return [
    ...byDays.map(({ id }) => `The count of case ${id} is not the sum of its days.`),
    ...(rows!.n === sums!.n ? [] : [`${rows!.n} co-signatures are ${sums!.n} in the sums by day.`]),
  ]
}

export const inWords = (c: Counts): string =>
  `${c.cases} cases, ${c.cosignatures} co-signatures, ${c.people} people, ${c.entries} entries in the record`
