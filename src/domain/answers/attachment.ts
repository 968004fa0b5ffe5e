// What may be attached to an answer, and under which name it lies. Pure.
import type { FileType } from '../../schema/values.ts'

/** Sizes in bytes, `pixels` of a picture in all; texts in characters as people see them. */
export const attachmentLimits = {
  files: 10, // to one answer
  document: 8_000_000,
  picture: 4_000_000,
  pixels: 50_000_000,
  title: 100,
  description: 500,
} as const

const endings: { [type in FileType]: string } = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
}

/** All that is no PDF. */
export const isPicture = (type: FileType): boolean => type !== 'application/pdf'

/** In bytes. */
export const largest = (type: FileType): number => attachmentLimits[isPicture(type) ? 'picture' : 'document']

/** The last part of its address: what it says, as a digest, so that the address is never another file's. */
export const fileName = ({ fileHash, type }: { fileHash: string; type: FileType }): string =>
  `${fileHash}.${endings[type]}`

/** The digest and the type that such a name says; null where it is no such name. */
export function namedIn(name: string): { fileHash: string; type: FileType } | null {
  const [, fileHash, ending] = /^([0-9a-f]{64})\.([a-z]+)$/.exec(name) ?? []
  const type = (Object.keys(endings) as FileType[]).find((one) => endings[one] === ending)
  return fileHash && type ? { fileHash, type } : null
}

/** What a screen reader finds in a document: nothing, something on every page that was looked at, or not on some. */
export function textLayerOf({ pages, pagesWithoutText }: { pages: number | null; pagesWithoutText: number | null }) {
  if (!pages || !pagesWithoutText) return 'whole' as const
  return pagesWithoutText >= Math.min(pages, lookedAt) ? ('none' as const) : ('partly' as const)
}

/** So many pages of a document are looked at. */
export const lookedAt = 200

/** The words of an attachment that the record keeps a digest of. */
export const attachedWords = ({ fileHash, title, description }: Attached): string =>
  [`sha256:${fileHash}`, title, description].filter(Boolean).join('\n')

export type Attached = { fileHash: string; title: string; description: string }
