// JPEG (ITU-T T.81): segments that begin with FF and a marker. Pure.
import type { Cleaned } from './cleaned.ts'

const begin = 0xd8
const end = 0xd9
const scan = 0xda
/** SOF: how large it is, and how it is coded. C4, C8 and CC among them are other segments. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Restarts within the pixels, and FF as a value (FF 00). */
const withinPixels = (marker: number) => marker === 0 || (marker >= 0xd0 && marker <= 0xd7)

/**
 * Of the parts that programs add, the colours stay (JFIF, ICC, Adobe's mark), and of EXIF the one number that says which side is up:
 * without it a telephone's picture lies on its side.
 */
export function cleanJpeg(bytes: Buffer): Cleaned | null {
  if (bytes.readUInt16BE(0) !== 0xff00 + begin) return null
  const kept: Buffer[] = []
  let size: { width: number; height: number } | null = null
  let turned = 1
  let scans = 0
  let at = 2
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) return null
    while (bytes.readUInt8(at + 1) === 0xff) at++ // any number of them may fill up
    const marker = bytes.readUInt8(at + 1)
    if (marker === end) break // what follows is no picture
    if (marker === begin || withinPixels(marker) || marker === 1) return null
    const behind = at + 2 + bytes.readUInt16BE(at + 2)
    const segment = bytes.subarray(at, behind)
    if (behind > bytes.length || segment.length < 4) return null
    if (isFrame(marker)) {
      if (size) return null
      size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) }
    }
    if (marker === 0xe1) turned = orientationIn(segment) ?? turned
    if (draws(marker, segment)) kept.push(segment)
    at = behind
    if (marker !== scan) continue
    if (!size) return null
    scans++
    const from = at
    while (bytes.readUInt8(at) !== 0xff || withinPixels(bytes.readUInt8(at + 1))) at++
    kept.push(bytes.subarray(from, at))
  }
  if (!size || !scans) return null
  const { width, height } = size
  return {
    bytes: Buffer.concat([
      Buffer.from([0xff, begin]),
      ...(turned === 1 ? [] : [orientation(turned)]),
      ...kept,
      Buffer.from([0xff, end]),
    ]),
    ...(turned > 4 ? { width: height, height: width } : { width, height }),
  }
}

/** A comment (FE) draws nothing, nor does most of what programs add (E0 to EF). */
function draws(marker: number, segment: Buffer): boolean {
  if (marker < 0xe0) return true
  const begins = (word: string) => segment.toString('latin1', 4, 4 + word.length) === word
  if (marker === 0xe0) return begins('JFIF\0')
  if (marker === 0xe2) return begins('ICC_PROFILE\0')
  return marker === 0xee && begins('Adobe')
}

/** Exif: a TIFF of one entry. */
function orientation(value: number): Buffer {
  const segment = Buffer.alloc(36)
  segment.write('ffe100224578696600004d4d002a0000000800010112000300000001', 'hex')
  segment.writeUInt16BE(value, 28)
  return segment
}

/** 1 to 8; null where it says nothing that is one. */
function orientationIn(segment: Buffer): number | null {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return null
  const tiff = segment.subarray(10)
  try {
    const little = tiff.toString('latin1', 0, 2) === 'II'
    const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
    const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
    for (let i = 0; i < short(first); i++) {
      const entry = first + 2 + 12 * i
      if (short(entry) !== 0x0112) continue
      const value = short(entry + 8)
      return value >= 1 && value <= 8 ? value : null
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return null
}
