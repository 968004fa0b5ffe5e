// What is attached to an answer, as pages show it. Pure.
import { fileName, isPicture, textLayerOf } from '../../domain/answers/attachment.ts'
import type { AttachmentRow } from '../../domain/proposals/public-attachments.ts'
import { formatNumber } from '../../platform/i18n/format.ts'

export type AttachmentView = ReturnType<typeof attachmentView>

/** `file`: the last part of its address. `kind`: the word for its type. `size`: as people read it. */
export const attachmentView = (row: AttachmentRow) => ({
  ...{ fileHash: row.fileHash, title: row.title, description: row.description, attachedAt: row.attachedAt },
  ...{ file: fileName(row), kind: kindOf(row), size: sizeWords(row.size), pages: row.pages },
  picture: isPicture(row.type) && row.width && row.height ? { width: row.width, height: row.height } : null,
  /** of a document: whether a screen reader finds words in it */
  textLayer: isPicture(row.type) ? null : textLayerOf(row),
})

const kindOf = ({ type }: Pick<AttachmentRow, 'type'>) => type.split('/')[1]!.toUpperCase()

/** 1.2 MB, 340 kB. */
export function sizeWords(bytes: number): string {
  if (bytes >= 1_000_000) return `${formatNumber(Math.round(bytes / 100_000) / 10)} MB`
  return `${formatNumber(Math.max(1, Math.round(bytes / 1000)))} kB`
}
