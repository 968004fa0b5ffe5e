// Why people co-signed: on the case page and on a page of their own, without names; a moderator may remove one in public.
import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { nameReasons } from '../../../src/domain/cosignatures/reason-store.ts'
import { isoWithOffset } from '../../../src/lib/calendar.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

/** A case that `n` people signed, a day apart, each with a reason. */
async function reasoned(n: number) {
  const world = await testWorld({ rules: { threshold: 1000 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (let i = 1; i <= n; i++) {
    world.clock.now = new Date(Date.parse('2026-06-02T09:00:00+08:00') + i * 86_400_000)
    const person = await world.signedIn(`person${i}@example.test`)
    await person.post(`${at}/cosignatures`, { district: 'gangdong', reason: `理由第${i}號` })
  }
  return world
}
/** The reasons on a page, as they can be read. */
const reasonsOn = (shown: Page) => shown.items.flatMap((line) => /理由第\d+號/.exec(line)?.[0] ?? [])
/** Where a moderator removes each reason of a page. */
const removalsOn = (shown: Page) => shown.actions.filter((path) => path.endsWith('/removals'))
const removals = async ({ db }: World) => db.reads.select().from(record).where(eq(record.kind, 'reason_removed'))

test('the newest five stand on the case page, all of them page by page, and nobody’s name or address', async () => {
  const world = await reasoned(23)
  const shown = await world.visitor().get(at)
  expect(reasonsOn(page(shown))).toEqual([23, 22, 21, 20, 19].map((i) => `理由第${i}號`))
  expect(page(shown).link('Read all 23 reasons')).toBe(`${at}/reasons`)

  const first = await world.visitor().get(`${at}/reasons`)
  const second = await world.visitor().get(`${at}/reasons?page=2`)
  expect(reasonsOn(page(first))).toHaveLength(20)
  expect(reasonsOn(page(second))).toEqual([3, 2, 1].map((i) => `理由第${i}號`))
  for (const { body } of [shown, first, second]) expect(body).not.toMatch(/person\d+|@example/)
  expect((await world.visitor().get(`${at}/reasons?page=3`)).statusCode).toBe(404)
  expect((await world.visitor().get(`${at}/reasons?page=x`)).statusCode).toBe(400)
})

test('a moderator removes one with public words; its place stays, the text goes, the record says so', async () => {
  const world = await reasoned(2)
  const moderator = await world.staff('moderator')
  const path = removalsOn(await moderator.read(`${at}/reasons`))[1]!

  for (const words of [' ', '依規定辦理。', '本案研議中', 'As appropriate']) {
    const empty = await moderator.post(path, { words })
    expect([words, empty.statusCode]).toEqual([words, 422])
    expect(page(empty).text).toContain('理由第1號')
  }

  const done = await moderator.post(path, { words: '含有他人的電話' })
  expect(done.statusCode).toBe(303)
  for (const address of [at, `${at}/reasons`]) {
    const shown = await world.visitor().get(address)
    expect(shown.body).not.toContain('理由第1號')
    expect(page(shown).item('含有他人的電話').text).toContain('Removed')
    expect(reasonsOn(page(shown))).toEqual(['理由第2號'])
  }
  await moderator.post(path, { words: '再一次' })
  expect(await removals(world)).toHaveLength(1)
  expect(JSON.stringify(await removals(world))).not.toContain('電話')
  expect((await world.visitor().get(`/api/v1${at}`)).json().cosignatures.count, 'it still counts').toBe(2)
})

test('nobody but a moderator removes a reason, and only of a key that is there', async () => {
  const world = await reasoned(1)
  const moderator = await world.staff('moderator')
  const [path = ''] = removalsOn(await moderator.read(`${at}/reasons`))
  const key = path.split('/').at(-2)
  expect((await world.visitor().post(path, { words: '不實' })).headers.location).toMatch(/^\/sign-in/)
  expect((await (await world.signedIn('a@example.test')).post(path, { words: '不實' })).statusCode).toBe(403)
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.post(path, { words: '不實' })).statusCode).toBe(403)
  expect(removalsOn(await world.visitor().read(`${at}/reasons`))).toEqual([])
  for (const wrong of ['x', `${key}x`, '0-0', 'zzzzzzzzzzzz-1'])
    expect((await moderator.post(`${at}/reasons/${wrong}/removals`, { words: '不實' })).statusCode).toBe(303)
  expect(await removals(world)).toEqual([])
})

test('the reasons of a hidden case, or of one that is not public, are not shown', async () => {
  const world = await reasoned(1)
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'hide', words: '含有個人資料。' })
  expect((await world.visitor().get(`${at}/reasons`)).statusCode).toBe(410)
})

