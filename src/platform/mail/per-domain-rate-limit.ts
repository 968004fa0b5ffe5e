// How mail shares the connections: a few per recipient domain and so many a second, so that one domain that is slow or
// refuses does not hold up the others. Pure.

type Lane = {
  /** connections in use */
  open: number
  /** the tick at which the next bulk message may start */
  nextAt: number
  /** until when bulk is not tried, epoch ms */
  pausedUntil: number
  /** refusals for now, in a row */
  refusals: number
}
/** `nextAt`: the tick at which bulk to any domain may go on. */
export type Lanes = { open: number; nextAt: number; byDomain: Map<string, Lane> }
/** The time, in epoch ms, and a clock that only runs forward, in ms. */
export type Instant = { now: number; tick: number }

export const connections = 5
/** One connection is kept free of bulk, for sign-in codes. */
export const bulkConnections = connections - 1
export const perDomain = 2
const bulkPerSecond = 30 // to one domain
/** To all domains: 100,000 in nine minutes. Quicker is possible, and pages would wait for it. */
const bulkPerSecondInAll = 200
const catchUp = 100 // ms of unused allowance that may be spent late
const refusalsToPause = 5
const longestPause = 10 * 60_000 // ms
const mostKept = 1000 // domains

/** What stands behind the last @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** The lane of a domain, made where it has none. */
export function laneOf({ byDomain }: Lanes, domain: string): Lane {
  const lane = byDomain.get(domain) ?? { open: 0, nextAt: 0, pausedUntil: 0, refusals: 0 }
  byDomain.set(domain, lane)
  return lane
}

/** Domains with nothing to remember are forgotten: there may be as many as people. */
export function tidy({ byDomain }: Lanes, { tick }: Instant): void {
  if (byDomain.size < mostKept) return
  for (const [domain, lane] of byDomain)
    if (!lane.open && !lane.refusals && tick >= lane.nextAt) byDomain.delete(domain)
}

/** Whether a message may start now. What people wait for at their screen keeps to the connections only. */
export function mayStart(
  lanes: Lanes,
  { address, priority }: { address: string; priority: number },
  { now, tick }: Instant,
): boolean {
  if (priority === 0) return lanes.open < connections
  const lane = laneOf(lanes, domainOf(address))
  return bulkMayGo(lanes, tick) && lane.open < perDomain && tick >= lane.nextAt && now >= lane.pausedUntil
}

/** Whether there is a connection for bulk, and its pace allows it. */
export const bulkMayGo = ({ open, nextAt }: Lanes, tick: number): boolean => open < bulkConnections && tick >= nextAt

/** A mail of this lane begins: until `finish` it holds a connection. */
export function start(lanes: Lanes, lane: Lane, priority: number, { tick }: Instant): void {
  if (priority > 0) lanes.nextAt = Math.max(tick - catchUp, lanes.nextAt) + 1000 / bulkPerSecondInAll
  lanes.open++
  lane.open++
  lane.nextAt = Math.max(tick, lane.nextAt) + 1000 / bulkPerSecond
}

/**
 * `refused`: for now (a 4xx), which may be about all of our mail to that domain. That of a code is not: anybody asks for one, at
 * any address.
 */
export function finish(lanes: Lanes, lane: Lane, refused: boolean, priority: number, { now }: Instant): void {
  lanes.open--
  lane.open--
  if (refused && priority === 0) return
  lane.refusals = refused ? lane.refusals + 1 : 0
  if (lane.refusals < refusalsToPause) return
  lane.pausedUntil = now + Math.min(longestPause, 30_000 * 2 ** (lane.refusals - refusalsToPause))
}
