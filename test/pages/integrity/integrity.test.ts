// Staff look at how co-signatures came, and decide of many at once: seen before it is done, undone after, by two where it is much.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { IsForTwo } from '../../../src/domain/cosignatures/batch-law.ts'
import { actOnBatch, carryOnAll } from '../../../src/domain/cosignatures/batch-store.ts'
import { forgetBatchRows } from '../../../src/domain/cosignatures/forget-batches.ts'
import { holdInCase } from '../../../src/domain/cosignatures/hold-unusual.ts'
import { currentRules } from '../../../src/domain/governments/store.ts'
import { needsSecond, thresholdAfter } from '../../../src/domain/integrity/batch.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatureBatches, cosignatureBatchRows, cosignatureSignals } from '../../../src/schema/integrity.ts'
import { people } from '../../../src/schema/people.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { casePath, signAs, standing, watched } from '../../support/signs.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const path = '/haicheng/desk/2026-0001/integrity'
const words = '同一人以電腦產生的信箱'

/** Twelve made-up addresses, held; and three others. */
async function attacked(rules = {}) {
  const world = await testWorld({ rules: { threshold: 5000, ...rules } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (let i = 10; i < 22; i++) await signAs(world, `voter${i}@made-up.example.org`)
  for (const name of ['mei', 'lin', 'chen']) await signAs(world, `${name}@hinet.net`)
  await holdInCase(world, id, world.clock.now)
  return { world, id, moderator: await world.staff('moderator') }
}
const decide = (who: Visitor, which: string, to: string, step = 'do') => who.post(path, { which, to, words, step })
const entriesOf = async ({ db }: World, kind: 'cosignatures_released' | 'cosignatures_invalidated' | 'undone') =>
  (await db.reads.select().from(record).where(eq(record.kind, kind))).map(({ facts, role, digest }) => ({
    facts,
    role,
    digest: digest?.length,
  }))
const lastBatch = async ({ db }: World) =>
  (await db.reads.select().from(cosignatureBatches)).sort((a, b) => (a.id < b.id ? 1 : -1))[0]!

const lastUndo = async ({ db }: World, id: string) =>
  (await db.reads.select().from(cosignatureBatches).where(eq(cosignatureBatches.id, id)))[0]!

test('the page says what they have in common, names no person, and changes nothing by itself', async () => {
  const { world, id, moderator } = await attacked()
  for (const language of ['zh-Hant', 'en']) {
    const answer = await moderator.get(`${path}?lang=${language}`)
    const { text } = page(answer)
    expect(text).toContain('voter##@example.org')
    expect(text).toContain('hinet.net')
    expect(text).not.toMatch(/voter1\d@|mei@/)
    expect(answer.body).not.toMatch(/undefined|integrity\.[a-z]/)
  }
  expect((await moderator.read('/haicheng/desk/2026-0001')).hrefs).toContain(path)
  const tried = await decide(moderator, 'held', 'counted', 'try')
  expect([tried.statusCode, tried.body.includes('3 now, 15 after')]).toEqual([200, true])
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 12, even: true })
  expect((await (await world.staff('officer', world.agencies.environment)).get(path)).statusCode).toBe(403)
})

test('a pattern that fewer than five share is told as a code, also at a provider that everybody uses', async () => {
  const { world, moderator } = await attacked()
  const shown = async () => (await moderator.read(path)).text
  for (const year of [1985, 1990, 1995, 2001]) await signAs(world, `chenyating${year}@gmail.com`)
  expect(await shown()).toContain('gmail.com')
  expect(await shown(), 'nearly an address').not.toContain('chenyating')
  await signAs(world, 'chenyating2002@gmail.com')
  expect(await shown()).toContain('chenyating####@gmail.com')
})

