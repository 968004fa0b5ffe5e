// PNG (ISO/IEC 15948): a signature, then chunks, each with its length, name and checksum. Pure.
import { crc32 } from 'node:zlib'
import type { Cleaned } from './cleaned.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** What draws: pixels, colours, transparency, and the frames of a moving one. No text, time, EXIF or chunk of another maker. */
const drawing = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'bKGD', 'pHYS'],
  ...['acTL', 'fcTL', 'fdAT', 'cICP'],
])

/** Null where it is no PNG, or a broken one. */
export function cleanPng(bytes: Buffer): Cleaned | null {
  if (!bytes.subarray(0, 8).equals(signature)) return null
  const kept: Buffer[] = [signature]
  const names: string[] = []
  let at = 8
  while (names.at(-1) !== 'IEND') {
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) return null
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (bytes.readUInt32BE(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) return null
    if (drawing.has(name)) {
      kept.push(bytes.subarray(at, end))
      names.push(name)
    } else if (/^[A-Z]/.test(name)) return null // it cannot be drawn without this one
    at = end
  }
  if (names[0] !== 'IHDR' || !names.includes('IDAT') || names.filter((name) => name === 'IHDR').length > 1) return null
  return { bytes: Buffer.concat(kept), width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
