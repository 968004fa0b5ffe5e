// How mail shares the connections: what may start when, and how long a domain that refuses is left alone.
import { expect, test } from 'vitest'
import {
  bulkConnections,
  connections,
  domainOf,
  finish,
  type Lanes,
  laneOf,
  mayStart,
  perDomain,
  start,
  tidy,
} from '../../../src/platform/mail/per-domain-rate-limit.ts'

const bulk = 1
const code = 0
const empty = (): Lanes => ({ open: 0, nextAt: 0, byDomain: new Map() })
const at = (tick: number) => ({ now: 1_000_000 + tick, tick })
const to = (address: string, priority = bulk) => ({ address, priority })

/** Starts messages to a domain, one every second, so that no pace holds them up. */
function open(lanes: Lanes, domain: string, n: number) {
  for (let i = 0; i < n; i++) start(lanes, laneOf(lanes, domain), bulk, at(i * 1000))
}

test.each([
  ['mei@a.test', 'a.test'],
  ['"a@b"@c.test', 'c.test'],
])('the domain of %s is %s', (address, domain) => {
  expect(domainOf(address)).toBe(domain)
})

test('one domain has a few connections; bulk leaves one free, and that is for what people wait for', () => {
  const lanes = empty()
  open(lanes, 'a.test', perDomain)
  expect(mayStart(lanes, to('x@a.test'), at(60_000)), 'no more to the same').toBe(false)
  expect(mayStart(lanes, to('x@b.test'), at(60_000))).toBe(true)
  open(lanes, 'b.test', perDomain)
  expect(lanes.open).toBe(bulkConnections)
  expect(mayStart(lanes, to('x@c.test'), at(60_000))).toBe(false)
  expect(mayStart(lanes, to('x@a.test', code), at(60_000))).toBe(true)
  start(lanes, laneOf(lanes, 'a.test'), code, at(60_000))
  expect(lanes.open).toBe(connections)
  expect(mayStart(lanes, to('x@c.test', code), at(60_000))).toBe(false)
})

test('a domain gets thirty a second, all of them two hundred; a code waits for neither', () => {
  const sentIn = (ms: number, domains: number) => {
    const lanes = empty()
    let sent = 0
    for (let tick = 0; tick < ms; tick += 1)
      for (let d = 0; d < domains; d++) {
        if (!mayStart(lanes, to(`x@${d}.test`), at(tick))) continue
        const lane = laneOf(lanes, `${d}.test`)
        start(lanes, lane, bulk, at(tick))
        finish(lanes, lane, false, bulk, at(tick))
        sent++
      }
    return sent
  }
  expect(sentIn(10_000, 1)).toBeGreaterThan(290)
  expect(sentIn(10_000, 1)).toBeLessThanOrEqual(300)
  expect(sentIn(10_000, 20)).toBeGreaterThan(1950)
  expect(sentIn(10_000, 20)).toBeLessThan(2060)
  const lanes = empty()
  start(lanes, laneOf(lanes, 'a.test'), bulk, at(0))
  expect(mayStart(lanes, to('x@a.test'), at(1))).toBe(false)
  expect(mayStart(lanes, to('x@a.test', code), at(1))).toBe(true)
})

test('a domain that refuses five times in a row rests: half a minute, then twice as long, ten minutes at most', () => {
  const lanes = empty()
  const lane = laneOf(lanes, 'a.test')
  const refusedAt = at(60_000)
  const rests: number[] = []
  for (let n = 1; n <= 12; n++) {
    lane.open++
    lanes.open++
    finish(lanes, lane, true, bulk, refusedAt)
    rests.push(Math.max(0, lane.pausedUntil - refusedAt.now) / 1000)
  }
  expect(rests).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 600, 600, 600])
  expect(mayStart(lanes, to('x@a.test'), { ...refusedAt, now: lane.pausedUntil - 1 })).toBe(false)
  expect(mayStart(lanes, to('x@a.test'), { ...refusedAt, now: lane.pausedUntil })).toBe(true)
  expect(mayStart(lanes, to('x@a.test', code), refusedAt), 'somebody waits at their screen').toBe(true)
})

test('one that is taken ends the count; a refused code, which anybody can ask for, is not counted', () => {
  const lanes = empty()
  const lane = laneOf(lanes, 'a.test')
  const told = (refused: boolean, priority: number) => finish(lanes, lane, refused, priority, at(0))
  for (let n = 0; n < 4; n++) told(true, bulk)
  told(true, code)
  expect([lane.refusals, lane.pausedUntil]).toEqual([4, 0])
  told(false, bulk)
  expect(lane.refusals).toBe(0)
})

test('domains with nothing to remember are forgotten once there are many', () => {
  const lanes = empty()
  for (let n = 0; n < 999; n++) laneOf(lanes, `${n}.test`)
  tidy(lanes, at(60_000))
  expect(lanes.byDomain.size, 'not yet').toBe(999)
  laneOf(lanes, 'refuses.test').refusals = 1
  laneOf(lanes, 'open.test').open = 1
  tidy(lanes, at(60_000))
  expect([...lanes.byDomain.keys()]).toEqual(['refuses.test', 'open.test'])
})
