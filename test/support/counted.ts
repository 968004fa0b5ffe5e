// The four places that tell how many have signed a case. They agree, whatever happened.
import { and, eq } from 'drizzle-orm'
import { countRows, sumOf } from '../../src/platform/db/columns.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { cosignatureCounts, cosignatures } from '../../src/schema/cosignatures.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record } from '../../src/schema/record.ts'

export async function counted({ reads }: Pick<Database, 'reads'>, proposalId: string) {
  const [proposal] = await reads.select().from(proposals).where(eq(proposals.id, proposalId))
  const [rows] = await reads
    .select({ n: countRows() })
    .from(cosignatures)
    .where(eq(cosignatures.proposalId, proposalId))
  const [sums] = await reads
    .select({ n: sumOf(cosignatureCounts.count) })
    .from(cosignatureCounts)
    .where(eq(cosignatureCounts.proposalId, proposalId))
  const entriesOf = async (kind: 'cosigned' | 'threshold_met') => {
    const [entries] = await reads
      .select({ n: countRows() })
      .from(record)
      .where(and(eq(record.proposalId, proposalId), eq(record.kind, kind)))
    return entries!.n
  }
  return {
    count: proposal!.count,
    rows: rows!.n,
    sums: sums!.n,
    entries: await entriesOf('cosigned'),
    thresholds: await entriesOf('threshold_met'),
  }
}
