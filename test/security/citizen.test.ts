// What somebody with an account tries who means no good.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../src/platform/db/write.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { givenCase } from '../support/cases.ts'
import { page } from '../support/page.ts'
import { testWorld } from '../support/world.ts'

const path = '/haicheng/proposals/2026-0001'

test('what was refused or hidden is not said again below, where nobody checks it', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, {
    ...{ number: '2026-0001', title: '買我的藥', authorId: author.personId, stage: 'refused', publishedAt: null },
    ...{ outcome: 'refused', endedAt: world.clock.now, reasonCode: 'commercial' },
  })
  const advert = { words: '請到我的店買藥，今天特價。' }
  expect((await author.post(`${path}/updates`, advert)).statusCode).toBe(404)
  expect((await world.visitor().get(path)).body).not.toContain('特價')

  const set = (columns: Partial<typeof proposals.$inferInsert>) =>
    write(world.db, (tx) => tx.update(proposals).set(columns).where(eq(proposals.id, id)))
  const published = { publishedAt: world.clock.now, closesBefore: new Date(world.clock.now.getTime() + 86_400_000) }
  await set({ stage: 'gathering', ...published, outcome: null, endedAt: null, reasonCode: null })
  expect((await author.post(`${path}/updates`, { words: '謝謝大家的支持與附議。' })).statusCode).toBe(303)
  await set({ hiddenAt: world.clock.now, hiddenReason: '廣告' })
  expect((await author.post(`${path}/updates`, advert)).statusCode).toBe(404)
  await set({ hiddenAt: null, hiddenReason: null })
  const shown = await world.visitor().get(path)
  expect(page(shown).text).toContain('謝謝大家的支持')
  expect(shown.body).not.toContain('特價')
})

test('a case that is being checked looks to strangers like one that does not exist, whatever they ask', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  await givenCase(world, {
    ...{
      number: '2026-0001',
      title: '還在檢核的祕密',
      authorId: author.personId,
      stage: 'checking',
      publishedAt: null,
    },
    closesBefore: null,
  })
  const routes = [...world.app.routeTable].filter((route) => /^(GET|POST) \/(:gov|api).*:number/.test(route))
  expect(routes.length).toBeGreaterThan(20)
  for (const visitor of [world.visitor(), await world.signedIn('stranger@example.tw')])
    for (const route of routes) {
      const [method = '', pattern = ''] = route.split(' ')
      const ask = async (number: string) => {
        const url = pattern
          .replace(':gov', 'haicheng')
          .replace(/:number(\(.*?\))?/, number)
          .replace(/:(token|key)/, 'x'.repeat(43))
        const form = { words: '夠長的一句話。', district: 'gangdong', email: 'a@example.tw', consent: '1' }
        const { statusCode, headers, body } = await (method === 'GET' ? visitor.get(url) : visitor.post(url, form))
        // what was typed is kept under a random name
        const told = JSON.stringify([statusCode, headers.location, body]).replaceAll(number, 'NUMBER')
        return told.replace(/(kept=|kept%3D|value=\\?")[\w-]{22}/g, '$1RANDOM')
      }
      expect(await ask('2026-0001'), route).toBe(await ask('2026-0777'))
    }
})

test('an author writes five times a day below a case and twenty times to those who have it; then their words wait, and nobody is mailed', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  await world.staff('moderator')
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明', authorId: author.personId })
  for (const [where, most] of [
    ['updates', 5],
    ['letters', 20],
  ] as const) {
    for (let i = 0; i < most; i++)
      expect((await author.post(`${path}/${where}`, { words: `第 ${i} 次，同樣的話。` })).statusCode).toBe(303)
    const over = await author.post(`${path}/${where}`, { words: '這一次也要說。' })
    expect([over.statusCode, Number(over.headers['retry-after']) > 0]).toEqual([429, true])
    expect(page(over).form(`${path}/${where}`).field('words').value).toBe('這一次也要說。')
    expect(page(over).text).toContain('as often as one day allows')
  }
  const told = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'proposer_replied'))
  expect(told.length).toBe(20)
  expect((await world.visitor().get(path)).body).not.toContain('這一次也要說')
  world.clock.now = new Date(world.clock.now.getTime() + 86_400_000)
  expect((await author.post(`${path}/letters`, { words: '隔天再說一次。' })).statusCode).toBe(303)
})

test('a megabyte in a form is refused as quickly as anything else, with or without an account', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const author = await world.signedIn('author@example.tw')
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location).replace('/problem', '')
  const markup = '<ul><li>'.repeat(60_000)
  const fields = (value: string) => Array.from({ length: 100_000 }, () => value)
  const consent = { email: 'a@example.tw', district: 'gangdong', consent: '1' }
  const forms = [
    () => world.visitor().post('/haicheng/proposals/2026-0001/cosignatures', { ...consent, reason: markup }),
    () => author.post(`${draft}/problem`, { title: markup }),
    () => author.post(`${draft}/benefit`, { links: fields('x') }),
    () => author.post(`${draft}/asks`, { asks: fields('x') }),
  ]
  for (const send of forms) {
    const before = process.cpuUsage()
    const { statusCode, body } = await send()
    const { user, system } = process.cpuUsage(before)
    expect(statusCode).toBe(422)
    expect(body.length, 'given back as typed, and not much more').toBeLessThan(4_000_000)
    expect((user + system) / 1e6, 'seconds of the processor').toBeLessThan(0.8)
  }
})
