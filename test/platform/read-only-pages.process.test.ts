// While the database is worked on, everything can be read, and nothing that people type is lost.
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { engine } from '../../src/config.ts'
import { ReadOnly } from '../../src/platform/db/errors.ts'
import { readAlone } from '../../src/platform/db/postgres.ts'
import { write } from '../../src/platform/db/write.ts'
import { governments } from '../../src/schema/governments.ts'
import { makeCast, roles } from '../security/cast.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'
import { page } from '../support/page.ts'
import { routesOf, testWorld, type Visitor, visitorOf } from '../support/world.ts'

const banner = 'We are working on the platform'

/** A city with people, and the same seen through a second application that takes nothing. */
async function cityToRead() {
  const url = manyConnections ? await testUrl() : null
  const world = url ? await testWorld({ db: await connectForTest(url) }) : await testWorld()
  const db = url ? await connectForTest(url, { readOnly: true }) : readAlone(world.db)
  const log: string[] = []
  const app = await buildApp({
    ...{ db: { ...db, close: async () => {} }, now: world.deps.now, sharedFor: 0 },
    config: { ...world.deps.config, readOnly: true, logLevel: 'warn' },
    logTo: { write: (line) => void log.push(line) },
  })
  onTestFinished(() => app.close())
  return { world, db, app, log }
}

const sameThere = (app: FastifyInstance, who: Visitor) =>
  visitorOf(app, who.cookie('fuyi') ? `fuyi=${who.cookie('fuyi')}` : '', who.personId, who.email)

// Who may see what is asked on SQLite. On PostgreSQL, where nine people took four minutes, that no page writes for five of them.
const asked = engine === 'sqlite' ? roles : (['visitor', 'author', 'officer', 'checker', 'administrator'] as const)

test('every page is there for everybody who may read it, and says that nothing is taken', async () => {
  const { world, app, log } = await cityToRead()
  const cast = await makeCast(world)
  for (const route of routesOf(world, 'GET')) {
    const url = await cast.addressOf(route)
    for (const role of asked) {
      const who = await cast.as(role)
      const usual = await who.get(url)
      const now = await sameThere(app, who).get(url)
      expect([route, role, now.statusCode]).toEqual([route, role, usual.statusCode])
      if (now.statusCode === 200 && String(now.headers['content-type']).startsWith('text/html'))
        expect([route, role, page(now).text.includes(banner)]).toEqual([route, role, true])
    }
  }
  expect(log.filter((line) => /"level":(50|60)/.test(line))).toEqual([])
  const visitor = visitorOf(app, '', null, '')
  expect((await visitor.read('/haicheng?lang=zh-Hant')).text).toContain('目前只能瀏覽')
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok', read_only: true })
  expect((await app.inject('/readyz')).body).toBe('ready, read-only\n')
})

test('every form gets a page in both languages, whoever sends it', async () => {
  const { world, app } = await cityToRead()
  const cast = await makeCast(world)
  for (const route of routesOf(world, 'POST')) {
    const url = await cast.addressOf(route)
    for (const role of ['visitor', 'administrator'] as const) {
      const sent = await sameThere(app, await cast.as(role)).post(url, { words: '寫了一個小時的內容' })
      expect([route, role, sent.statusCode, sent.headers['retry-after']]).toEqual([route, role, 503, '300'])
      if (route.startsWith('POST /sign-out')) continue
      expect([route, page(sent).headings.slice(0, 2)]).toEqual([
        route,
        ['You can only read at the moment', '目前只能瀏覽'],
      ])
    }
  }
})

test('what was typed stands on the page, letter by letter, and can be sent from there once the platform is back', async () => {
  const { world, app } = await cityToRead()
  const author = await world.signedIn('author@example.tw')
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location)
  const problem = '\n第一行 <b>&amp;</b> "引號"\n\n  第三行，後面還有'
  const sent = await sameThere(app, author).post(draft, { title: '海堤步道夜間照明', problem, later: '1' })
  const shown = page(sent)
  expect([shown.text.includes('第三行，後面還有'), shown.links.some(({ href }) => /lang=/.test(href))]).toEqual([
    true,
    false,
  ])
  const form = shown.form(draft)
  expect(form.buttons).toEqual(['Send again'])
  const again = Object.fromEntries(['title', 'problem', 'later'].map((name) => [name, form.sends(name) ?? '']))
  expect(again.problem!.replaceAll('\r\n', '\n')).toBe(problem)
  expect((await author.post(draft, again)).statusCode).toBe(303)
  expect((await author.read(draft)).field('title').value).toBe('海堤步道夜間照明')

  const code = await sameThere(app, author).post('/sign-in/code', { code: '123456' })
  expect([page(code).actions.includes('/sign-in/code'), code.body.includes('123456')]).toEqual([false, false])
})

test('whoever signs out leaves this browser all the same, and is told what was not done', async () => {
  const { world, app } = await cityToRead()
  const person = await world.signedIn('wang@example.tw')
  const there = sameThere(app, person)
  const out = await there.post('/sign-out')
  expect([out.statusCode, page(out).text]).toEqual([503, expect.stringContaining('You are signed out in this browser')])
  expect([there.cookie('fuyi'), out.headers['clear-site-data']]).toEqual(['', '"cache", "storage"'])
})

test('the engine itself refuses to write', async () => {
  const { db } = await cityToRead()
  await expect(write(db, (tx) => tx.delete(governments))).rejects.toBeInstanceOf(ReadOnly)
  if (manyConnections)
    await expect(db.exclusively((exec) => exec('delete from governments'))).rejects.toThrow(/read-?only/i)
})
