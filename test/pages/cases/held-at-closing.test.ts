// A case closes while co-signatures are held: it waits for staff where they could meet the threshold, and not for ever.
import { and, asc, desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { expireDue } from '../../../src/domain/cosignatures/expire-proposals.ts'
import { countUndecided } from '../../../src/domain/cosignatures/held-at-closing.ts'
import { cosignatureBatches } from '../../../src/schema/integrity.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { casePath, signAs, standing, watched } from '../../support/signs.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const desk = '/haicheng/desk/2026-0001/integrity'
const day = 86_400_000
const words = '查證後確認是同一所學校的家長'

/** `honest` counted, `disposable` held, and the case has closed two days ago; its threshold is 5. */
async function closed(honest: number, disposable: number) {
  const world = await testWorld({ rules: { threshold: 5 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (let i = 0; i < honest; i++) await signAs(world, `person${'abcdefgh'[i]}@hinet.net`)
  for (let i = 0; i < disposable; i++) await signAs(world, `x${'abcdefgh'[i]}@0-mail.com`)
  const closesBefore = (await caseNow(world, id)).closesBefore!
  world.clock.now = new Date(closesBefore.getTime() + 2 * day)
  return { world, id, closesBefore }
}
const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
const lastOf = async ({ db }: World, id: string) =>
  (await db.reads.select().from(record).where(eq(record.proposalId, id)).orderBy(desc(record.position)).limit(3)).map(
    ({ kind, facts }) => ({ kind, facts }),
  )
async function decide(world: World, who: Visitor, which: string, to: string) {
  expect((await who.post(desk, { which, to, words, step: 'do' })).statusCode).toBe(303)
  const [batch] = await world.db.reads.select().from(cosignatureBatches).orderBy(desc(cosignatureBatches.id)).limit(1)
  if (batch!.state === 'waiting')
    await (await world.staff('administrator')).post(`${desk}/${batch!.id}`, { act: 'confirm' })
  return batch!.id
}

test('it is not expired while held ones could meet the threshold; page and JSON say until when they are decided', async () => {
  const { world, id, closesBefore } = await closed(3, 2)
  expect(await expireDue(world, world.clock.now)).toBe(0)
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 3, held: 2 })
  const { text } = await world.visitor().read(`${casePath}?lang=en`)
  expect(text).toContain('The co-signatures under review may still meet the threshold')
  expect(text).toContain('2 under review')
  expect((await world.visitor().read(`${casePath}?lang=zh-Hant`)).text).toContain('屆時仍未決定的，一律計入')
  const { cosignatures } = (await world.visitor().get(`/api/v1${casePath}`)).json()
  expect(new Date(cosignatures.decided_before).getTime()).toBe(closesBefore.getTime() + 14 * day - 1000)
  expect((await world.visitor().post(`${casePath}/cosignatures`, { district: 'gangdong' })).statusCode).not.toBe(200)
})

test('it expires at once where they could not', async () => {
  const { world, id, closesBefore } = await closed(2, 2)
  expect(await expireDue(world, world.clock.now)).toBe(1)
  expect(await caseNow(world, id)).toMatchObject({ stage: 'expired', endedAt: closesBefore })
  expect((await world.visitor().read(`${casePath}?lang=en`)).text).toContain('2 held apart when the case ended')
})

test('released after the closing date they meet the threshold, and the agency’s time begins on that day', async () => {
  const { world, id } = await closed(3, 2)
  await decide(world, await world.staff('moderator'), 'held', 'counted')
  const now = await caseNow(world, id)
  expect(now).toMatchObject({ stage: 'review', count: 5, thresholdMetAt: world.clock.now })
  expect(now.answerDueBefore!.getTime()).toBeGreaterThan(world.clock.now.getTime() + 50 * day)
  expect((await standing(world, id)).even).toBe(true)
  expect((await world.visitor().read(`${casePath}?lang=en`)).text).toContain(words)
  const { timeline } = (await world.visitor().get(`/api/v1${casePath}`)).json()
  expect(timeline.filter(({ reason }: { reason: string | null }) => reason === words)).toHaveLength(1)
})

test('found not to count, the case expires on that day; a decision that is undone takes that back', async () => {
  const { world, id } = await closed(3, 2)
  const moderator = await world.staff('moderator')
  const batch = await decide(world, moderator, 'held', 'invalid')
  expect(await expireDue(world, world.clock.now)).toBe(1)
  expect(await caseNow(world, id)).toMatchObject({ stage: 'expired', endedAt: world.clock.now })
  world.clock.now = new Date(world.clock.now.getTime() + day)
  expect((await moderator.post(`${desk}/${batch}`, { act: 'undo' })).statusCode).toBe(303)
  expect(await caseNow(world, id)).toMatchObject({ stage: 'gathering', endedAt: null, outcome: null })
  expect(await expireDue(world, world.clock.now), 'it waits again').toBe(0)
  expect(await lastOf(world, id)).toMatchObject([
    { kind: 'undone', facts: { what: 'expired' } },
    { kind: 'cosignatures_held', facts: { count: 2, change: 0, reason: 'undone' } },
    { kind: 'expired' },
  ])
  const { text } = await world.visitor().read(`${casePath}?lang=en`)
  expect(text).toContain('Not expired: a decision about co-signatures was undone')
  expect(text.split(words), 'the words say why it was done, not why it was undone').toHaveLength(2)
  await decide(world, moderator, 'held', 'counted')
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 5, even: true })
})

test('what nobody has decided after fourteen days is counted, and not held again', async () => {
  const { world, id, closesBefore } = await closed(3, 3)
  const end = new Date(closesBefore.getTime() + 14 * day)
  expect(await countUndecided(world, new Date(end.getTime() - 1000))).toBe(0)
  expect(await expireDue(world, new Date(end.getTime() + day)), 'never while they could').toBe(0)
  expect(await countUndecided(world, end)).toBe(3)
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 6, held: 0, even: true })
  expect(await countUndecided(world, end), 'once').toBe(0)
  const released = and(eq(record.proposalId, id), eq(record.kind, 'cosignatures_released'))
  const rows = await world.db.reads.select().from(record).where(released).orderBy(asc(record.position))
  expect(rows.map(({ facts, role }) => ({ facts, role }))).toEqual([
    { facts: { count: 3, change: 3, reason: 'undecided' }, role: 'system' },
  ])
  expect((await world.visitor().read(`${casePath}?lang=en`)).text).toContain(
    'since nobody decided otherwise in time: 3',
  )
  await watched(world)
  const { assurance } = (await world.visitor().get(`/api/v1${casePath}`)).json().cosignatures
  expect(assurance, 'nobody has looked at them').toMatchObject({ undecided: 3, released: 0, held: 0 })
})

test('below the threshold again after it was met, it gathers no more: it expires', async () => {
  const { world, id } = await closed(3, 2)
  const moderator = await world.staff('moderator')
  await decide(world, moderator, 'held', 'counted')
  const series = /counted domain [\w-]+/.exec((await moderator.get(desk)).body)![0]
  await decide(world, moderator, series, 'invalid')
  await expireDue(world, world.clock.now)
  expect((await caseNow(world, id)).stage).toBe('expired')
})
