// Drafts: begun, saved as they are typed, deleted.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { asks, evidence, proposals, proposalTexts } from '../../schema/proposals.ts'
import type { ConsentEnding, Stage } from '../../schema/values.ts'
import { endConsent, giveConsent } from '../people/consents.ts'
import { newSalt } from '../record/store.ts'
import type { ProposalRow } from './transition.ts'

const writable: readonly Stage[] = ['draft', 'returned']
/** Whether its author can still change the text. */
export const isWritable = ({ stage }: { stage: Stage }): boolean => writable.includes(stage)

/** One's own, in whatever stage. */
export async function findOwn(db: Db, id: string, authorId: string): Promise<ProposalRow | null> {
  const [row] = await db
    .select()
    .from(proposals)
    .where(and(eq(proposals.id, id), eq(proposals.authorId, authorId)))
  return row ?? null
}

/** An empty draft and the consent to keep it. `id` is made before the unit, so that it may run twice. */
export async function beginDraft(
  tx: Db,
  draft: { id: string; governmentId: string; authorId: string; at: Date },
): Promise<void> {
  await tx.insert(proposals).values({
    ...blankCase,
    id: draft.id,
    governmentId: draft.governmentId,
    authorId: draft.authorId,
    stage: 'draft',
    createdAt: draft.at,
    updatedAt: draft.at,
  })
  await tx.insert(proposalTexts).values({ proposalId: draft.id, problem: '', benefit: '', salt: newSalt() })
  await giveConsent(tx, { personId: draft.authorId, purpose: 'draft', subject: draft.id, at: draft.at })
}

/** Columns of a case nothing has happened to yet. */
const blankCase = { title: '', suggestedAgencies: [] as string[], count: 0, revision: 0 }

export type DraftChange = Partial<
  Pick<ProposalRow, 'title' | 'authorName' | 'topicCode' | 'districtCode' | 'place' | 'suggestedAgencies'>
>
/** What a draft begins with, or what one step changes in it. */
export type Written = { change: DraftChange; text: TextChange }
export type TextChange = {
  problem?: string
  benefit?: string
  asks?: string[]
  evidence?: { url: string; label: string }[]
}

/** Saves what was typed. False when another tab saved meanwhile (`revision`). Only drafts and returned cases change. */
export async function saveDraft(
  tx: Db,
  id: string,
  revision: number,
  change: DraftChange,
  text: TextChange,
  at: Date,
): Promise<boolean> {
  const saved = await tx
    .update(proposals)
    .set({ ...change, revision: sql`${proposals.revision} + 1`, updatedAt: at })
    .where(and(eq(proposals.id, id), eq(proposals.revision, revision), inArray(proposals.stage, [...writable])))
    .returning()
  if (!saved.length) return false
  const { problem, benefit } = text
  if (problem !== undefined || benefit !== undefined)
    await tx.update(proposalTexts).set({ problem, benefit }).where(eq(proposalTexts.proposalId, id))
  if (text.asks) {
    await tx.delete(asks).where(eq(asks.proposalId, id))
    if (text.asks.length)
      await tx.insert(asks).values(text.asks.map((ask, i) => ({ proposalId: id, number: i + 1, text: ask })))
  }
  if (text.evidence) {
    await tx.delete(evidence).where(eq(evidence.proposalId, id))
    if (text.evidence.length)
      await tx
        .insert(evidence)
        .values(text.evidence.map((link, position) => ({ id: newId(), proposalId: id, position, ...link })))
  }
  return true
}

/** False where it was sent meanwhile, or is somebody else's. */
export async function deleteDraft(
  tx: Db,
  id: string,
  authorId: string,
  at: Date,
  why: ConsentEnding | null = null,
): Promise<boolean> {
  const gone = await tx
    .delete(proposals)
    .where(and(eq(proposals.id, id), eq(proposals.authorId, authorId), eq(proposals.stage, 'draft')))
    .returning()
  if (gone.length) await endConsent(tx, authorId, 'draft', id, at, why)
  return gone.length > 0
}
