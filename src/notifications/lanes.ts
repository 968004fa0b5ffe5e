// How mail shares the connections: a few per recipient domain and so many a second, so that one domain that is slow or
// refuses does not hold up the others. Pure.

export type Lane = {
  /** connections in use */
  open: number
  /** the tick at which the next bulk message may start */
  nextAt: number
  /** until when bulk is not tried, epoch ms */
  pausedUntil: number
  /** refusals for now, in a row */
  refusals: number
}
export type Lanes = Map<string, Lane>
/** The time, in epoch ms, and a clock that only runs forward, in ms. */
export type Instant = { now: number; tick: number }

export const connections = 5
/** One connection is kept free of bulk, for sign-in codes. */
export const bulkConnections = connections - 1
export const perDomain = 2
const bulkPerSecond = 30 // to one domain
const refusalsToPause = 5
const longestPause = 10 * 60_000 // ms

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

export function laneOf(lanes: Lanes, domain: string): Lane {
  const lane = lanes.get(domain) ?? { open: 0, nextAt: 0, pausedUntil: 0, refusals: 0 }
  lanes.set(domain, lane)
  return lane
}

/** Whether a message may start now. What people wait for at their screen keeps to the connections only. */
export function mayStart(
  lanes: Lanes,
  { address, priority }: { address: string; priority: number },
  { now, tick }: Instant,
): boolean {
  const lane = laneOf(lanes, domainOf(address))
  const open = [...lanes.values()].reduce((sum, { open }) => sum + open, 0)
  if (priority === 0) return open < connections
  return open < bulkConnections && lane.open < perDomain && tick >= lane.nextAt && now >= lane.pausedUntil
}

export function start(lane: Lane, { tick }: Instant): void {
  lane.open++
  lane.nextAt = Math.max(tick, lane.nextAt) + 1000 / bulkPerSecond
}

/** `refused`: for now (a 4xx), which may be about all of our mail to that domain. */
export function finish(lane: Lane, refused: boolean, { now }: Instant): void {
  lane.open--
  lane.refusals = refused ? lane.refusals + 1 : 0
  if (lane.refusals < refusalsToPause) return
  lane.pausedUntil = now + Math.min(longestPause, 30_000 * 2 ** (lane.refusals - refusalsToPause))
}

/** Domains whose bulk need not be looked at: all their connections are in use, or they are left alone for a while. */
export const closedLanes = (lanes: Lanes, { now }: Instant): string[] =>
  [...lanes].filter(([, lane]) => lane.open >= perDomain || now < lane.pausedUntil).map(([domain]) => domain)
