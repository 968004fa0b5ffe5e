// Two applications in one process, a production one and a demonstration built after it: neither shows, counts or hears anything
// of the other's. On SQLite, where a test may have two databases.
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { addAgency } from '../../src/domain/governments/commands.ts'
import { agenciesOf } from '../../src/domain/governments/store.ts'
import { write } from '../../src/platform/db/write.ts'
import { givenCase } from '../support/cases.ts'
import { page as readPage } from '../support/page.ts'
import { overSockets } from '../support/sockets.ts'
import { testWorld } from '../support/world.ts'

const page = '/haicheng/proposals/2026-0001'
const titles = { production: '大坑步道假日接駁公車', demonstration: '河堤夜間照明' }
const bar = 'class="demo-bar"'

async function application(name: keyof typeof titles) {
  const config = { logLevel: 'info', demonstration: name === 'demonstration' }
  const world = await testWorld({ sharedFor: 60_000, config })
  await givenCase(world, { number: '2026-0001', title: titles[name] })
  const lines = world.log
  const { visitor } = await overSockets(world)
  const reader = await world.signedIn('reader@example.test')
  return {
    ...world,
    visitor,
    signedIn: visitor({ fuyi: reader.cookie('fuyi') }),
    answered: () => lines.filter((line) => JSON.parse(line).msg === 'answered').length,
    said: () => lines.join('\n'),
    measured: async (series: string) => {
      const line = (await world.app.metrics.metrics()).split('\n').find((one) => one.startsWith(`${series} `))
      return Number(line?.split(' ').at(-1) ?? 0)
    },
  }
}

let production: Awaited<ReturnType<typeof application>>
let demonstration: Awaited<ReturnType<typeof application>>
beforeEach(async () => {
  production = await application('production')
  demonstration = await application('demonstration')
})

test('only the demonstration has the bar to try every role, and the doors behind it', async () => {
  for (const who of ['visitor', 'reader'] as const) {
    const see = async (app: typeof production) =>
      (await (who === 'visitor' ? app.visitor() : app.signedIn).get('/haicheng')).body
    expect(await see(production)).not.toContain(bar)
    expect(await see(demonstration)).toContain(bar)
  }
  expect((await production.visitor().get('/demo/mail')).statusCode).toBe(404)
})

test('kept pages, parts drawn once and what was read for them are each one’s own', async () => {
  for (const name of ['production', 'demonstration', 'production'] as const) {
    const app = { production, demonstration }[name]
    const other = name === 'production' ? titles.demonstration : titles.production
    for (const { body } of [
      await app.visitor().get(page),
      await app.visitor().get(page),
      await app.signedIn.get(page),
    ]) {
      expect(readPage({ body }).heading).toBe(titles[name])
      expect(body).not.toContain(other)
    }
  }
  expect(await production.measured('fuyi_pages_total{from="made"}')).toBe(1)
  expect(await production.measured('fuyi_pages_total{from="kept"}')).toBe(3)
  expect(await demonstration.measured('fuyi_pages_total{from="kept"}')).toBe(1)
})

test('what is remembered of one database is let go by its own writes alone', async () => {
  const agencies = () => agenciesOf(demonstration.db.reads, demonstration.government.id)
  const before = await agencies()
  const { clock, government } = production
  await write(production.db, (tx) =>
    addAgency(tx, government.id, { code: 'parks', name: { 'zh-Hant': '公園' } }, clock.now),
  )
  expect(await agencies(), 'the very same rows').toBe(before)
})

test('requests, commits and jobs are counted, and answers logged, where they happened', async () => {
  const requests = 'fuyi_http_request_duration_seconds_count{method="GET",route="/:gov/agencies",status="200"}'
  const commits = 'fuyi_write_batch_units_sum'
  const jobs = 'fuyi_job_duration_seconds_count{job="beat",outcome="done"}'
  const all = async (app: typeof production) => [
    await app.measured(requests),
    await app.measured(commits),
    await app.measured(jobs),
    app.answered(),
  ]
  const untouched = await all(production)
  const before = await all(demonstration)
  await demonstration.visitor().get('/haicheng/agencies')
  await demonstration.visitor().get('/haicheng/agencies')
  await write(demonstration.db, async () => {})
  demonstration.app.countJob({ job: 'beat', ms: 5, failed: false })
  await sleep(20) // the line of an answer is written after it
  const more = (await all(demonstration)).map((n, i) => n - before[i]!)
  expect(more).toEqual([2, 1, 1, 2])
  expect(await all(production)).toEqual(untouched)
})

test('trouble with a database is told by its own application', async () => {
  production.db.events.emit('trouble', { part: 'writing', words: 'the disk is full' })
  expect(production.said()).toContain('the disk is full')
  expect(demonstration.said()).not.toContain('the disk is full')
})

test('no two requests have one id', async () => {
  for (const app of [production, demonstration]) for (const _ of [1, 2, 3]) await app.visitor().get('/haicheng')
  await sleep(20)
  const ids = [...`${production.said()}\n${demonstration.said()}`.matchAll(/"request":"([^"]+)"/g)].map(([, id]) => id)
  expect(ids.length).toBeGreaterThanOrEqual(6)
  expect(new Set(ids).size).toBe(ids.length)
})