test('what is released is counted, is not held again, and the release can be undone', async () => {
  const { world, id, moderator } = await attacked()
  expect((await decide(moderator, 'held', 'counted')).statusCode).toBe(303)
  expect(await standing(world, id)).toMatchObject({ count: 15, held: 0, even: true })
  expect(await entriesOf(world, 'cosignatures_released')).toEqual([
    { facts: { count: 12, change: 12, reason: 'staff' }, role: 'moderator', digest: 64 },
  ])
  expect(await holdInCase(world, id, world.clock.now), 'somebody has looked').toBe(0)
  const { id: batch } = await lastBatch(world)
  await moderator.post(`${path}/${batch}`, { act: 'undo' })
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 12, even: true })
  expect((await moderator.post(`${path}/${batch}`, { act: 'undo' })).statusCode, 'once').toBe(422)
  await watched(world)
  const { assurance } = (await world.visitor().get(`/api/v1${casePath}`)).json().cosignatures
  expect(assurance, 'a release that was undone is none').toMatchObject({ released: 0, held: 12 })
  const { text } = await world.visitor().read(`${casePath}?lang=en`)
  expect(text).toMatch(/Checked and counted: 0 \(a decision of [^)]+ no longer stands\)/)
})

test('more than the rules allow one person wait for a second one, who is somebody else', async () => {
  const { world, id, moderator } = await attacked({ decidedAlone: 10 })
  await decide(moderator, 'held reason series', 'invalid')
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 12 })
  const { id: batch } = await lastBatch(world)
  expect((await moderator.post(`${path}/${batch}`, { act: 'confirm' })).statusCode).toBe(422)
  const administrator = await world.staff('administrator')
  expect((await administrator.post(`${path}/${batch}`, { act: 'confirm' })).statusCode).toBe(303)
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 0, invalid: 12, even: true })
  expect(await entriesOf(world, 'cosignatures_invalidated')).toEqual([
    { facts: { count: 12, change: 0, reason: 'staff' }, role: 'moderator', digest: 64 },
  ])
})

test('a threshold follows, both ways: met by what is released, missed once that does not count', async () => {
  const { world, id, moderator } = await attacked({ threshold: 12, seriesFrom: 10 })
  const administrator = await world.staff('administrator')
  const both = async (which: string, to: string) => {
    await decide(moderator, which, to)
    await administrator.post(`${path}/${(await lastBatch(world)).id}`, { act: 'confirm' })
  }
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 3, held: 12 })
  await both('held', 'counted')
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 15, even: true })
  const series = /counted series [\w-]+/.exec((await moderator.get(path)).body)![0]
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  await both(series, 'invalid')
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 3, invalid: 12, even: true })
  expect(await entriesOf(world, 'undone')).toMatchObject([
    { facts: { what: 'threshold_met', count: 3, threshold: 12 } },
  ])
  expect((await world.visitor().read(casePath)).text).toContain('Threshold no longer met')
  // to take back what two decided needs two
  const last = `${path}/${(await lastBatch(world)).id}`
  const asked = await administrator.post(last, { act: 'undo' })
  expect(asked.headers.location).toBe(`${path}?done=waits#batches`)
  expect((await administrator.read(`${path}?lang=zh-Hant`)).text).toContain('復原待另一位同仁同意')
  expect((await administrator.post(last, { act: 'undo' })).statusCode, 'by the same once more').toBe(422)
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 3, invalid: 12 })
  await moderator.post(last, { act: 'undo' })
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 15, even: true })
})

test('a moderator with a program moves no threshold alone: not by many small pieces, not by two at one moment, not by undoing', async () => {
  const world = await testWorld({ rules: { threshold: 12, seriesFrom: 5, decidedAlone: 100 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (let i = 10; i < 16; i++) {
    await signAs(world, `voter${i}@made-up.example.org`)
    await signAs(world, `elector${i}@made-up.example.net`)
  }
  for (const name of ['mei', 'lin', 'chen']) await signAs(world, `${name}@hinet.net`)
  await holdInCase(world, id, world.clock.now)
  const moderator = await world.staff('moderator')
  const series = [...new Set((await moderator.get(path)).body.match(/held series [\w-]+/g))]
  expect(series).toHaveLength(2)
  const sent = await Promise.all(series.map((which) => decide(moderator, which, 'counted')))
  expect(sent.map(({ statusCode }) => statusCode)).toEqual([303, 303])
  await carryOnAll(world, world.clock.now)
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 9, held: 6, even: true })
  const batches = await world.db.reads.select().from(cosignatureBatches)
  expect(batches.map(({ state }) => state).sort()).toEqual(['done', 'waiting'])
  // others sign until it is met; what one released may not be taken back by one any more
  for (const name of ['wu', 'wang', 'cai']) await signAs(world, `${name}@hinet.net`)
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 12 })
  const released = batches.find(({ state }) => state === 'done')!
  await moderator.post(`${path}/${released.id}`, { act: 'undo' })
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 12 })
  await moderator.post(`${path}/${released.id}`, { act: 'drop' })
  expect((await lastUndo(world, released.id)).undoAskedById).toBeNull()
})

