// Drafts of answers as they were saved, until they are published: what somebody has not read yet is the difference.
import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { answerLooks, answerReleases, answerVersions } from '../../schema/answer-releases.ts'
import type { DraftContent } from '../../schema/values.ts'
import { attachedTo } from '../proposals/public-attachments.ts'

type Saved = { id: string; revision: number }

/** With each save. Whatever was asked for or set for the draft before it no longer holds; words that sent it back stay. */
export async function keepVersion(
  tx: Db,
  { id, revision }: Saved,
  { analysis, deliberation, note, unit, asks, commitments }: DraftContent,
  { personId, at }: { personId: string; at: Date },
): Promise<void> {
  const attached = await attachedTo(tx, id)
  const attachments = attached.map(({ fileHash, title, description }) => ({ fileHash, title, description }))
  const content = { analysis, deliberation, note, unit: unit ?? '', asks, commitments, attachments }
  await tx.insert(answerVersions).values({ answerId: id, revision, content, personId, writtenAt: at })
  await tx
    .delete(answerReleases)
    .where(and(eq(answerReleases.answerId, id), inArray(answerReleases.state, ['asked', 'scheduled', 'stopped'])))
}

/** Once it is published: what everybody reads is the answer. */
export async function forgetVersions(tx: Db, answerId: string): Promise<void> {
  await tx.delete(answerVersions).where(eq(answerVersions.answerId, answerId))
  await tx.delete(answerLooks).where(eq(answerLooks.answerId, answerId))
  await tx.delete(answerReleases).where(eq(answerReleases.answerId, answerId))
}

/** A draft as it was under that revision; null where it is not kept. */
export async function versionOf(db: Db, answerId: string, revision: number) {
  const [version] = await db
    .select()
    .from(answerVersions)
    .where(and(eq(answerVersions.answerId, answerId), eq(answerVersions.revision, revision)))
  return version ?? null
}

/** The version that somebody read last, and when; null where they read none. */
export async function lastRead(db: Db, answerId: string, personId: string) {
  const [look] = await db
    .select({ content: answerVersions.content, revision: answerLooks.revision, at: answerLooks.lookedAt })
    .from(answerLooks)
    .innerJoin(
      answerVersions,
      and(eq(answerVersions.answerId, answerLooks.answerId), eq(answerVersions.revision, answerLooks.revision)),
    )
    .where(and(eq(answerLooks.answerId, answerId), eq(answerLooks.personId, personId)))
  return look ?? null
}

/** Notes that somebody has read the draft as it is under this revision. */
export async function noteLook(
  tx: Db,
  { id, revision }: Saved,
  { personId, at }: { personId: string; at: Date },
): Promise<void> {
  await tx
    .insert(answerLooks)
    .values({ answerId: id, personId, revision, lookedAt: at })
    .onConflictDoUpdate({ target: [answerLooks.answerId, answerLooks.personId], set: { revision, lookedAt: at } })
}
