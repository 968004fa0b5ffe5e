// What is done once a day is done once a day, however often processes start: and again where one of them was killed in it.
import { expect, test } from 'vitest'
import { allJobs } from '../../../src/jobs.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { leases } from '../../../src/platform/db/deployment-tables.ts'
import { Busy } from '../../../src/platform/db/errors.ts'
import { write } from '../../../src/platform/db/write.ts'
import { restFor } from '../../../src/platform/process/pace.ts'
import { type Job, startScheduler } from '../../../src/platform/process/scheduler.ts'
import { testDatabase } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'

const [minute, hour] = [60_000, 3_600_000]
const day = 24 * hour
const at = new Date('2026-06-18T03:00:00+08:00')
const later = (ms: number) => new Date(at.getTime() + ms)

/** Processes that follow each other, or stand beside each other, on one database. */
function deployment(db: Database, run: Job['run'], every = day) {
  const runs: number[] = []
  const errors: unknown[] = []
  const job: Job = {
    ...{ name: 'looks', every },
    run(deps, now, signal, log) {
      runs.push(now.getTime() - at.getTime())
      return run(deps, now, signal, log)
    },
  }
  const log = { error: (facts: object) => void errors.push(facts), warn: () => {} }
  /** One that starts at a time. It does at once what is due. */
  const begin = (ms: number) => {
    let now = later(ms)
    const scheduler = startScheduler({ ...depsOf(db, at), now: () => now }, [job], log)
    const tick = async (then: number) => {
      now = later(then)
      await scheduler.tick()
    }
    return { tick, stop: scheduler.stop }
  }
  /** The same, once it has done that. */
  const start = async (ms: number) => {
    const scheduler = begin(ms)
    await scheduler.tick(ms)
    return scheduler
  }
  return { runs, errors, begin, start }
}

test('a job that was done whole is not done again at a restart before its day is over', async () => {
  const { runs, start } = deployment(await testDatabase(), async () => {})
  for (const ms of [0, minute, 23 * hour, day, day + hour]) await (await start(ms)).stop()
  expect(runs).toEqual([0, day])
})

test('after a restart it comes when it would have come without', async () => {
  const { runs, start } = deployment(await testDatabase(), async () => {})
  await (await start(0)).stop()
  const second = await start(10 * hour)
  for (const ms of [23 * hour, day, day + hour, 2 * day]) await second.tick(ms)
  await second.stop()
  expect(runs).toEqual([0, day, 2 * day])
})

test('where the clock had been wrong by years it is done by the right one', async () => {
  const { runs, start } = deployment(await testDatabase(), async () => {})
  for (const ms of [1000 * day, 0]) await (await start(ms)).stop()
  expect(runs).toEqual([1000 * day, 0])
})

test.each([minute, day])(
  'a clock that is put back makes no job stand still: one that is due every %i ms',
  async (every) => {
    const db = await testDatabase()
    const { runs, start } = deployment(db, async () => {}, every)
    const one = await start(1000 * day)
    for (const ms of [0, 1000, every]) await one.tick(ms)
    expect(runs).toEqual([1000 * day, 0, every])
    const [lease] = await db.reads.select().from(leases)
    expect(lease!.until <= later(every + minute + 20_000), 'it is ours by the clock of now').toBe(true)
    await one.stop()
  },
)

test('nor does a lease that a killed process has until long after any can last', async () => {
  const db = await testDatabase()
  const { runs, start } = deployment(db, async () => {}, minute)
  const [killed, next] = [await start(day), await start(0)]
  expect(runs).toEqual([day, 0])
  for (const one of [killed, next]) await one.stop()
})

test('where the clock of another process is ahead by some seconds its lease is its own', async () => {
  const { runs, start } = deployment(await testDatabase(), async () => {}, minute)
  const all = [await start(15_000), await start(0)]
  expect(runs).toEqual([15_000])
  for (const one of all) await one.stop()
})

test('one that is often due is done at each start', async () => {
  const { runs, start } = deployment(await testDatabase(), async () => {}, minute)
  for (const ms of [0, 1000]) await (await start(ms)).stop()
  expect(runs).toEqual([0, 1000])
})

/** A run that takes a day the first time it is asked, and a promise of its beginning. */
function slowAtFirst() {
  let isBegun = () => {}
  const begun = new Promise<void>((resolve) => {
    isBegun = resolve
  })
  const run: Job['run'] = async (_deps, now, signal) => {
    isBegun()
    if (now.getTime() === at.getTime()) await restFor(day, signal)
  }
  return { begun, run }
}

test('one that was left off is done at the next start', async () => {
  const { begun, run } = slowAtFirst()
  const { runs, begin, start } = deployment(await testDatabase(), run)
  const first = begin(0)
  await begun
  await first.stop()
  await (await start(minute)).stop()
  await (await start(hour)).stop()
  expect(runs).toEqual([0, minute])
})

test('what a killed process had begun is done by the next to look, and no day later', async () => {
  const db = await testDatabase()
  const { begun, run } = slowAtFirst()
  const { runs, begin, start } = deployment(db, run)
  const first = begin(0)
  await begun
  const held = await db.reads.select().from(leases)
  await first.stop()
  await write(db, (tx) => tx.insert(leases).values(held).returning()) // as `kill -9` leaves it
  const next = await start(5000)
  expect(runs, 'the other one may be at it').toEqual([0])
  await next.tick(30_000)
  await next.tick(5000 + minute)
  await next.stop()
  expect(runs).toEqual([0, 5000 + minute])
})

test('of several processes one does it, and the others do not after it', async () => {
  const { runs, start } = deployment(await testDatabase(), async () => {})
  const all = [await start(0), await start(0), await start(1000)]
  for (const ms of [2 * minute, hour, day - minute]) for (const one of all) await one.tick(ms)
  expect(runs).toEqual([0])
  for (const one of all) await one.tick(day + minute)
  expect(runs).toEqual([0, day + minute])
  for (const one of all) await one.stop()
})

test('one that failed is told of once, by whatever process, and done again by a restart', async () => {
  const { runs, errors, start } = deployment(await testDatabase(), async () => {
    throw new Error('Counts are not what their rows are')
  })
  const all = [await start(0), await start(1000)]
  for (const ms of [2 * minute, hour]) for (const one of all) await one.tick(ms)
  expect([runs.length, errors.length]).toEqual([1, 1])
  for (const one of all) await one.stop()
  await (await start(2 * hour)).stop()
  expect([runs.length, errors.length]).toEqual([2, 2])
})

test('a database that was away in it does not cost a day', async () => {
  const { runs, errors, start } = deployment(await testDatabase(), async (_deps, now) => {
    if (now.getTime() === at.getTime()) throw new Busy('the database is busy')
  })
  const one = await start(0)
  for (const ms of [1000, 2 * minute, hour]) await one.tick(ms)
  await one.stop()
  expect([runs, errors]).toEqual([[0, 2 * minute], []])
})

test('the daily looks are among those that are remembered', () => {
  const seldom = allJobs(null).filter(({ every }) => every >= 6 * hour)
  expect(seldom.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['counts', 'log-check', 'retention', 'mailboxes']),
  )
})
