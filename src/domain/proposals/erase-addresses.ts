// What goes with an author. Published words stay, and so do staff's own notes.
import { and, inArray, ne } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { privateMessages } from '../../schema/moderation.ts'
import { proposals } from '../../schema/proposals.ts'

/** The private letters between these authors and those who have their cases, and what was noted of talking to them. */
export async function eraseLetters(tx: Db, authorIds: string[]): Promise<void> {
  const theirs = tx.select({ id: proposals.id }).from(proposals).where(inArray(proposals.authorId, authorIds))
  await tx
    .delete(privateMessages)
    .where(and(ne(privateMessages.kind, 'note'), inArray(privateMessages.proposalId, theirs)))
}