test('nothing about a reason says who gave it or when in the day: its name is random, and so is its place among those of a day', async () => {
  const world = await testWorld({ rules: { threshold: 1000 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const inOrder: string[] = []
  for (let i = 0; i < 12; i++) {
    world.clock.now = new Date(Date.parse('2026-06-18T09:00:00+08:00') + i * 61_234)
    const person = await world.signedIn(`person${i}@example.test`)
    await person.post(`${at}/cosignatures`, { district: 'gangdong', reason: `理由第${i}號` })
    inOrder.push(`理由第${i}號`)
  }
  const answer = await world.visitor().get(`${at}/reasons`)
  const { body } = answer
  const rows = await world.db.reads.select().from(cosignatures).orderBy(asc(cosignatures.signedAt))
  const moderator = await world.staff('moderator')
  const keys = removalsOn(await moderator.read(`${at}/reasons`)).map((path) => path.split('/').at(-2)!)
  expect(new Set(keys).size).toBe(12)
  for (const { personId, proposalId, signedAt } of rows) {
    const moment = signedAt.getTime()
    for (const said of [personId, String(moment), moment.toString(36), moment.toString(16), signedAt.toISOString()])
      expect(body).not.toContain(said)
    for (const ids of [`${proposalId}:${personId}`, personId])
      for (const hash of ['hex', 'base64url'] as const)
        expect(body).not.toContain(createHash('sha256').update(ids).digest(hash).slice(0, 12))
  }
  const shown = page(answer)
  expect(reasonsOn(shown)).not.toEqual(inOrder)
  expect(keys).toEqual([...keys].sort().reverse())
  expect([...body.matchAll(/datetime="([^"]+)"/g)].map(([, when]) => when)).toEqual(Array(12).fill('2026-06-18'))

  const entries = await world.db.reads.select().from(record).where(eq(record.kind, 'cosigned'))
  expect(entries).toHaveLength(12)
  const theirs = rows.flatMap(({ personId, signedAt }) => [personId, signedAt.toISOString()])
  for (const said of theirs) expect(JSON.stringify(entries)).not.toContain(said)
})

test('no page and no data say when in the day somebody signed, not by the early warning either that a co-signature set off', async () => {
  const world = await testWorld({ rules: { threshold: 1000, earlyWarningShare: 0.003 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const visitor = world.visitor()
  for (let i = 0; i < 4; i++) {
    world.clock.now = new Date(Date.parse('2026-06-18T09:13:07.345+08:00') + i * 3_661_234)
    const person = await world.signedIn(`person${i}@example.test`)
    await person.post(`${at}/cosignatures`, { district: 'gangdong', reason: `理由第${i}號` })
  }
  const rows = await world.db.reads.select().from(cosignatures)
  world.clock.now = new Date('2026-06-20T09:00:00+08:00')
  const data = (await visitor.get(`/api/v1${at}`)).json()
  const day = '2026-06-18T00:00:00+08:00'
  expect(data.timeline.at(-1)).toMatchObject({ kind: 'early_warning', occurred_at: day, recorded_at: day })
  for (const path of [
    at,
    `${at}/reasons`,
    '/haicheng',
    '/haicheng/proposals',
    `/api/v1${at}`,
    '/api/v1/haicheng/proposals',
  ]) {
    const { body, headers } = await visitor.get(path)
    for (const { signedAt } of rows)
      for (const moment of [signedAt.toISOString(), isoWithOffset(signedAt, 'Asia/Taipei'), String(signedAt.getTime())])
        expect([path, body + JSON.stringify(headers)]).toEqual([path, expect.not.stringContaining(moment.slice(0, 19))])
  }
})

test('a form that was open when reasons got other names still removes the one that was meant', async () => {
  const world = await reasoned(2)
  const moderator = await world.staff('moderator')
  const [first] = await world.db.reads.select().from(cosignatures).orderBy(asc(cosignatures.signedAt))
  const { proposalId, personId, signedAt } = first!
  const hash = createHash('sha256').update(`${proposalId}:${personId}`).digest('hex').slice(0, 24)
  const before = `${signedAt.getTime().toString(36)}-${hash}`
  await moderator.post(`${at}/reasons/${before.replace(/.$/, 'x')}/removals`, { words: '不對的' })
  expect(await removals(world)).toEqual([])
  await moderator.post(`${at}/reasons/${before}/removals`, { words: '含有他人的電話' })
  expect(reasonsOn(await world.visitor().read(`${at}/reasons`))).toEqual(['理由第2號'])
})

test('a reason that the version before wrote meanwhile is named afterwards', async () => {
  const world = await reasoned(2)
  await write(world.db, (tx) => tx.update(cosignatures).set({ reasonId: null }))
  expect(await write(world.db, (tx) => nameReasons(tx, 500))).toBe(2)
  const moderator = await world.staff('moderator')
  expect(new Set(removalsOn(await moderator.read(`${at}/reasons`))).size).toBe(2)
})
