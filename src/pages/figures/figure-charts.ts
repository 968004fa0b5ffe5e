// Places of what is drawn: bars of parts, and shares or days with the range around them. Every word of a chart is its table's. Pure.
import { graphemes } from '../../lib/graphemes.ts'

/** Fills of parts, which differ by more than colour: views/styles/_charts.scss. */
export type Fill = 's-full' | 's-half' | 's-dots' | 's-struck' | 's-late' | 's-over' | 's-kept'

/** `value`: what stands at its end, in words. `few`: too few cases to say much; drawn in grey. */
type BarRow = { label: string; value: string; few: boolean; parts: { count: number; fill: Fill }[] }
/** `low` to `high` around `at`; null where there is nothing to draw. */
type RangeRow = {
  label: string
  value: string
  few: boolean
  low: number | null
  at: number | null
  high: number | null
}

type Placed = { label: string; value: string; few: boolean; y: number; bar: number }
export type Chart = { height: number; ticks: { x: string; words: string }[]; axis: number } & (
  | { kind: 'bars'; rows: (Placed & { parts: { x: string; width: string; fill: Fill }[] })[] }
  | { kind: 'ranges'; rows: (Placed & { x1: string; x2: string; at: string | null })[] }
)

const rowHeight = 50
const percent = (value: number, end: number) => `${((value / end) * 100).toFixed(2)}%`

/** The longest bar is as wide as the chart. `whole`: every bar is, so that parts are shares. */
export function barsOf(rows: BarRow[], whole: boolean): Chart {
  const sums = rows.map(({ parts }) => parts.reduce((sum, { count }) => sum + count, 0))
  const longest = Math.max(1, ...sums)
  return {
    ...{ kind: 'bars', height: rows.length * rowHeight, ticks: [], axis: 0 },
    rows: rows.map((row, i) => {
      const end = whole ? sums[i] || 1 : longest
      let before = 0
      const parts = row.parts.flatMap(({ count, fill }) => {
        const x = percent(before, end)
        before += count
        return count ? [{ x, width: percent(count, end), fill }] : []
      })
      return { ...placed(row, i), parts }
    }),
  }
}

/** `end`: what the right edge stands for; `unit` says a tick in words. */
export function rangesOf(rows: RangeRow[], end: number, unit: (value: number) => string): Chart {
  const step = stepOf(end)
  const last = Math.max(step, Math.ceil(end / step) * step)
  const ticks = Array.from({ length: last / step + 1 }, (_, i) => i * step)
  return {
    ...{ kind: 'ranges', height: rows.length * rowHeight + 26, axis: rows.length * rowHeight + 2 },
    ticks: ticks.map((value) => ({ x: percent(value, last), words: unit(value) })),
    rows: rows.map((row, i) => ({
      ...placed(row, i),
      x1: percent(row.low ?? row.at ?? 0, last),
      x2: percent(row.high ?? row.at ?? 0, last),
      at: row.at === null ? null : percent(row.at, last),
    })),
  }
}

/** At most five ticks, so that their words stand side by side on a phone. */
const stepOf = (end: number): number =>
  [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((step) => end / step <= 4) ?? 5000

const placed = ({ label, value, few }: { label: string; value: string; few: boolean }, i: number): Placed => ({
  ...{ label: short(label), value, few, y: i * rowHeight + 16, bar: i * rowHeight + 24 },
})

const widest = 26 // Latin letters

/** As much of a name as stands beside its number on a phone; a Chinese character is as wide as two letters. The table has all of it. */
function short(name: string): string {
  let [width, words] = [0, '']
  for (const one of graphemes(name)) {
    width += /[\u1100-\uffff]|[\u{1f000}-\u{3ffff}]/u.test(one) ? 2 : 1
    if (width > widest) return `${words.trimEnd()}…`
    words += one
  }
  return words
}
