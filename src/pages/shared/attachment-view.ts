// What is attached to an answer, as pages show it. Pure.
import { fileName, isPicture, textLayerOf } from '../../domain/answers/attachment.ts'
import type { AttachmentRow } from '../../domain/proposals/public-attachments.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import type { PdfProperty } from '../../platform/web/pdf-reader.ts'

export type AttachmentView = ReturnType<typeof attachmentView>

/** `file`: the last part of its address. `kind`: the word for its type. `size`: as people read it. */
export const attachmentView = (row: AttachmentRow) => ({
  ...{ fileHash: row.fileHash, title: row.title, description: row.description, attachedAt: row.attachedAt },
  ...{ file: fileName(row), kind: kindOf(row), size: sizeWords(row.size), pages: row.pages },
  picture: isPicture(row.type) && row.width && row.height ? { width: row.width, height: row.height } : null,
  /** of a document: whether a screen reader finds words in it */
  textLayer: isPicture(row.type) ? null : textLayerOf(row),
})

/** `says` and `remedy` are sentences around the list. */
export type DocumentSays = { says: string; properties: PdfProperty[]; remedy: string }

const knownProperties = ['author', 'title', 'subject', 'keywords']

/** What a document says of itself, in words; a property without a word of ours goes by the name that the document gives it. */
export const propertyWords = (properties: PdfProperty[], t: Translate): PdfProperty[] =>
  properties.map(({ name, value }) => ({
    name: knownProperties.includes(name) ? t(`answers.file.properties.${name}`) : name,
    value,
  }))

const kindOf = ({ type }: Pick<AttachmentRow, 'type'>) => type.split('/')[1]!.toUpperCase()

/** 1.2 MB, 340 kB. */
export function sizeWords(bytes: number): string {
  if (bytes >= 1_000_000) return `${formatNumber(Math.round(bytes / 100_000) / 10)} MB`
  return `${formatNumber(Math.max(1, Math.round(bytes / 1000)))} kB`
}
