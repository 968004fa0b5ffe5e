// An address as a QR code, drawn as one SVG path: a run of dark squares is one stroke.
import { encodeQR } from 'qr'
import { memoize } from './memoize.ts'

const margin = 4 // squares of quiet around it, as ISO 18004 asks

export type Qr = { size: number; path: string }

/**
 * `size`: the side in squares, margin included; `path`: for `<path d>` in a viewBox of that size. Drawing one takes ten times as
 * long as all else on the page it is for.
 */
export const qrOf = memoize(draw, 500)

function draw(text: string): Qr {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: margin })
  let path = ''
  for (const [y, row] of rows.entries())
    for (let x = 0; x < row.length; x++) {
      const from = x
      while (row[x]) x++
      if (x > from) path += `M${from} ${y}h${x - from}v1h-${x - from}z`
    }
  return { size: rows.length, path }
}
