// Which counts of a case may be told, so that none points at a person: not by itself, not by what the total leaves, and not by
// looking again later. Pages, JSON, exports and feeds all ask here. Pure.
import type { Localised } from '../../lib/localised.ts'

/** Counts below this could point at a person. */
export const smallestShown = 5

type Cell = { code: string; count: number }
/** `few`: every hidden count of this list is below five and may be called so; else some of them are larger. */
export type Suppressed<C extends Cell> = { few: boolean; cells: (Omit<C, 'count'> & { count: number | null })[] }

/**
 * The same cells with `count: null` where it must not be shown: 1 to 4, and more where the total would give those away.
 *
 * A lone small count is the total less the others; two that add up to 2 are 1 and 1, to 8 are 4 and 4. Then the smallest of
 * the others go too, all that are equal, so that the choice says nothing about who is who: any of the hidden counts could
 * stand in any of the hidden places. Where that hides everything there is nothing to show: an empty list.
 */
export function suppress<C extends Cell>(cells: C[]): Suppressed<C> {
  const small = cells.filter((c) => c.count > 0 && c.count < smallestShown)
  const sum = small.reduce((total, c) => total + c.count, 0)
  const guessable = small.length === 1 || sum === small.length || sum === small.length * (smallestShown - 1)
  const hidden = new Set(small)
  if (small.length > 0 && guessable) {
    const others = cells.filter((c) => c.count >= smallestShown)
    const least = Math.min(...others.map((c) => c.count))
    for (const c of others) if (c.count === least) hidden.add(c)
  }
  const nothingLeft = hidden.size > 0 && !cells.some((c) => c.count > 0 && !hidden.has(c))
  return {
    few: !guessable,
    cells: nothingLeft ? [] : cells.map((c) => ({ ...c, count: hidden.has(c) ? null : c.count })),
  }
}

/** What may be shown of a list of cells. */
export const suppressed = <C extends Cell>(cells: C[]) => suppress(cells).cells

/**
 * What is told of each district: null where it may not be shown, and where nobody is known to be from there while the source does not
 * say where some are from. An empty list where no district is known of anybody.
 */
export function toldDistricts<D extends { code: string; name: Localised }>(has: Told, districts: readonly D[]) {
  if (has.districtsTold) return toldCells(has, districts).cells
  const counts = has.byDistrict
  const unsaid = has.countUnsaid || (counts.get('') ?? 0) > 0
  const cells = counts.size ? suppressed(districtCells(counts, districts)) : []
  return unsaid ? cells.map((cell) => ({ ...cell, count: cell.count || null })) : cells
}

/** Every district of a government with its count, those nobody signed from too, and what the source did not say ('') or named otherwise. */
function districtCells<D extends { code: string; name: Localised }>(
  counts: ReadonlyMap<string, number>,
  districts: readonly D[],
): { code: string; name: Localised; count: number }[] {
  const known = new Set(districts.map((d) => d.code))
  const elsewhere = [...counts].filter(([code]) => !known.has(code))
  return [
    ...districts.map(({ code, name }) => ({ code, name, count: counts.get(code) ?? 0 })),
    ...elsewhere.map(([code, count]) => ({ code, name: {} as Localised, count })),
  ]
}

type Told = {
  byDistrict: ReadonlyMap<string, number>
  countUnsaid?: boolean // of whoever signed at its source
  districtsTold?: { code: string; count: number | null }[]
}

/** The districts of a case as they may be shown; as they were shown where the case was brought from. */
export function toldCells<D extends { code: string; name: Localised }>(has: Told, districts: readonly D[]) {
  if (!has.districtsTold) return suppress(districtCells(has.byDistrict, districts))
  const names = new Map(districts.map(({ code, name }) => [code, name]))
  return {
    few: false,
    cells: has.districtsTold.map(({ code, count }) => ({ code, name: names.get(code) ?? ({} as Localised), count })),
  }
}

/**
 * The last finished local day through which districts are told; null where none is yet. They are told anew only at the end of a
 * day by which five more have signed: between any two looks at the table lie at least five people, so that nobody who saw one
 * of them sign learns where that one lives. `byDay` is in order of its days. What was told once stays as it was told.
 */
export function districtsToldThrough(byDay: readonly { date: string; count: number }[], today: string): string | null {
  let told: string | null = null
  let since = 0
  for (const { date, count } of byDay) {
    if (date >= today) break
    since += count
    if (since < smallestShown) continue
    told = date
    since = 0
  }
  return told
}

/** Days that are over: the number of the last one does not move any more. */
export const finishedDays = <Day extends { date: string }>(byDay: readonly Day[], today: string): Day[] =>
  byDay.filter(({ date }) => date < today)
