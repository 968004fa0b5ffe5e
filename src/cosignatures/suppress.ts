// Which district counts may be shown. Pure.

/** Counts below this could point at a person. */
export const smallestShown = 5

export type Cell = { code: string; count: number }

/**
 * The same cells with `count: null` where it must not be shown: from 1 to 4, and never exactly one, because the total would
 * give it away: then the next smallest goes too. Give all districts, empty ones as well. A single cell that must not be
 * shown leaves nothing to show: an empty list.
 */
export function suppressed<C extends Cell>(cells: C[]): (Omit<C, 'count'> & { count: number | null })[] {
  const small = new Set(cells.filter((c) => c.count > 0 && c.count < smallestShown))
  if (small.size === 1) {
    // an empty cell hides a small one only where there is no other
    const others = cells.filter((c) => !small.has(c)).sort((a, b) => (a.count || Infinity) - (b.count || Infinity))
    if (!others[0]) return []
    small.add(others[0])
  }
  return cells.map((c) => ({ ...c, count: small.has(c) ? null : c.count }))
}
