// GIF 89a: a screen, then blocks. Comments and the blocks of other makers stay out, but for the one that repeats a moving picture. Pure.
import type { Cleaned } from './cleaned.ts'

/** Null where it is no GIF, or a broken one. */
export function cleanGif(bytes: Buffer): Cleaned | null {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return null
  const tableAt = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let at = 13 + tableAt(bytes.readUInt8(10))
  if (at > bytes.length) return null
  const kept = [bytes.subarray(0, at)]
  let images = 0
  /** Behind the last of the blocks that begin there: each has its length, the last has none. */
  const behindBlocks = (from: number): number => {
    let end = from
    for (let length = bytes.readUInt8(end); length > 0; length = bytes.readUInt8(end)) end += length + 1
    return end + 1
  }
  for (;;) {
    const kind = bytes.readUInt8(at)
    if (kind === 0x3b) break // the end; what follows it is no picture
    if (kind === 0x21) {
      const label = bytes.readUInt8(at + 1)
      const end = behindBlocks(at + 2)
      const repeats = label === 0xff && /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(bytes.toString('latin1', at + 3, at + 14))
      if (label === 0xf9 || repeats) kept.push(bytes.subarray(at, end))
      at = end
    } else if (kind === 0x2c) {
      const end = behindBlocks(at + 11 + tableAt(bytes.readUInt8(at + 9)))
      kept.push(bytes.subarray(at, end))
      images++
      at = end
    } else return null
  }
  if (!images) return null
  return {
    bytes: Buffer.concat([...kept, Buffer.from([0x3b])]),
    width: bytes.readUInt16LE(6),
    height: bytes.readUInt16LE(8),
  }
}
