// What staff corrected in a text holds that text.
import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { corrections, pendingCorrections } from '../../schema/moderation.ts'

/** Both those that were made and those that wait for a second person. */
export async function dropCorrections(tx: Db, proposalId: string): Promise<void> {
  await tx.delete(corrections).where(eq(corrections.proposalId, proposalId))
  await tx.delete(pendingCorrections).where(eq(pendingCorrections.proposalId, proposalId))
}
