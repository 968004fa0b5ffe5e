// What operators and their machines are told, and what they are not.
import { expect, test } from 'vitest'
import { fuyi } from '../../src/config.ts'
import { enqueueMail } from '../../src/domain/notifications/store.ts'
import { operationJobs } from '../../src/operations/jobs.ts'
import { write } from '../../src/platform/db/write.ts'
import { tick } from '../../src/platform/process/scheduler.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { givenCase } from '../support/cases.ts'
import { testWorld, type World } from '../support/world.ts'

const token = 'a token for the machine that watches'
const value = (text: string, series: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')
      .at(-1),
  )
const beat = (world: World) => tick(world.deps, operationJobs)
const minutes = (world: World, n: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + n * 60_000)
}

test('numbers are shown on this machine or for the token, never to visitors', async () => {
  const world = await testWorld({ config: { metricsToken: token } })
  const ask = (headers: { [name: string]: string }, remoteAddress = '127.0.0.1') =>
    world.app.inject({ url: '/metrics', headers, remoteAddress })
  expect((await ask({})).statusCode).toBe(200)
  expect((await ask({ authorization: `Bearer ${token}` }, '203.0.113.9')).statusCode).toBe(200)
  expect((await ask({}, '203.0.113.9')).statusCode).toBe(404)
  expect((await ask({ authorization: 'Bearer guess' }, '203.0.113.9')).statusCode).toBe(403)
  // A proxy on this machine brings strangers: it says so in these headers
  const proxies = 'x-forwarded-for forwarded x-real-ip via x-forwarded-host x-forwarded-proto x-client-ip x-request-id'
  const services = 'cf-connecting-ip true-client-ip cdn-loop x-envoy-external-address x-amzn-trace-id x-original-url'
  for (const header of `${proxies} ${services}`.split(' '))
    expect([header, (await ask({ [header]: '203.0.113.9' })).statusCode]).toEqual([header, 404])
  // or by the name that they asked for
  expect((await ask({ host: 'fuyi.example.gov' })).statusCode).toBe(404)
  for (const host of ['localhost', '127.0.0.1:3000', '[::1]:3000']) expect((await ask({ host })).statusCode).toBe(200)

  const withoutToken = await testWorld()
  const stranger = { authorization: 'Bearer null' }
  expect((await withoutToken.app.inject({ url: '/metrics', headers: stranger })).statusCode).toBe(403)
})

test('requests are counted by route pattern and status, whatever addresses people make up', async () => {
  const world = await testWorld()
  const numbers = async () => (await world.app.inject({ url: '/metrics' })).body
  const series = (route: string, status: number) =>
    `fuyi_http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`
  const before = await numbers()
  await world.visitor().get('/haicheng?lang=en')
  await world.visitor().get('/nowhere/at/all')
  await world.visitor().get('/nowhere/else/at-all')
  const after = await numbers()
  const more = (route: string, status: number) =>
    value(after, series(route, status)) - (value(before, series(route, status)) || 0)
  expect(more('/:gov', 200)).toBe(1)
  expect(more('(none)', 404)).toBe(2)
  expect(after).not.toContain('nowhere')
})

test('waiting mail, cases by stage and late answers are counted as they are now', async () => {
  const world = await testWorld()
  const numbers = async () => (await world.app.inject({ url: '/metrics' })).body
  await givenCase(world, { number: '2026-0001', title: '淨灘' })
  const due = new Date(world.clock.now.getTime() + 60_000)
  await givenCase(world, { number: '2026-0002', title: '自行車道', stage: 'review', answerDueBefore: due })
  const quiet = await numbers()
  expect(value(quiet, 'fuyi_cases{government="haicheng",stage="gathering"}')).toBe(1)
  expect(value(quiet, 'fuyi_answers_overdue{government="haicheng"}')).toBe(0)

  await write(world.db, (tx) => tx.delete(outbox).returning({ id: outbox.id }))
  const told = { address: 'a@b.test', language: 'en', at: world.clock.now }
  await write(world.db, (tx) => enqueueMail(tx, { kind: 'sign_in_code', facts: { code: '123456' }, ...told }))
  minutes(world, 5)
  const later = await numbers()
  expect(value(later, 'fuyi_outbox_waiting{priority="0"}')).toBe(1)
  expect(value(later, 'fuyi_outbox_oldest_seconds{priority="0"}')).toBe(300)
  expect(value(later, 'fuyi_outbox_waiting{priority="2"}')).toBe(0)
  expect(value(later, 'fuyi_answers_overdue{government="haicheng"}')).toBe(1)
})

test('a platform is ready while its scheduler beats, and says why not to operators alone', async () => {
  const world = await testWorld()
  const ready = (remoteAddress = '127.0.0.1') => world.app.inject({ url: '/readyz', remoteAddress })
  expect((await ready()).statusCode, 'the first beat is under way').toBe(200)
  minutes(world, 2)
  expect((await ready()).body).toContain('The scheduler has never run')
  await beat(world)
  expect((await ready()).statusCode).toBe(200)
  minutes(world, 2)
  const late = await ready()
  expect([late.statusCode, late.body]).toEqual([503, expect.stringContaining('last beat at 2026-06-18T01:02:00.000Z')])
  expect((await ready('203.0.113.9')).body).toBe('not ready\n')
  expect((await world.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
})

test('a platform whose tables are behind is not ready, and says what to run', async () => {
  const world = await testWorld()
  const last = await world.db.exclusively(async (exec) => {
    const [row] = await exec('select max(name) as name from fuyi_migrations')
    await exec(`delete from fuyi_migrations where name = '${row!.name}'`)
    return String(row!.name)
  })
  const answer = await world.app.inject({ url: '/readyz' })
  await world.db.exclusively((exec) => exec(`insert into fuyi_migrations values ('${last}', 'now')`))
  expect(answer.statusCode).toBe(503)
  expect(answer.body).toBe(`The database lacks ${last}. Run: ${fuyi} migrate\n`)
})