test('in pieces it is as much as at once: a day’s decisions of one person count together', async () => {
  const { world, id, moderator } = await attacked({ decidedAlone: 13 })
  await decide(moderator, 'held', 'invalid')
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 0, invalid: 12 })
  const domain = /counted domain [\w-]+/.exec((await moderator.get(path)).body)![0]
  const tried = await decide(moderator, domain, 'held', 'try')
  expect(page(tried).buttons).toContain('Ask a colleague to agree')
  await decide(moderator, domain, 'held')
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 0 })
  world.clock.now = new Date(world.clock.now.getTime() + 25 * 3_600_000)
  await decide(moderator, domain, 'held')
  expect(await standing(world, id)).toMatchObject({ count: 0, held: 3, even: true })
})

test('what one takes back is added to their day, whoever decided it; only a mistake of the same day is taken back at once', async () => {
  const { world, id, moderator } = await attacked({ decidedAlone: 13 })
  const administrator = await world.staff('administrator')
  const later = (hours: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + hours * 3_600_000)
  }
  const undo = async (who: Visitor, batch: string) =>
    (await who.post(`${path}/${batch}`, { act: 'undo' })).headers.location
  await decide(moderator, 'held', 'invalid')
  const { id: first } = await lastBatch(world)
  expect(await undo(moderator, first), 'a mistake of one’s own').toContain('done=undo#')
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 12, invalid: 0 })
  // held again, which is as much as a day allows and more
  await decide(moderator, 'held', 'counted')
  expect(await standing(world, id)).toMatchObject({ count: 3, held: 12 })
  await moderator.post(`${path}/${(await lastBatch(world)).id}`, { act: 'drop' })
  later(25)
  await decide(moderator, 'held', 'counted')
  const { id: second } = await lastBatch(world)
  expect(await standing(world, id)).toMatchObject({ count: 15, held: 0 })
  // a colleague has a day of their own, and after it the undoing of others' waits
  const domain = /counted domain [\w-]+/g.exec((await administrator.get(path)).body)![0]
  await decide(administrator, domain, 'held')
  const { total, state } = await lastBatch(world)
  expect(state).toBe('done')
  const before = await standing(world, id)
  expect(await undo(administrator, second), `${total} and 12 are more than 13`).toContain('done=waits#')
  expect(await standing(world, id)).toEqual(before)
  later(25)
  // a day later one takes the other's back alone; that is their day
  await administrator.post(`${path}/${second}`, { act: 'drop' })
  expect(await undo(administrator, second)).toContain('done=undo#')
  const tried = await decide(administrator, 'held', 'counted', 'try')
  expect(page(tried).buttons).toContain('Ask a colleague to agree')
  expect((await lastUndo(world, second)).undoneById).toBe(administrator.personId)
})

