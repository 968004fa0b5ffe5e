// An address as a QR code, drawn as one SVG path: a run of dark squares is one stroke.
import { encodeQR } from 'qr'
import { memoize } from './memoize.ts'

const margin = 4 // squares of quiet around it, as ISO 18004 asks

export type Qr = { size: number; path: string }

/**
 * `size`: the side in squares, margin included; `path`: for `<path d>` in a viewBox of that size, stroked one
 * square wide. Drawing one takes ten times as
 * long as all else on the page it is for.
 */
export const qrOf = memoize(draw, 500)

function draw(text: string): Qr {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: margin })
  let path = ''
  for (const [y, row] of rows.entries()) {
    let drawn = -1 // up to where this row is drawn
    for (let x = 0; x < row.length; x++) {
      const from = x
      while (row[x]) x++
      if (x === from) continue
      path += `${drawn < 0 ? `M${from} ${y + 0.5}` : `m${from - drawn} 0`}h${x - from}`
      drawn = x
    }
  }
  return { size: rows.length, path }
}
