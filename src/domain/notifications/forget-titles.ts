// Mails that were sent keep the title of their case, and what was corrected in it: gone once its author removed the text.
import { eq, sql } from 'drizzle-orm'
import { withoutKeys } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { mailings, outbox } from '../../schema/notifications.ts'

const words = ['title', 'into_title', 'before', 'after', 'words']

/** Reads every mail there is: for the night. */
export async function forgetTitles(tx: Db, proposalId: string): Promise<void> {
  await tx
    .update(outbox)
    .set({ facts: sql`${withoutKeys(outbox.facts, words)}` })
    .where(eq(outbox.proposalId, proposalId))
  await tx
    .update(mailings)
    .set({ facts: sql`${withoutKeys(mailings.facts, words)}` })
    .where(eq(mailings.proposalId, proposalId))
}
