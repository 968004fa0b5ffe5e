// Between which shares the true one lies, where so many of so many were counted: few cases say little. Pure.

/** 1.96 standard deviations: a range that holds the true share in 95 of 100 such counts. */
const z = 1.959964

/** Wilson's interval, in whole percent rounded outwards; null over nothing. */
export function likelyRange(part: number, all: number): { low: number; high: number } | null {
  if (all <= 0) return null
  const share = part / all
  const spread = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))
  const middle = share + (z * z) / (2 * all)
  const scale = 1 + (z * z) / all
  const percent = (value: number, round: (n: number) => number) =>
    Math.min(100, Math.max(0, round(Number(((value / scale) * 100).toFixed(6)))))
  return { low: percent(middle - spread, Math.floor), high: percent(middle + spread, Math.ceil) }
}
