// Jobs keep their leases, whatever units take turns meanwhile.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allJobs } from '../../../src/jobs.ts'
import { restFor } from '../../../src/platform/process/pace.ts'
import { type JobRun, startScheduler } from '../../../src/platform/process/scheduler.ts'
import { makeCity } from '../../support/city.ts'
import { testDatabase } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'

const at = new Date('2026-06-18T09:30:00+08:00')
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)

test('a turn has no name that a job’s lease has: the job would lose it, and not run until it ran out', () => {
  const turns = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join('src', name), 'utf8').matchAll(/takeTurn\(tx, '([^']+)'\)/g)])
    .map(([, name]) => name!)
  expect(turns.length).toBeGreaterThan(5)
  const jobs = allJobs(null).map(({ name }) => name)
  expect(turns.filter((name) => jobs.includes(name))).toEqual([])
})

test('the log is taken in every second, also after its lease was renewed', async () => {
  const db = await testDatabase()
  await makeCity(db, at)
  const runs: string[] = []
  const job = allJobs(null).find(({ name }) => name === 'log')!
  const counted = {
    ...job,
    run: async (...given: Parameters<typeof job.run>) => {
      runs.push(given[1].toISOString())
      await job.run(...given)
    },
  }
  let now = at
  const deps = { ...depsOf(db, at), now: () => now }
  const scheduler = startScheduler(deps, [counted])
  await scheduler.tick(now)
  for (const seconds of [5, 12, 13, 19, 26]) {
    now = later(seconds)
    await scheduler.tick(now)
  }
  await scheduler.stop()
  expect([...new Set(runs)]).toEqual([0, 5, 12, 13, 19, 26].map((seconds) => later(seconds).toISOString()))
})

test('a job that rests leaves off when the process stops, and has not failed', async () => {
  const db = await testDatabase()
  const said: unknown[] = []
  const counted: JobRun[] = []
  let isBegun = () => {}
  const begun = new Promise<void>((resolve) => {
    isBegun = resolve
  })
  const job = {
    ...{ name: 'slow', every: 60_000 },
    async run(_deps: unknown, _now: Date, signal: AbortSignal) {
      isBegun()
      await restFor(86_400_000, signal)
      signal.throwIfAborted() // as a dump does
    },
  }
  const log = { error: (facts: object) => void said.push(facts), warn: (facts: object) => void said.push(facts) }
  const scheduler = startScheduler(depsOf(db, at), [job], log, (run) => counted.push(run))
  await begun
  await scheduler.stop()
  expect([said, counted.map(({ job, failed }) => ({ job, failed }))]).toEqual([[], [{ job: 'slow', failed: false }]])
})

test('whoever works by itself rests so that it can be left off', () => {
  // nobody waits for it: a command, which is ended like any program
  const commands = ['operations/draw-ahead.ts']
  const deaf = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(domain|operations|open-data)\//.test(name) && name.endsWith('.ts'))
    .filter((name) => /setTimeout[^\n]*from 'node:timers\/promises'/.test(readFileSync(join('src', name), 'utf8')))
  expect(deaf).toEqual(commands)
})
