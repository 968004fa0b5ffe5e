// Second co-signatures of one person for one case, which are never counted: how many were refused, by day. Nobody is named.
import { sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { bound, prepared } from '../../platform/db/prepared.ts'
import { refusedDoubles, refusedForms } from '../../schema/integrity.ts'

/** Counts one more, in the unit that refused it. */
export const countDouble = (tx: Db, proposalId: string, day: string) =>
  tx
    .insert(refusedDoubles)
    .values({ proposalId, day, count: 1 })
    .onConflictDoUpdate({
      target: [refusedDoubles.proposalId, refusedDoubles.day],
      set: { count: sql`${refusedDoubles.count} + 1` },
    })

/**
 * Counts a newcomer's form for a mailbox that has signed (`n` 1). Whoever has not writes the same row (`n` 0), so that neither takes
 * longer. Last in its unit: all newcomers of a case want this row.
 */
export const countForm = (tx: Db, proposalId: string, n: 0 | 1) => prepared(tx, formQuery).execute({ proposalId, n })
const formQuery = (tx: Db) =>
  tx
    .insert(refusedForms)
    .values({ proposalId: bound(refusedForms.proposalId, 'proposalId'), count: bound(refusedForms.count, 'n') })
    .onConflictDoUpdate({
      target: refusedForms.proposalId,
      set: { count: sql`${refusedForms.count} + excluded.count` },
    })
    .returning({ proposalId: refusedForms.proposalId })
