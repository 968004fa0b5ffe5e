// The squares of a manuscript sheet, as paths: so much of the threshold is filled with ink. Pure.

/** `look`: the threshold is met, or can no longer be met; null while it may be. */
export type Look = 'met' | 'shut' | null
export type Sheet = { width: number; height: number; ink: string; boxes: string; look: Look }

/** In px: a square, and from one to the next across and down. */
const side = 10
const across = 12
const down = 15

/** `share` of 1, from 0 upwards. 50 squares stand in two rows of 25, and 20 in one. */
export function sheetOf(share: number, look: Look, squares: 50 | 20 = 50): Sheet {
  const columns = squares === 50 ? 25 : 20
  const full = Math.min(1, share) * squares
  let ink = ''
  let boxes = ''
  for (let i = 0; i < squares; i++) {
    const x = (i % columns) * across
    const y = Math.floor(i / columns) * down
    const width = Number((side * Math.max(0, Math.min(1, full - i))).toFixed(1))
    // less than a pixel of ink would look like a fault of the box
    if (width > 0.8) ink += `M${x} ${y}h${width}v10h-${width}z`
    // also around a square that is filled in part: without it the row would have a gap
    if (width < side) boxes += `M${x}.5 ${y}.5h9v9h-9z`
  }
  return { width: columns * across - (across - side), height: squares > columns ? down + side : side, ink, boxes, look }
}
