// Pictures that somebody hands in: read to their last part, and written anew from the parts that draw them. Where and with what they
// were taken (EXIF, GPS, XMP), previews, comments and whatever hangs behind the picture stay out. Pure.
import type { Cleaned } from './cleaned.ts'
import { cleanGif } from './gif.ts'
import { cleanJpeg } from './jpeg.ts'
import { cleanPng } from './png.ts'
import { cleanWebp } from './webp.ts'

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
export type PictureType = (typeof pictureTypes)[number]

const cleaners: { [type in PictureType]: (bytes: Buffer) => Cleaned | null } = {
  'image/png': cleanPng,
  'image/jpeg': cleanJpeg,
  'image/webp': cleanWebp,
  'image/gif': cleanGif,
}

/** Of a picture of that type; null where it is none, is cut off, or is not built as its format says. */
export function cleanPicture(type: PictureType, bytes: Buffer): Cleaned | null {
  try {
    return cleaners[type](bytes)
  } catch (error) {
    if (error instanceof RangeError) return null // it says that it goes on where it has ended
    throw error
  }
}
