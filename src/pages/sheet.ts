// The squares of a manuscript sheet (稿紙): the count against the threshold in twenty squares. Pure.

export type Sheet = { look: 'open' | 'met' | 'shut'; filled: string; empty: string }

const squares = 20

/** Two SVG paths in a box of 238 by 10: the filled squares, and the outlines of the empty ones. */
export function sheetOf(count: number, threshold: number | null, look: Sheet['look']): Sheet {
  const share = threshold ? Math.min(1, count / threshold) : 1
  const full = share * squares
  let filled = ''
  let empty = ''
  for (let i = 0; i < squares; i++) {
    const part = Math.round(Math.max(0, Math.min(1, full - i)) * 100) / 10
    if (part > 0) filled += `M${i * 12} 0h${part}v10h-${part}z`
    if (part < 10) empty += `M${i * 12}.5.5h9v9h-9z`
  }
  return { look, filled, empty }
}
