// 附件: what is attached to an answer, and the files themselves.
import { bytes, id, index, integer, json, moment, primaryKey, table, text } from '../platform/db/columns.ts'
import { answers } from './answers.ts'
import { atLeast, filled, hash, list, oneOf, rule } from './checks.ts'
import { type FileType, fileTypes } from './values.ts'

/** A file as everybody gets it, once however often it is attached: its name is what it says. */
export const files = table(
  'files',
  {
    hash: text('hash').primaryKey(), // SHA-256 of the content
    type: text('type').$type<FileType>().notNull(),
    size: integer('size').notNull(), // bytes
    width: integer('width'), // of a picture, in pixels, as it is shown
    height: integer('height'),
    pages: integer('pages'), // of a PDF
    pagesWithoutText: integer('pages_without_text'), // among those that were looked at: a screen reader finds nothing on them
    createdAt: moment('created_at').notNull(),
    content: bytes('content').notNull(), // last: SQLite finds the others without reading it
  },
  (t) => [
    hash(t.hash),
    oneOf(t.type, fileTypes),
    atLeast(t.size, 1),
    atLeast(t.width, 1),
    atLeast(t.height, 1),
    atLeast(t.pages, 1),
    atLeast(t.pagesWithoutText, 0),
    rule('files_weighed', 'length(content) = size'),
    rule('files_with_pixels', "(type = 'application/pdf') = (width is null) and (width is null) = (height is null)"),
    rule(
      'files_with_pages',
      "(type = 'application/pdf') = (pages is not null) and (pages is null) = (pages_without_text is null)",
    ),
  ],
)

/** Of a draft as its writers attached it; of a published answer it stays as it was published. */
export const answerAttachments = table(
  'answer_attachments',
  {
    answerId: id('answer_id')
      .notNull()
      .references(() => answers.id, { onDelete: 'cascade' }),
    fileHash: text('file_hash')
      .notNull()
      .references(() => files.hash),
    title: text('title').notNull(),
    description: text('description').notNull(), // what a picture shows, for who cannot see it; may be empty for a document
    attachedAt: moment('attached_at').notNull(),
    properties: json<{ name: string; value: string }[]>('properties'), // what a PDF says of itself: its author and so on; for its writers
  },
  (t) => [
    primaryKey({ columns: [t.answerId, t.fileHash] }), // the same file stands in an answer once
    index('answer_attachments_file').on(t.fileHash),
    filled(t.title),
    list(t.properties),
  ],
)
