// What a batch of co-signatures knows of people goes as soon as how they came may not be kept any longer.
import { and, inArray, isNotNull, lt } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { cosignatureBatches, cosignatureBatchRows } from '../../schema/integrity.ts'
import { keptDays } from '../integrity/store.ts'

/** Forgets whose they were and what they had in common, once a batch is as old as how they came may be. It cannot be undone any more. */
export async function forgetBatchRows({ db }: { db: Database }, now: Date): Promise<unknown> {
  const before = new Date(now.getTime() - keptDays * 86_400_000)
  const old = lt(cosignatureBatches.changedAt, before)
  return write(db, async (tx) => {
    const ids = tx.select({ id: cosignatureBatches.id }).from(cosignatureBatches).where(old)
    await tx.delete(cosignatureBatchRows).where(inArray(cosignatureBatchRows.batchId, ids))
    // the digest of a network, a browser or a domain is as old as its batch
    await tx
      .update(cosignatureBatches)
      .set({ groupKind: null, groupKey: null })
      .where(and(old, isNotNull(cosignatureBatches.groupKey)))
  })
}
