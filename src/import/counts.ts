// Co-signature counts of another platform: which number stands, and what of it is growth on a day. Pure.

/** `day` '': it is not known when they were signed. `district`: the source's word, '' where it has none. */
export type CountRow = { day: string; district: string; count: number }

/** From the least to the most exact. */
export const seriesKinds = ['daily', 'districts', 'list'] as const
export type SeriesKind = (typeof seriesKinds)[number]

export type Series = {
  /** growth, by day */
  rows: CountRow[]
  /** what the first look at it found: nobody saw when those were signed, so they are no day's growth */
  base: number
  /** the last day that it knows of: on which somebody looked at the sums, or signed */
  lastDay: string
  /** local times in order, where the source lists each co-signature */
  times: string[]
}
/** By the source's id of the case. */
export type SeriesByCase = Map<string, { [kind in SeriesKind]?: Series }>

export type KnownCounts = {
  /** where its days come from; null: from nowhere */
  kind: SeriesKind | null
  base: number
  count: number
  /** nothing says how many there are: the count is 0 and not known */
  unsaid: boolean
  rows: CountRow[]
  times: string[]
  /** the last day on which the sums were looked at; the last day of the most exact series where nobody kept sums */
  lastDay: string | null
  /** in words, for the report */
  conflicts: string[]
}

const named: { [kind in SeriesKind]: string } = {
  daily: 'the daily sums end at',
  districts: 'the days by county add up to',
  list: 'the list of endorsements has',
}

/**
 * The days come from the most exact series; the count is the largest that anything says, and what no day explains has no day.
 * A full list replaces the other series.
 */
export function standing(said: number | null, found: { [kind in SeriesKind]?: Series } = {}): KnownCounts {
  const known = (found.list ? (['list'] as const) : seriesKinds).filter((kind) => found[kind])
  const kind = known.at(-1) ?? null
  const series = kind ? found[kind]! : null
  const totals = known.map((k) => ({ words: `${named[k]} ${written(totalOf(found[k]!))}`, n: totalOf(found[k]!) }))
  if (said !== null) totals.unshift({ words: `its line says ${written(said)}`, n: said })
  const count = Math.max(0, ...totals.map(({ n }) => n))
  const undated = count - sum(series?.rows ?? [])
  const agree = totals.every(({ n }) => n === count)
  return {
    kind,
    base: series?.base ?? 0,
    count,
    unsaid: totals.length === 0,
    rows: [...(series?.rows ?? []), ...(undated > 0 ? [{ day: '', district: '', count: undated }] : [])],
    times: series?.times ?? [],
    lastDay: (found.daily ?? series)?.lastDay ?? null,
    conflicts: agree ? [] : [`${totals.map(({ words }) => words).join(', ')}: ${written(count)} stands`],
  }
}

export const totalOf = ({ rows, base }: Series): number => base + sum(rows)
export const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, row) => total + row.count, 0)
const written = (n: number) => n.toLocaleString('en')

type DailySum = { day: string; sum: number }

/** Sums so far, as they were seen day by day. A sum that falls takes from the days before it. */
export function growthOf(sums: readonly DailySum[]): Series {
  const [first, ...later] = [...sums].sort((a, b) => (a.day < b.day ? -1 : 1))
  const rows: CountRow[] = []
  let base = first?.sum ?? 0
  let before = base
  for (const { day, sum: now } of later) {
    let added = now - before
    before = now
    while (added < 0 && rows.length) added += rows.pop()!.count
    if (added > 0) rows.push({ day, district: '', count: added })
    else base += added
  }
  return { rows, base, lastDay: later.at(-1)?.day ?? first?.day ?? '', times: [] }
}
