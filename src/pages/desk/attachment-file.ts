// What a file is, by what it says and not by what it is called: taken only where it is whole, of a kind that cannot run, and says no
// more than it shows.
import { attachmentLimits, isPicture, largest } from '../../domain/answers/attachment.ts'
import type { NewFile } from '../../domain/answers/attachments.ts'
import { sha256 } from '../../lib/id.ts'
import { isWholePdf } from '../../lib/pdf-file.ts'
import { cleanPicture } from '../../lib/pictures/clean.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import type { PdfProperty, pdfReader } from '../../platform/web/pdf-reader.ts'
import type { HandedIn } from '../../platform/web/upload.ts'
import { type FileType, fileTypes } from '../../schema/values.ts'

/** The words for each lie under answers.file.error. */
type FileRefusal = (typeof fileRefusals)[number]
const fileRefusals = [
  ...(['none', 'empty', 'large', 'office', 'photo', 'web', 'other', 'broken_picture', 'pixels'] as const),
  ...(['pdf_broken', 'pdf_locked', 'pdf_program', 'pdf_embedded', 'pdf_slow'] as const),
]

/** `properties`: what a document says of itself, which stays in it. */
type Taken = { file: NewFile; properties: PdfProperty[] }

/** Reads PDFs with `readPdf`. A picture is taken as its parts draw it: see lib/pictures. */
export async function readFile(
  file: HandedIn | null,
  readPdf: ReturnType<typeof pdfReader>,
): Promise<Result<Taken, FileRefusal>> {
  if (!file) return refused('none')
  const { bytes, tooLarge } = file
  if (!bytes.length) return refused('empty')
  const type = await typeOf(bytes)
  if (!isTaken(type)) return refused(type)
  if (tooLarge || bytes.length > largest(type)) return refused('large')
  if (!isPicture(type)) {
    if (!isWholePdf(bytes)) return refused('pdf_broken')
    const read = await readPdf(bytes)
    if (!read.ok) return refused(`pdf_${read.refusal}`)
    const { pages, withoutText, properties } = read.value
    return done({ file: { ...asStored(type, bytes), pages, pagesWithoutText: withoutText }, properties })
  }
  const cleaned = cleanPicture(type as Exclude<FileType, 'application/pdf'>, bytes)
  if (!cleaned?.width || !cleaned.height) return refused('broken_picture')
  if (cleaned.width * cleaned.height > attachmentLimits.pixels) return refused('pixels')
  const { width, height } = cleaned
  return done({ file: { ...asStored(type, cleaned.bytes), width, height }, properties: [] })
}

const isTaken = (type: FileType | FileRefusal): type is FileType => fileTypes.some((one) => one === type)

const asStored = (type: FileType, content: Buffer) => ({ hash: sha256(content), type, size: content.length, content })

/** Its type where it is taken, else why not: so that whoever sends it knows what to do. */
async function typeOf(bytes: Buffer): Promise<FileType | FileRefusal> {
  const { fileTypeFromBuffer } = await import('file-type') // forty files, which no start has to wait for
  const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? ''
  if (mime === 'image/apng') return 'image/png'
  if (fileTypes.some((type) => type === mime)) return mime as FileType
  if (/officedocument|opendocument|msword|ms-excel|x-cfb|rtf|powerpoint/.test(mime)) return 'office'
  if (/^image\/(heic|heif|avif|tiff|bmp|jxl|jp2)/.test(mime)) return 'photo'
  const beginning = bytes.toString('utf8', 0, 1000).replace(/^\ufeff/, '')
  return /xml|html/.test(mime) || /^\s*<[!?a-z]/i.test(beginning) ? 'web' : 'other'
}
