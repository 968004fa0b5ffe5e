// That an author was told that what they left alone will end.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import type { ProposalRow } from './transition.ts'

/** The case; null where its author saved it meanwhile. */
export async function markForgotten(tx: Db, id: string, updatedAt: Date, at: Date): Promise<ProposalRow | null> {
  const [row] = await tx
    .update(proposals)
    .set({ forgottenWarnedAt: at })
    .where(and(eq(proposals.id, id), eq(proposals.updatedAt, updatedAt)))
    .returning()
  return row ?? null
}
