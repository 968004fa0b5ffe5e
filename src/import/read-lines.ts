// A file from elsewhere, line by line. One wrong line is refused by itself: it never stops nor changes the rest.
import { createReadStream } from 'node:fs'

/** `number` counts from 1, as editors do. A refused line has a reason in words and no text. */
export type Line =
  | { number: number; text: string; refused?: undefined }
  | { number: number; text?: undefined; refused: string }

const lf = 10
const cr = 13
const longestMb = 16
const longest = longestMb * 1024 * 1024

/** Ends of lines may be LF, CRLF or CR. Each line is decoded for itself, so that other bytes than UTF-8 spoil one line only. */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 0
  let held: Buffer[] = []
  let size = 0
  let afterCr = false
  const hold = (piece: Buffer) => {
    size += piece.length
    if (size <= longest) held.push(piece)
    else held = []
  }
  const end = (): Line => {
    const line = lineOf(++number, size > longest ? null : Buffer.concat(held))
    held = []
    size = 0
    return line
  }
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      const secondHalf = afterCr && byte === lf
      afterCr = byte === cr
      if (secondHalf) from = at + 1
      else if (byte === lf || byte === cr) {
        hold(chunk.subarray(from, at))
        yield end()
        from = at + 1
      }
    }
    if (from < chunk.length) hold(chunk.subarray(from))
  }
  if (size > 0) yield end()
}

const utf8 = new TextDecoder('utf-8', { fatal: true }) // takes a byte order mark off the beginning

function lineOf(number: number, bytes: Buffer | null): Line {
  if (!bytes) return { number, refused: `is longer than ${longestMb} MB` }
  if (bytes.includes(0)) return { number, refused: 'holds NUL characters: perhaps the file is UTF-16, not UTF-8' }
  try {
    return { number, text: utf8.decode(bytes) }
  } catch {
    return { number, refused: 'is not UTF-8: perhaps it is Big5' }
  }
}
