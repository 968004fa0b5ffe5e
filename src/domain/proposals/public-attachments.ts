// What is attached to answers, without the files themselves.
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { answers } from '../../schema/answers.ts'
import { answerAttachments, files } from '../../schema/attachments.ts'

const told = {
  answerId: answerAttachments.answerId,
  fileHash: answerAttachments.fileHash,
  title: answerAttachments.title,
  description: answerAttachments.description,
  attachedAt: answerAttachments.attachedAt,
  type: files.type,
  size: files.size,
  width: files.width,
  height: files.height,
  pages: files.pages,
  pagesWithoutText: files.pagesWithoutText,
}
const inOrder = [asc(answerAttachments.attachedAt), asc(answerAttachments.fileHash)]

/** Of the published answers of these cases. */
export const attachmentRowsOf = byIds((db, ids) =>
  db
    .select(told)
    .from(answerAttachments)
    .innerJoin(answers, eq(answers.id, answerAttachments.answerId))
    .innerJoin(files, eq(files.hash, answerAttachments.fileHash))
    .where(and(inArray(answers.proposalId, ids), isNotNull(answers.publishedAt)))
    .orderBy(...inOrder),
)
export type AttachmentRow = Awaited<ReturnType<typeof attachmentRowsOf>>[number]

/** Of one answer, published or not. */
export const attachedTo = (db: Db, answerId: string): Promise<AttachmentRow[]> =>
  Promise.resolve(
    db
      .select(told)
      .from(answerAttachments)
      .innerJoin(files, eq(files.hash, answerAttachments.fileHash))
      .where(eq(answerAttachments.answerId, answerId))
      .orderBy(...inOrder),
  )

/** Of the draft that is written now. */
export const attachedToDraft = (db: Db, proposalId: string): Promise<AttachmentRow[]> =>
  Promise.resolve(
    db
      .select(told)
      .from(answerAttachments)
      .innerJoin(answers, eq(answers.id, answerAttachments.answerId))
      .innerJoin(files, eq(files.hash, answerAttachments.fileHash))
      .where(and(eq(answers.proposalId, proposalId), isNull(answers.publishedAt)))
      .orderBy(...inOrder),
  )

/** What the documents of one answer say of themselves, by their hashes; for those who write it. Nothing of what was attached before this was read. */
export async function propertiesOf(db: Db, answerId: string) {
  const rows = await db
    .select({ fileHash: answerAttachments.fileHash, properties: answerAttachments.properties })
    .from(answerAttachments)
    .where(eq(answerAttachments.answerId, answerId))
  return new Map(rows.map(({ fileHash, properties }) => [fileHash, properties ?? []]))
}

/** A file of a case, and whether an answer that everybody reads has it; null where none has. Without its content. */
export async function fileOfCase(db: Db, proposalId: string, fileHash: string) {
  const rows = await db
    .select({ ...told, publishedAt: answers.publishedAt })
    .from(answerAttachments)
    .innerJoin(answers, eq(answers.id, answerAttachments.answerId))
    .innerJoin(files, eq(files.hash, answerAttachments.fileHash))
    .where(and(eq(answerAttachments.fileHash, fileHash), eq(answers.proposalId, proposalId)))
    .orderBy(asc(answers.version))
  const published = rows.find((row) => row.publishedAt !== null)
  const row = published ?? rows[0]
  return row ? { ...row, isPublished: published !== undefined } : null
}

/** The bytes of a file by its SHA-256; null where it is gone. Whether it may be read is asked before. */
export async function contentOf(db: Db, fileHash: string): Promise<Buffer | null> {
  const [row] = await db.select({ content: files.content }).from(files).where(eq(files.hash, fileHash))
  return row?.content ?? null
}

/** Files that are not what their names, digests of what they were, say. Read one by one: together they may be larger than memory. */
export async function damagedFiles(db: Db): Promise<string[]> {
  const damaged: string[] = []
  for (const { hash } of await db.select({ hash: files.hash }).from(files).orderBy(asc(files.hash))) {
    const content = await contentOf(db, hash)
    if (content && sha256(content) !== hash) damaged.push(hash)
  }
  return damaged
}