test('who takes something back while the threshold comes near asks a colleague for the rest', async () => {
  const { world, id, moderator } = await attacked({ threshold: 17 })
  const administrator = await world.staff('administrator')
  await decide(moderator, 'held', 'counted')
  const { id: batch } = await lastBatch(world)
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 15 })
  // pressed while it could be taken back alone; before it is carried out the threshold is met
  const { rules } = await currentRules(world.db.reads, world.government.id, world.clock.now)
  const isForTwo: IsForTwo = ({ n, alone, change }, of) => needsSecond(n + alone, thresholdAfter(of, change), rules)
  const of = { proposalId: id, id: batch }
  const pressed = await write(world.db, (tx) =>
    actOnBatch(tx, of, 'undo', moderator.personId!, isForTwo, world.clock.now),
  )
  expect(pressed).toBe(true)
  for (const name of ['wu', 'wang']) await signAs(world, `${name}@hinet.net`)
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 17 })
  await carryOnAll(world, world.clock.now)
  expect(await lastUndo(world, batch)).toMatchObject({ state: 'stopped', undoAskedById: moderator.personId })
  expect(await standing(world, id)).toMatchObject({ stage: 'review', count: 17 })
  expect((await administrator.read(`${path}?lang=en`)).text).toContain('Undoing it waits for a colleague')
  expect((await moderator.post(`${path}/${batch}`, { act: 'undo' })).statusCode).toBe(422)
  expect((await administrator.post(`${path}/${batch}`, { act: 'undo' })).statusCode).toBe(303)
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 5, held: 12, even: true })
})

test('whose they were is forgotten after fourteen days, and then nothing can be undone', async () => {
  const { world, moderator } = await attacked()
  await decide(moderator, 'held', 'invalid')
  await forgetBatchRows(world, new Date(world.clock.now.getTime() + 14 * 86_400_000))
  expect(await world.db.reads.select().from(cosignatureBatchRows)).toEqual([])
  expect((await moderator.post(`${path}/${(await lastBatch(world)).id}`, { act: 'undo' })).statusCode).toBe(422)
})

test('a form without a reason or a choice comes back as typed', async () => {
  const { moderator } = await attacked()
  const answer = await moderator.post(path, { which: 'held', words: '' })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('Choose what to do with them')
  expect((await decide(moderator, 'invalid', 'counted')).statusCode, 'an invalid one is held first').toBe(422)
})

/** How so many co-signatures of a case came, the first of them from domains that nobody knew. */
async function came({ db, clock }: World, proposalId: string, n: number, unknown: number) {
  const at = clock.now
  const rows = Array.from({ length: n }, (_, i) => ({ id: newId(), i }))
  await write(db, async (tx) => {
    await tx
      .insert(people)
      .values(rows.map(({ id }) => ({ id, email: null, displayName: null, language: 'en', createdAt: at })))
    await tx.insert(cosignatureSignals).values(
      rows.map(({ id, i }) => ({
        ...{ proposalId, personId: id, at, block: `b${i}`, domain: `d${i}`, device: `v${i}`, lone: false, familiar: 0 },
        ...{ domainKind: i < unknown ? ('unknown' as const) : ('public' as const), series: null, cleared: false },
      })),
    )
  })
}

test('domains that nobody knew are laid beside other cases; far more of them say so, with the way to a sample, and hold nobody', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  await came(world, id, 200, 30)
  const moderator = await world.staff('moderator')
  expect((await moderator.read(`${path}?lang=en`)).text, 'nothing to compare with').not.toContain(
    'no one had used here',
  )
  for (const number of ['2026-0002', '2026-0003', '2026-0004'])
    await came(world, await givenCase(world, { number, title: number }), 100, 6)
  const far = await moderator.read(`${path}?lang=en`)
  expect(far.text).toContain('Far more unknown email domains than in other cases')
  expect(far.text).toContain('Of 200 co-signatures in the last 14 days, 15% came from email domains')
  expect(far.text).toContain('In other cases it is usually 6%.')
  expect(far.hrefs).toContain('/haicheng/desk/2026-0001/sample')
  expect((await moderator.read(`${path}?lang=zh-Hant`)).text).toContain('有 15% 來自本地從未見過的郵件網域')
  const usual = await moderator.read('/haicheng/desk/2026-0002/integrity?lang=en')
  expect(usual.text).toContain('6% came from email domains')
  expect(usual.text).not.toContain('Far more unknown')
  expect(await holdInCase(world, id, world.clock.now)).toBe(0)
})
