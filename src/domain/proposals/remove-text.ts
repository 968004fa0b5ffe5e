// What an author takes back from a case that stays: their name, or every word they wrote. Number, dates, counts and record stay.
import { and, eq, gte, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { asks, evidence, proposals, proposalTexts, proposalUpdates, textVersions } from '../../schema/proposals.ts'
import { append, newSalt } from '../record/store.ts'
import { isThere } from './proposal.ts'
import { indexCase } from './searchable.ts'
import type { ProposalRow } from './transition.ts'

/** Sent cases of these authors, in the order of their making. */
export const casesOf = (db: Db, authorIds: string[]): Promise<ProposalRow[]> =>
  db
    .select()
    .from(proposals)
    .where(and(inArray(proposals.authorId, authorIds)))
    .orderBy(proposals.createdAt, proposals.id)

/** Nobody reads the display name any more. False where it was gone already. */
export async function removeName(tx: Db, proposalId: string): Promise<boolean> {
  const changed = await tx
    .update(proposals)
    .set({ authorName: null })
    .where(and(eq(proposals.id, proposalId), sql`author_name is not null`))
    .returning({ id: proposals.id })
  if (changed.length) await indexCase(tx, proposalId)
  return changed.length > 0
}

/** Another name on the cases that show one. How many. */
export async function renameAuthor(tx: Db, authorIds: string[], name: string): Promise<number> {
  const changed = await tx
    .update(proposals)
    .set({ authorName: name })
    .where(and(inArray(proposals.authorId, authorIds), sql`author_name is not null`, isNull(proposals.textRemovedAt)))
    .returning({ id: proposals.id })
  for (const { id } of changed) await indexCase(tx, id)
  return changed.length
}

/**
 * A tombstone: every text of the author is gone, with the salts, so that the record's digests say nothing. A public case answers 410
 * from now on, as a hidden one does. False where it was done already, or the case is still a draft.
 */
export async function removeText(tx: Db, proposal: ProposalRow, at: Date): Promise<boolean> {
  const { id } = proposal
  const shown = isThere(proposal)
  const [removed] = await tx
    .update(proposals)
    .set({
      ...{ title: '', place: null, authorName: null, textRemovedAt: at },
      ...(shown && !proposal.hiddenAt ? { hiddenAt: at, hiddenReason: '' } : {}),
    })
    .where(and(eq(proposals.id, id), isNull(proposals.textRemovedAt), sql`stage <> 'draft'`))
    .returning()
  if (!removed) return false
  await tx
    .update(proposalTexts)
    .set({ problem: '', benefit: '', salt: newSalt() })
    .where(eq(proposalTexts.proposalId, id))
  await tx.update(asks).set({ text: '' }).where(eq(asks.proposalId, id))
  await tx.delete(evidence).where(eq(evidence.proposalId, id))
  await tx.delete(textVersions).where(eq(textVersions.proposalId, id))
  await tx.delete(proposalUpdates).where(and(eq(proposalUpdates.proposalId, id), eq(proposalUpdates.kind, 'author')))
  if (shown && !proposal.hiddenAt)
    await append(tx, {
      ...{ governmentId: proposal.governmentId, proposalId: id, kind: 'hidden', role: 'author', occurredAt: at },
    })
  await indexCase(tx, id)
  return true
}

/** Cases whose text was removed since then. */
export async function removedSince(db: Db, since: Date): Promise<string[]> {
  const rows = await db.select({ id: proposals.id }).from(proposals).where(gte(proposals.textRemovedAt, since))
  return rows.map(({ id }) => id)
}
