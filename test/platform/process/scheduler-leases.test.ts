// Jobs keep their leases, whatever units take turns meanwhile.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allJobs } from '../../../src/jobs.ts'
import { startScheduler } from '../../../src/platform/process/scheduler.ts'
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
