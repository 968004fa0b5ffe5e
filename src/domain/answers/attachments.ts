// Attaching to the draft of an answer, and taking off again. Each is a step of the draft like any other: a version is kept, and what
// was asked for or set for the draft before it no longer holds.
import { and, eq, isNull, notExists, sql } from 'drizzle-orm'
import { Refused } from '../../platform/db/attempt.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { answers } from '../../schema/answers.ts'
import { answerAttachments, files } from '../../schema/attachments.ts'
import type { Actor } from './answer.ts'
import { type Attached, attachmentLimits } from './attachment.ts'
import { keepVersion } from './draft-versions.ts'
import { openDraft } from './release-store.ts'

/** A file as it was checked and cleaned. */
export type NewFile = Omit<typeof files.$inferInsert, 'createdAt'>
type Words = Pick<Attached, 'title' | 'description'>
type OpenDraft = { id: string; proposalId: string; revision: number }

/** Throws Refused: 'many', 'twice' (this draft has this very file), 'moved_on' (the draft changed meanwhile). */
export async function attach(
  tx: Db,
  draft: OpenDraft,
  { file, properties }: { file: NewFile; properties: { name: string; value: string }[] },
  words: Words,
  actor: Actor,
): Promise<void> {
  await change(tx, draft, actor, async () => {
    const [has] = await tx
      .select({ count: countRows() })
      .from(answerAttachments)
      .where(eq(answerAttachments.answerId, draft.id))
    if (has!.count >= attachmentLimits.files) throw new Refused('many')
    await tx
      .insert(files)
      .values({ ...file, createdAt: actor.at })
      .onConflictDoNothing()
    const [attached] = await tx
      .insert(answerAttachments)
      .values({ answerId: draft.id, fileHash: file.hash, ...words, attachedAt: actor.at, properties })
      .onConflictDoNothing()
      .returning({ fileHash: answerAttachments.fileHash })
    if (!attached) throw new Refused('twice')
  })
}

/** Throws Refused: 'moved_on'. */
export async function changeWords(tx: Db, draft: OpenDraft, fileHash: string, words: Words, actor: Actor) {
  await change(tx, draft, actor, async () => {
    const [changed] = await tx
      .update(answerAttachments)
      .set(words)
      .where(isOf(draft, fileHash))
      .returning({ fileHash: answerAttachments.fileHash })
    if (!changed) throw new Refused('moved_on')
  })
}

/** The file itself goes with its last attachment. Throws Refused: 'moved_on'. */
export async function detach(tx: Db, draft: OpenDraft, fileHash: string, actor: Actor): Promise<void> {
  await change(tx, draft, actor, async () => {
    const [gone] = await tx
      .delete(answerAttachments)
      .where(isOf(draft, fileHash))
      .returning({ fileHash: answerAttachments.fileHash })
    if (!gone) throw new Refused('moved_on')
    const others = tx.select({ one: sql`1` }).from(answerAttachments).where(eq(answerAttachments.fileHash, fileHash))
    await tx.delete(files).where(and(eq(files.hash, fileHash), notExists(others)))
  })
}

const isOf = ({ id }: OpenDraft, fileHash: string) =>
  and(eq(answerAttachments.answerId, id), eq(answerAttachments.fileHash, fileHash))

/** Whoever changes what is attached has written the draft. */
async function change(tx: Db, draft: OpenDraft, actor: Actor, act: () => Promise<void>): Promise<void> {
  const { personId, agencyId, at } = actor
  const [open] = await tx
    .update(answers)
    .set({ personId, agencyId, updatedAt: at, revision: sql`${answers.revision} + 1` })
    .where(and(eq(answers.id, draft.id), isNull(answers.publishedAt), eq(answers.revision, draft.revision)))
    .returning({ id: answers.id, revision: answers.revision })
  const written = open && (await openDraft(tx, draft.proposalId))
  if (!open || !written) throw new Refused('moved_on')
  await act()
  await keepVersion(tx, open, written.draft, actor)
}
