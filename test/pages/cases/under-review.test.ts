// Co-signatures that came in an unusual way: accepted, held apart, counted once somebody has looked. Whoever signs sees no difference.
import { and, asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { unevenCases, unevenSums } from '../../../src/domain/cosignatures/counts.ts'
import { dropOld, holdInCase } from '../../../src/domain/cosignatures/hold-unusual.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { cosignatureSignals, unusualGroups } from '../../../src/schema/integrity.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const number = '2026-0001'
const path = `/haicheng/proposals/${number}`
const form = { district: 'gangdong', consent: '1', reason: '', wants: '1' }

async function gathering(rules = {}) {
  const world = await testWorld({ rules: { threshold: 5000, ...rules } })
  return { world, id: await givenCase(world, { number, title: '海堤步道夜間照明' }) }
}

/** Signs as a newcomer does: form, mail, button. `browser`: in which it is asked and pressed. */
async function sign(world: World, email: string, from = '203.0.113.9') {
  const browser = world.visitor(from)
  expect((await browser.post(`${path}/cosignatures`, { ...form, email })).statusCode).toBe(200)
  const mails = await world.db.reads
    .select()
    .from(outbox)
    .where(and(eq(outbox.address, email), eq(outbox.kind, 'confirm_cosignature')))
  const { token } = mails.at(-1)!.facts as { token: string }
  return browser.post(`${path}/cosignatures/${token}`)
}

const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
const states = async ({ db }: World) => {
  const rows = await db.reads.select({ state: cosignatures.state }).from(cosignatures)
  const how = (state: string) => rows.filter((row) => row.state === state).length
  return { counted: how('counted'), held: how('held') }
}
const entries = async ({ db }: World, kind: 'cosigned' | 'cosignatures_held') =>
  (await db.reads.select().from(record).where(eq(record.kind, kind)).orderBy(asc(record.position))).map(
    ({ facts }) => facts,
  )
const isEven = async ({ db }: World) => [...(await unevenSums(db.reads)), ...(await unevenCases(db.reads))].length === 0
const json = async (world: World) => (await world.visitor().get(`/api/v1${path}`)).json().cosignatures

test('a disposable address is accepted with the same page and the same mail, and held', async () => {
  const { world, id } = await gathering()
  const usual = await sign(world, 'mei@hinet.net')
  const held = await sign(world, 'mei@0-mail.com')
  expect([held.statusCode, held.headers.location]).toEqual([usual.statusCode, usual.headers.location])
  expect([(await caseNow(world, id)).count, (await states(world)).held]).toEqual([1, 1])
  expect(await entries(world, 'cosigned'), 'both are in the record; one changes the count').toEqual([{}, { change: 0 }])
  expect(await json(world)).toMatchObject({ count: 1, under_review: 1 })
  expect((await world.visitor().read(path)).text).toContain('1 under review')
  expect((await world.visitor().read(`${path}?lang=zh-Hant`)).text).toContain('1 份附議查證中')
  expect(await isEven(world)).toBe(true)
})

test('when a series is recognised, those that were counted before are held as well, and whoever comes next at once', async () => {
  const { world, id } = await gathering()
  for (let i = 1; i <= 9; i++) await sign(world, `voter${i}@made-up.example.org`, `198.51.${i}.1`)
  await sign(world, 'lin@hinet.net')
  expect(await holdInCase(world, id, world.clock.now)).toBe(0)
  expect((await caseNow(world, id)).count).toBe(10)
  await sign(world, 'voter.0@made-up.example.org')
  expect(await holdInCase(world, id, world.clock.now)).toBe(10)
  expect([(await caseNow(world, id)).count, (await states(world)).held]).toEqual([1, 10])
  expect(await entries(world, 'cosignatures_held')).toEqual([{ count: 10, change: -10, reason: 'series' }])
  expect(await isEven(world)).toBe(true)
  expect(await holdInCase(world, id, world.clock.now), 'once').toBe(0)
  await sign(world, 'v-oter8@made-up.example.org')
  expect([(await caseNow(world, id)).count, (await states(world)).held]).toEqual([1, 11])
  expect(await entries(world, 'cosignatures_held')).toHaveLength(1)
})

test('the threshold is not met by what is unusual, though nobody had looked yet', async () => {
  const { world, id } = await gathering({ threshold: 12 })
  for (let i = 0; i < 10; i++) await sign(world, `a${i}@made-up.example.org`)
  await sign(world, 'lin@hinet.net')
  expect((await caseNow(world, id)).count).toBe(11)
  await sign(world, 'mei@hinet.net')
  const now = await caseNow(world, id)
  expect([now.stage, now.count, now.thresholdMetAt]).toEqual(['gathering', 2, null])
  expect(await isEven(world)).toBe(true)
})

test('a case that has met its threshold keeps what is counted; what comes after is held', async () => {
  const { world, id } = await gathering({ threshold: 8 })
  for (let i = 0; i < 10; i++) await sign(world, `a${i}@made-up.example.org`)
  expect((await caseNow(world, id)).stage).toBe('review')
  await holdInCase(world, id, world.clock.now)
  expect((await caseNow(world, id)).count).toBe(10)
  await sign(world, 'a.1@made-up.example.org')
  expect((await states(world)).held).toBe(1)
})

test('who withdraws a held one takes nothing from the count; reasons of held ones are not shown', async () => {
  const { world, id } = await gathering()
  const browser = world.visitor()
  await browser.post(`${path}/cosignatures`, { ...form, reason: '我每天走這裡', email: 'mei@0-mail.com' })
  const [mail] = await world.db.reads.select().from(outbox)
  await browser.post(`${path}/cosignatures/${(mail!.facts as { token: string }).token}`)
  expect((await world.visitor().read(path)).text).not.toContain('我每天走這裡')
  expect((await browser.post(`${path}/withdrawals`)).statusCode).toBe(303)
  expect([(await caseNow(world, id)).count, await states(world)]).toEqual([0, { counted: 0, held: 0 }])
  expect(await isEven(world)).toBe(true)
  expect(await world.db.reads.select().from(cosignatureSignals)).toEqual([])
})

test('a thousand from one school, and a browser of its own for each, are counted; how they came is gone after fourteen days', async () => {
  const { world, id } = await gathering()
  for (let i = 0; i < 60; i++) await sign(world, `s1100${String(i).padStart(3, '0')}@haicheng-sh.edu.tw`)
  expect(await holdInCase(world, id, world.clock.now)).toBe(0)
  expect((await caseNow(world, id)).count).toBe(60)
  const day = 86_400_000
  expect(await dropOld(world, new Date(world.clock.now.getTime() + 12 * day))).toBe(0)
  expect(await dropOld(world, new Date(world.clock.now.getTime() + 13.5 * day))).toBe(60)
  expect(await world.db.reads.select().from(cosignatureSignals)).toEqual([])
  expect(await world.db.reads.select().from(unusualGroups)).toEqual([])
})

test('nothing that is kept of a co-signature can be read, and no two cases keep the same', async () => {
  const { world } = await gathering()
  await givenCase(world, { number: '2026-0002', title: '公園的樹' })
  const mei = await world.signedIn('mei7.of.signals@made-up.example.org')
  await mei.post(`${path}/cosignatures`, { district: 'gangdong' })
  await mei.post('/haicheng/proposals/2026-0002/cosignatures', { district: 'gangdong' })
  const rows = await world.db.reads.select().from(cosignatureSignals)
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toMatch(/of\.signals|made-up|127\.0/)
  for (const what of ['block', 'domain', 'series', 'device'] as const) expect(rows[0]![what]).not.toBe(rows[1]![what])
})
