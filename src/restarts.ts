// When a process that died is started again. Pure.

const window = 60_000 // ms in which deaths count
const tooMany = 8
const first = 50
const longest = 2_000

/** ms to wait before the next start: twice as long with each death in the last minute. Null: it keeps dying, give up. */
export function waitAfter(deaths: readonly number[], now: number): number | null {
  const recent = deaths.filter((at) => now - at < window).length
  if (recent >= tooMany) return null
  return Math.min(longest, first * 2 ** Math.max(0, recent - 1))
}
