// Sums of co-signatures by day, district and assurance: the only statement that adds to one. Nobody is counted or taken out but here.
import { sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { cosignatureCounts } from '../../schema/cosignatures.ts'

type SumKey = { proposalId: string; day: string; districtCode: string; assurance: number }

/**
 * Adds to the sum of a day, district and assurance, or takes away from it; `change` in co-signatures. A sum that is not there yet
 * begins with what is added, never below 0.
 */
export async function addToSum(tx: Db, key: SumKey, change: number): Promise<void> {
  if (change) await prepared(tx, addition).execute({ ...key, count: Math.max(0, change), change })
}

const addition = (tx: Db) =>
  tx
    .insert(cosignatureCounts)
    .values(boundRow(cosignatureCounts))
    .onConflictDoUpdate({
      target: [
        cosignatureCounts.proposalId,
        cosignatureCounts.day,
        cosignatureCounts.districtCode,
        cosignatureCounts.assurance,
      ],
      set: { count: sql`${cosignatureCounts.count} + ${placeholder('change')}` },
    })
    .returning({ count: cosignatureCounts.count })
