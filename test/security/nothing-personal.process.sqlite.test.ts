// A city in which every value that is somebody's own, or a secret, carries a mark: nothing that a stranger can ask for, take, subscribe
// to or be sent holds one, and neither do the log and the metrics.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { listGovernments } from '../../src/domain/governments/store.ts'
import { deliverWebhooks } from '../../src/domain/notifications/webhook-delivery.ts'
import { exportData } from '../../src/open-data/dumps/export-data.ts'
import { exportSite } from '../../src/open-data/site/export-site.ts'
import { askOf, siteCopy } from '../../src/open-data/site/site-copy.ts'
import { siteFolder } from '../../src/open-data/site/site-folder.ts'
import { write } from '../../src/platform/db/write.ts'
import { languages } from '../../src/platform/i18n/i18n.ts'
import { people } from '../../src/schema/people.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { webhookDeliveries, webhooks } from '../../src/schema/webhooks.ts'
import { fullCity } from '../support/full-city.ts'
import { type Marks, markAll, markPattern, wronglyOpen } from '../support/marks.ts'
import { readable, walkPublic } from '../support/walk-public.ts'
import { testWorld, type World } from '../support/world.ts'

const origin = 'http://localhost'
const hour = 3_600_000

test('what is said to be open is there, and no table that holds persons is said to hold nobody', async () => {
  expect(await wronglyOpen()).toEqual([])
})

test('nothing public holds anything personal: pages, errors, formats, feeds, dumps, copies, webhooks, metrics, log', async () => {
  const { world, behind, marks } = await markedCity()
  const finder = finderOf(marks)
  const { app, lines } = await freshApp(world)
  expect(marks.without, 'no value to mark: give the city one').toEqual([])
  expect(marks.of.size).toBeGreaterThan(1500)

  const walked = await walkPublic(app, behind, ({ asked, text }) => finder.look(asked, text))
  expect([...walked.failed]).toEqual([])
  expect([...walked.statuses].sort()).toEqual(expect.arrayContaining([200, 303, 400, 404, 405, 410, 422]))
  expect(walked.addresses.length).toBeGreaterThan(800)

  expect(await tooOften(app, finder)).toBe(429)
  const metrics = await app.inject({ url: '/metrics', headers: { authorization: 'Bearer of metrics' } })
  expect(metrics.statusCode).toBe(200)
  finder.look('metrics', metrics.body)
  await lookAtWebhooks(world, finder)
  await lookAtFiles(world, app, finder)
  await findsOne(world, marks)
  await lookAtFailures(world, finder)
  finder.look('log', logOf(lines))
  expect(lines.length).toBeGreaterThan(walked.answers)
  expect(finder.found()).toEqual([])
})

/** Looks for marks in texts: those that were written, and values that are unlike all others. */
function finderOf(marks: Marks) {
  const of = new Map([...marks.of, ['qztypedzq', 'what somebody typed']])
  const found = new Map<string, string>()
  const hit = (mark: string, where: string) => {
    const column = of.get(mark)
    if (column !== undefined && !found.has(column)) found.set(column, `${where}: ${mark}`)
  }
  const patterns = [
    markPattern,
    /[\w-]{10,}/g,
    /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}|[0-9a-f]{32,64}/g,
    /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g,
  ]
  const typed = 'qztypedzq'
  return {
    /** what a stranger types: their own page may repeat it, the log may not */
    typed,
    look(where: string, text: string) {
      for (const pattern of patterns) for (const [word] of text.matchAll(pattern)) hit(word, where)
      // what is only written in another way
      for (const [word] of text.matchAll(/[\w+/-]{24,}/g))
        for (const [mark] of Buffer.from(word, 'base64').toString('latin1').matchAll(markPattern)) hit(mark, where)
    },
    found: () => [...found].map(([column, where]) => `${column}: ${where}`),
  }
}
type Finder = ReturnType<typeof finderOf>

async function markedCity() {
  const world = await testWorld()
  const behind = await fullCity(world)
  const ofSomebody = (await world.signedIn('somebody@example.tw')).personId!
  const marks = await markAll(world)
  world.clock.now = new Date(world.clock.now.getTime() + 3 * hour)
  return { world: { ...world, ofSomebody }, behind, marks }
}

/** An application that remembers nothing of before. */
async function freshApp({ db, deps }: World) {
  const lines: string[] = []
  const app = await buildApp({
    ...deps,
    db: { ...db, close: async () => {} },
    config: { ...deps.config, logLevel: 'trace', metricsToken: 'of metrics' },
    sharedFor: 0,
    logTo: { write: (line: string) => void lines.push(line) },
  })
  onTestFinished(() => app.close())
  return { app, lines }
}

