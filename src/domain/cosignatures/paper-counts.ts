// Sums of co-signatures on paper against the lines that are counted of sheets: the same as counts.ts does for those of persons.
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { countRows, isTrue } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatureCounts } from '../../schema/cosignatures.ts'
import { paperSignatures } from '../../schema/paper.ts'
import { paperLevel } from '../../schema/values.ts'

/** One sum of co-signatures: what is kept, and how many rows there are. */
export type UnevenSum = {
  proposalId: string
  day: string
  districtCode: string
  assurance: number
  kept: number
  rows: number
}

const { proposalId, day, districtCode, counts } = paperSignatures

/** Each statement sees one moment. */
export async function unevenPaper(db: Db, of?: string[]): Promise<UnevenSum[]> {
  const sums = cosignatureCounts
  const rows = db
    .select({ proposalId, day, districtCode, n: countRows().as('rows_n') })
    .from(paperSignatures)
    .where(and(isTrue(counts), of && inArray(proposalId, of)))
    .groupBy(proposalId, day, districtCode)
    .as('on_paper')
  const same = and(
    eq(sums.proposalId, rows.proposalId),
    eq(sums.day, rows.day),
    eq(sums.districtCode, rows.districtCode),
  )
  const isPaper = eq(sums.assurance, paperLevel)
  const wrong = await db
    .select({
      ...{ proposalId: sums.proposalId, day: sums.day, districtCode: sums.districtCode, assurance: sums.assurance },
      ...{ kept: sums.count, rows: rows.n },
    })
    .from(sums)
    .leftJoin(rows, same)
    .where(and(isPaper, of && inArray(sums.proposalId, of), ne(sums.count, sql`coalesce(${rows.n}, 0)`)))
  const missing = await db
    .select({ proposalId, day, districtCode, rows: countRows() })
    .from(paperSignatures)
    .leftJoin(
      sums,
      and(isPaper, eq(sums.proposalId, proposalId), eq(sums.day, day), eq(sums.districtCode, districtCode)),
    )
    .where(and(isTrue(counts), isNull(sums.proposalId), of && inArray(proposalId, of)))
    .groupBy(proposalId, day, districtCode)
  return [
    ...wrong.map((one) => ({ ...one, rows: Number(one.rows ?? 0) })),
    ...missing.map((one) => ({ ...one, assurance: paperLevel, kept: 0 })),
  ]
}
