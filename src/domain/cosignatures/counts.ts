// Numbers that are kept for speed, against the rows they stand for: which differ, and how they are mended. A count is wrong only
// by a fault of ours or by a hand in the database. What is kept so: the sums by day, district and assurance, of the rows of
// persons; and the count of each case, of those sums.
import { and, asc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { beginPiece, letOthersIn, type Pace } from '../../platform/process/pace.ts'
import { cosignatureCounts, cosignatures } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import { personLevels } from '../../schema/values.ts'
import { governmentById } from '../governments/store.ts'
import { append } from '../record/store.ts'
import { afterCounting, openCase } from './after-counting.ts'
import { addToSum } from './day-sums.ts'
import { type UnevenSum, unevenPaper } from './paper-counts.ts'

/** A case's count: what is kept, and what its sums come to. */
type UnevenCase = { proposalId: string; kept: number; rows: number }

const { proposalId, day, districtCode, assurance } = cosignatures
/** Held and invalid ones are rows that no sum counts. */
const isCounted = eq(cosignatures.state, 'counted')
const theSame = (t: typeof cosignatureCounts) =>
  and(eq(t.proposalId, proposalId), eq(t.day, day), eq(t.districtCode, districtCode), eq(t.assurance, assurance))

/**
 * Sums of persons' co-signatures, and of paper, that are not what their rows are; of some cases, or of all. Each statement sees one moment, so
 * what is being signed meanwhile does not look like a fault. Imported sums (assurance 0) have no rows to be compared with.
 */
export async function unevenSums(db: Db, of?: string[]): Promise<UnevenSum[]> {
  const rows = db
    .select({ proposalId, day, districtCode, assurance, n: countRows().as('rows_n') })
    .from(cosignatures)
    .where(and(isCounted, of && inArray(proposalId, of)))
    .groupBy(proposalId, day, districtCode, assurance)
    .as('signed')
  const sums = cosignatureCounts
  const same = and(
    eq(sums.proposalId, rows.proposalId),
    eq(sums.day, rows.day),
    eq(sums.districtCode, rows.districtCode),
    eq(sums.assurance, rows.assurance),
  )
  const wrong = await db
    .select({
      ...{ proposalId: sums.proposalId, day: sums.day, districtCode: sums.districtCode, assurance: sums.assurance },
      kept: sums.count,
      rows: rows.n,
    })
    .from(sums)
    .leftJoin(rows, same)
    .where(
      and(
        inArray(sums.assurance, [...personLevels]),
        of && inArray(sums.proposalId, of),
        ne(sums.count, sql`coalesce(${rows.n}, 0)`),
      ),
    )
  const missing = await db
    .select({ proposalId, day, districtCode, assurance, rows: countRows() })
    .from(cosignatures)
    .leftJoin(sums, theSame(sums))
    .where(and(isCounted, isNull(sums.proposalId), of && inArray(proposalId, of)))
    .groupBy(proposalId, day, districtCode, assurance)
  return [
    ...wrong.map((one) => ({ ...one, rows: Number(one.rows ?? 0) })),
    ...missing.map((one) => ({ ...one, kept: 0 })),
    ...(await unevenPaper(db, of)),
  ]
}

/** Cases whose count is not the sum of its days. */
export async function unevenCases(db: Db, of?: string[]): Promise<UnevenCase[]> {
  const sums = db
    .select({ proposalId: cosignatureCounts.proposalId, n: sumOf(cosignatureCounts.count).as('sums_n') })
    .from(cosignatureCounts)
    .where(of && inArray(cosignatureCounts.proposalId, of))
    .groupBy(cosignatureCounts.proposalId)
    .as('sums')
  const found = await db
    .select({ proposalId: proposals.id, kept: proposals.count, rows: sums.n })
    .from(proposals)
    .leftJoin(sums, eq(sums.proposalId, proposals.id))
    .where(and(of && inArray(proposals.id, of), ne(proposals.count, sql`coalesce(${sums.n}, 0)`)))
  return found.map((one) => ({ ...one, rows: Number(one.rows ?? 0) }))
}

/** What one case's mending changed: its count before and after, and how many sums by day and district. */
type Mended = { proposalId: string; number: string | null; was: number; count: number; sums: UnevenSum[] }

/**
 * Makes the kept numbers of one case what its rows are, and says so in the public record. Null where they agree. The difference
 * is added, not the number set: what is signed in the same moment stays counted. A threshold that is thereby met is met now.
 */
export async function mendCounts(db: Database, id: string, at: Date): Promise<Mended | null> {
  const [known] = await db.reads.select().from(proposals).where(eq(proposals.id, id))
  const government = known && (await governmentById(db.reads, known.governmentId))
  if (!known || !government) return null
  const open = await openCase(db.reads, known)
  return write(db, async (tx) => {
    const sums = await unevenSums(tx, [id])
    for (const { kept, rows, ...key } of sums) await addToSum(tx, key, rows - kept)
    const [uneven] = await unevenCases(tx, [id])
    if (!sums.length && !uneven) return null
    const more = uneven ? uneven.rows - uneven.kept : 0
    const [now] = await tx
      .update(proposals)
      .set({ count: sql`${proposals.count} + ${more}` })
      .where(eq(proposals.id, id))
      .returning()
    const was = now!.count - more
    await append(tx, {
      governmentId: government.id,
      proposalId: id,
      kind: 'count_mended',
      role: 'system',
      occurredAt: at,
      facts: { count_was: was, count: now!.count, sums: sums.length },
    })
    await afterCounting(tx, government, open, now!, at)
    return { proposalId: id, number: now!.number, was, count: now!.count, sums }
  })
}

/** So many cases are compared at a time; in between others are served. */
const batch = 20

/** Cases with a number that is not what its rows are. */
export async function unevenIds(db: Db, pace: Pace = {}): Promise<string[]> {
  const found = new Set<string>()
  for (let after = ''; !pace.signal?.aborted; ) {
    const piece = beginPiece(pace)
    const rows = await db
      .select({ id: proposals.id })
      .from(proposals)
      .where(gt(proposals.id, after))
      .orderBy(asc(proposals.id))
      .limit(batch)
    const ids = rows.map(({ id }) => id)
    if (!ids.length) break
    for (const one of [...(await unevenSums(db, ids)), ...(await unevenCases(db, ids))]) found.add(one.proposalId)
    if (ids.length < batch) break
    after = ids.at(-1)!
    await letOthersIn(piece)
  }
  return [...found].sort()
}
