// WebP (RFC 9649): a RIFF file of chunks. Pure.
import type { Cleaned } from './cleaned.ts'

const drawing = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** In the flags of VP8X: there are EXIF, and XMP. */
const toldBeside = 0x08 | 0x04

/** Null where it is no WebP, or a broken one. */
export function cleanWebp(bytes: Buffer): Cleaned | null {
  const word = (at: number) => bytes.toString('latin1', at, at + 4)
  if (word(0) !== 'RIFF' || word(8) !== 'WEBP') return null
  const whole = bytes.readUInt32LE(4) + 8
  if (whole > bytes.length + 1) return null // some makers leave out the last byte that only fills up
  const chunks: { name: string; content: Buffer }[] = []
  for (let at = 12; at + 8 <= Math.min(whole, bytes.length); ) {
    const length = bytes.readUInt32LE(at + 4)
    if (at + 8 + length > bytes.length) return null
    const name = word(at)
    if (drawing.has(name)) chunks.push({ name, content: Buffer.from(bytes.subarray(at + 8, at + 8 + length)) })
    at += 8 + length + (length & 1)
  }
  const head = chunks[0]
  if (!head || !chunks.some(({ name }) => name === 'VP8 ' || name === 'VP8L' || name === 'ANMF')) return null
  const size = sizeIn(head)
  if (!size) return null
  if (head.name === 'VP8X') head.content[0]! &= ~toldBeside
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks.map(asChunk)])
  const start = Buffer.alloc(8)
  start.write('RIFF', 'latin1')
  start.writeUInt32LE(body.length, 4)
  return { bytes: Buffer.concat([start, body]), ...size }
}

function asChunk({ name, content }: { name: string; content: Buffer }): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length & 1)])
}

function sizeIn({ name, content }: { name: string; content: Buffer }): { width: number; height: number } | null {
  if (name === 'VP8X') return { width: content.readUIntLE(4, 3) + 1, height: content.readUIntLE(7, 3) + 1 }
  if (name === 'VP8L') {
    if (content.readUInt8(0) !== 0x2f) return null
    const bits = content.readUInt32LE(1)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (name !== 'VP8 ' || content.readUIntBE(3, 3) !== 0x9d012a) return null
  return { width: content.readUInt16LE(6) & 0x3fff, height: content.readUInt16LE(8) & 0x3fff }
}
