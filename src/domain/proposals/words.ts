// What is written beside a case: public updates, and private letters and notes. Words that are sent twice are said once.
import { and, desc, eq } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { privateMessages } from '../../schema/moderation.ts'
import { proposalUpdates } from '../../schema/proposals.ts'
import { endConsent, giveConsent } from '../people/consents.ts'
import { indexCase } from './searchable.ts'

type Words<Row extends { kind: string }> = {
  kind: Row['kind']
  body: string
  personId: string | null
  /** null where it is a citizen who writes */
  agencyId: string | null
  writtenAt: Date
}

/** ms. A button pressed twice, or once more from a page gone back to, says the same words again. */
const pressedTwice = 600_000

/** Waits until nobody else is saying something: two presses at one moment would each find that nothing was said yet. */
export const takeTurnToSay = (tx: Db): Promise<void> => takeTurn(tx, 'words')

type Said = { kind: string; body: string; personId: string | null; writtenAt: Date }

/** Whether `words` are what their writer said last, a moment ago. `last`: null where nothing was said yet. */
export const saidJustNow = (last: Said | null | undefined, words: Said): boolean =>
  last?.kind === words.kind &&
  last.body === words.body &&
  last.personId === words.personId &&
  words.writtenAt.getTime() - last.writtenAt.getTime() < pressedTwice

/** Public at once. The salt is that of its entry in the record. False where the same was said a moment ago. */
export async function keepUpdate(
  tx: Db,
  proposalId: string,
  update: Words<typeof proposalUpdates.$inferSelect> & { salt: string },
): Promise<boolean> {
  await takeTurnToSay(tx)
  const [last] = await tx
    .select()
    .from(proposalUpdates)
    .where(and(eq(proposalUpdates.proposalId, proposalId), eq(proposalUpdates.kind, update.kind)))
    .orderBy(desc(proposalUpdates.writtenAt), desc(proposalUpdates.id))
    .limit(1)
  if (saidJustNow(last, update)) return false
  await tx.insert(proposalUpdates).values({ id: newId(), proposalId, ...update })
  await indexCase(tx, proposalId)
  return true
}

/** Never public. False where the same was said a moment ago. */
export async function insertPrivateMessage(
  tx: Db,
  proposalId: string,
  note: Words<typeof privateMessages.$inferSelect>,
): Promise<boolean> {
  await takeTurnToSay(tx)
  const [last] = await tx
    .select()
    .from(privateMessages)
    .where(eq(privateMessages.proposalId, proposalId))
    .orderBy(desc(privateMessages.writtenAt), desc(privateMessages.id))
    .limit(1)
  if (saidJustNow(last, note)) return false
  await tx.insert(privateMessages).values({ id: newId(), proposalId, ...note })
  return true
}

/** What the proposer wrote to staff is kept with their case. */
export async function giveLetter(tx: Db, { id, authorId }: { id: string; authorId: string | null }, at: Date) {
  if (authorId) await giveConsent(tx, { personId: authorId, purpose: 'letter', subject: id, at })
}

/** Deletes what the proposer wrote; what staff wrote stays. */
export async function takeBackLetters(tx: Db, proposalId: string, personId: string, at: Date): Promise<void> {
  const theirs = and(eq(privateMessages.proposalId, proposalId), eq(privateMessages.personId, personId))
  await tx.delete(privateMessages).where(and(theirs, eq(privateMessages.kind, 'from_proposer')))
  await endConsent(tx, personId, 'letter', proposalId, at)
}