/** Were a mark there, it would be found: in pages, tables and feeds alike. */
async function findsOne(world: World & { ofSomebody: string }, marks: Marks) {
  const [somebody] = await world.db.reads.select().from(people).where(eq(people.id, world.ofSomebody))
  await write(world.db, (tx) => tx.update(proposals).set({ title: somebody!.email!, authorName: world.ofSomebody }))
  const { app } = await freshApp(world)
  for (const address of [
    ...['/haicheng/proposals/2026-0001', '/haicheng/archive', '/haicheng/archive.atom', '/haicheng/archive.feed.json'],
    ...['/api/v1/haicheng/proposals.csv', '/api/v1/haicheng/proposals.parquet', '/api/v1/haicheng/proposals/2026-0001'],
  ]) {
    const one = finderOf(marks)
    one.look(address, await readable((await app.inject({ url: address })).rawPayload))
    expect([address, ...one.found().map((found) => found.split(':')[0])]).toContain('people.email')
  }
}

/** Without when each line was written, which looks like the moments that are marked. */
const logOf = (lines: string[]) => lines.map((line) => line.replace(/"time":\d+/, '')).join('')

type App = Awaited<ReturnType<typeof freshApp>>['app']

async function tooOften(app: App, finder: Finder): Promise<number> {
  for (let times = 0; times < 1000; times++) {
    const asked = await app.inject({ url: `/haicheng/search?q=${times}`, remoteAddress: '203.0.113.9' })
    if (asked.statusCode === 200) continue
    finder.look('too often', `${JSON.stringify(asked.headers)} ${asked.body}`)
    return asked.statusCode
  }
  return 200
}

/** A message as the newsroom's program gets it. */
async function lookAtWebhooks(world: World, finder: Finder) {
  const got: string[] = []
  const server = createServer((request, reply) => {
    got.push(JSON.stringify(request.headers))
    request.on('data', (piece) => got.push(String(piece)))
    request.on('end', () => reply.writeHead(204).end())
  })
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
  onTestFinished(() => new Promise<void>((closed) => void server.close(() => closed())))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const at = world.clock.now
  await write(world.db, async (tx) => {
    const [hook] = await tx.update(webhooks).set({ url, pausedAt: null, failingSince: null }).returning()
    const cases = await tx.select().from(proposals)
    await tx.delete(webhookDeliveries)
    for (const [n, { id }] of cases.entries())
      await tx.insert(webhookDeliveries).values({
        ...{ id: `message-${n}`, webhookId: hook!.id, event: `event ${n}`, news: 'answer', proposalId: id },
        ...{ occurredAt: at, createdAt: at, nextTryAt: at, attempts: 0 },
      } as never)
  })
  await deliverWebhooks(world.deps, at, undefined, { protocols: ['http:'], mayReach: () => true })
  expect(got.join('')).toContain('"type":"case.answer"')
  finder.look('webhooks', got.join('\n'))
}

/** `fuyi export data` and `fuyi export site`, every file of them. */
async function lookAtFiles(world: World, app: App, finder: Finder) {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-marked-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const db = world.db.reads
  const at = world.clock.now
  const governments = await listGovernments(db)
  await exportData(db, governments, { folder: join(folder, 'data'), origin }, at)
  const files = siteFolder(join(folder, 'site'))
  const given = { db, ask: askOf(app, origin), folder: files, governments, languages, origin, at, isWhole: true }
  await exportSite(siteCopy(given))
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  )
  expect(names.length).toBeGreaterThan(200)
  expect(names.some((name) => name.endsWith('.parquet'))).toBe(true)
  for (const name of names) finder.look(name, `${name} ${await readable(readFileSync(join(folder, name)))}`)
}

/** A database that fails in the middle of what a stranger sent: neither the page nor the log repeats it. */
async function lookAtFailures(world: World, finder: Finder) {
  const { app, lines } = await freshApp(world)
  await world.db.exclusively(async (exec) => {
    await exec('pragma foreign_keys = off')
    for (const table of ['outbox', 'assignments', 'rate_limit_counters', 'search_documents'])
      await exec(`drop table ${table}`)
  })
  const typed = finder.typed
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  const asked = [
    ['POST', '/sign-in', `email=${typed}@example.tw`],
    [
      'POST',
      '/haicheng/proposals/2026-0010/cosignatures',
      `email=${typed}@example.tw&district=xinan&consent=1&reason=${typed}`,
    ],
    ['POST', '/haicheng/follows', `of=case:2026-0010&email=${typed}@example.tw`],
    ['GET', `/haicheng/search?q=${typed}`, ''],
    ['GET', '/api/v1/haicheng/proposals', ''],
    ['GET', '/haicheng/archive.atom', ''],
  ] as const
  const statuses: number[] = []
  for (const [method, url, payload] of asked) {
    const answer = await app.inject({ method, url, headers: method === 'POST' ? form : {}, payload })
    statuses.push(answer.statusCode)
    finder.look(`failing ${url}`, `${JSON.stringify(answer.headers)} ${answer.body.replaceAll(typed, '')}`)
  }
  expect(statuses).toEqual(asked.map(() => 500))
  finder.look('log of failures', logOf(lines))
}
