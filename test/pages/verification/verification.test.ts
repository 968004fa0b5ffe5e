// Being verified to live here: what counts once it is asked for, what is kept of it, and that one entry verifies one person.
import { existsSync, readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { openCase } from '../../../src/domain/cosignatures/after-counting.ts'
import { moveCosignature } from '../../../src/domain/cosignatures/merge-consent-store.ts'
import { dropOldSubjects } from '../../../src/domain/cosignatures/signed-subjects.ts'
import { changeOf } from '../../../src/domain/log/leaf.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { erasePeople } from '../../../src/domain/people/erase-people.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { identityKey } from '../../../src/domain/verification/identity-key.ts'
import { dropExpiredVerified } from '../../../src/domain/verification/jobs.ts'
import { replaceRoll } from '../../../src/domain/verification/rolls.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatureCounts, cosignatures } from '../../../src/schema/cosignatures.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { verifications } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { connectForTest, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { leavesOf } from '../../support/log.ts'
import { page } from '../../support/page.ts'
import { casePath, signAs, standing } from '../../support/signs.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { watched } from '../../support/watched.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const self = '/haicheng/verification'
const fields = ['id_number', 'birth_date'] as const
const mei = { id_number: 'A223456781', birth_date: '1990-01-31' }
const lin = { id_number: 'B123456780', birth_date: '1985-12-01' }

async function withRoll(options: Parameters<typeof testWorld>[0] = {}) {
  const world = await testWorld(options)
  await watched(world)
  const digests = [mei, lin].map((one) => identityKey(testConfig.secret, 'haicheng', fields, one)!)
  const roll = {
    governmentId: world.government.id,
    name: '2026 roll',
    fields: [...fields],
    digests,
  }
  await write(world.db, (tx) => replaceRoll(tx, roll))
  return world
}
const check = (who: Visitor, values: { [field: string]: string }) =>
  who.post(`${self}/checks`, { source: 'roll', ...values })
const sign = (who: Visitor) => who.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
const levels = async ({ db }: World) =>
  (await db.reads.select().from(cosignatureCounts))
    .filter(({ count }) => count > 0)
    .map(({ assurance, count }) => [assurance, count])
    .sort()
const asked = { threshold: 2, levelToCount: 2 as const }

test('where the rules ask for it, a co-signature waits for its signer, is shown apart, and counts once they are verified', async () => {
  const world = await withRoll({ rules: asked })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const first = await world.signedIn('mei@example.test')
  expect((await first.read(casePath)).text).toContain('counts once you are verified to live here')
  expect((await sign(first)).statusCode).toBe(303)
  const second = await world.signedIn('lin@example.test')
  await sign(second)
  await signAs(world, 'newcomer@example.test')
  expect(await standing(world, id)).toMatchObject({ count: 0, counted: 0, held: 0, stage: 'gathering', even: true })
  const seen = await world.visitor().read(casePath)
  expect(seen.text).toContain('3 not yet verified, not counted')
  expect(seen.text).toContain('Accepted, and counted once their signers are verified: 3')
  expect(seen.text).toContain('Residence verified: 0')
  expect((await world.visitor().read(`${casePath}?lang=zh-Hant`)).text).toContain('3 份附議尚未完成驗證，未計入')
  const mine = await first.read(casePath)
  expect(mine.text).toContain('is kept, and does not count yet')
  expect(mine.hrefs).toContain(self)

  expect((await check(first, mei)).headers.location).toBe(`${self}?done=verified`)
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, stage: 'gathering', even: true })
  expect(await levels(world)).toEqual([[2, 1]])
  expect((await first.read(casePath)).text).not.toContain('does not count yet')
  await check(second, { ...lin, birth_date: '74/12/1' })
  expect(await standing(world, id)).toMatchObject({ count: 2, counted: 2, stage: 'review', even: true })
  const { json } = await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')
  expect(json().cosignatures).toMatchObject({
    count: 2,
    by_assurance: [{ level: 2, count: 2 }],
    assurance: {
      levels: [
        { level: 1, count: 0 },
        { level: 2, count: 2 },
        { level: 3, count: 0 },
      ],
      unverified: 1,
    },
  })
  const csv = (await world.visitor().get(`/api/v1/haicheng/proposals/2026-0001/cosignatures.csv`)).body
  expect(csv).toMatch(/2026-0001,level_2,.*,2,/)
  expect(csv).toMatch(/2026-0001,unverified,.*,1,/)

  await numberEntries(world.deps)
  await takeIn(world.deps)
  const leaves = (await leavesOf(world.db, world.government.id)).filter((leaf) => leaf.case === '2026-0001')
  expect(
    leaves.reduce((sum, leaf) => sum + changeOf(leaf), 0),
    'the log comes to the same',
  ).toBe(2)
  const changed = leaves.filter(({ kind }) => kind === 'cosignature_level_changed')
  expect(changed.map(({ facts, day, id: told }) => [facts, day, told])).toEqual(
    Array(2).fill([{ change: 1, level: 2 }, '2026-06-18', undefined]),
  )
})

test('one entry verifies one account; the second is told the way out, and the same entry counts once in a case', async () => {
  const world = await withRoll({ rules: { ...asked, threshold: 50 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const [first, second] = [await world.signedIn('mei@example.test'), await world.signedIn('mei.two@example.test')]
  await check(first, mei)
  await sign(first)
  const refused = await check(second, { ...mei, id_number: ' a2234-56781 ' })
  expect([refused.statusCode, page(refused).text]).toEqual([422, expect.stringContaining('come to the counter')])
  expect(await world.db.reads.select().from(verifications)).toHaveLength(1)

  // the entry is free again, but it has signed this case already
  await write(world.db, (tx) => erasePeople(tx, [first.personId!]))
  expect((await check(second, mei)).statusCode).toBe(303)
  await sign(second)
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, even: true })
  expect((await world.visitor().read(casePath)).text).toContain('not counted: 1')
})

test('a co-signature that moves with a merged case has the level that is verified now: an entry that verifies another account meanwhile is one verified resident', async () => {
  const world = await withRoll({ rules: { threshold: 50, verifiedMonths: 1 } })
  const closesBefore = new Date('2026-12-31T16:00:00Z')
  const from = await givenCase(world, { number: '2026-0001', title: '海堤步道加路燈', closesBefore })
  const to = await givenCase(world, { number: '2026-0002', title: '海堤步道夜間照明', closesBefore })
  const first = await world.signedIn('mei@example.test')
  await check(first, mei)
  await sign(first)
  world.clock.now = new Date(world.clock.now.getTime() + 32 * 86_400_000)
  await dropExpiredVerified(world.deps, world.clock.now)
  const second = await world.signedIn('mei.two@example.test')
  expect((await check(second, mei)).statusCode).toBe(303)
  await second.post('/haicheng/proposals/2026-0002/cosignatures', { district: 'gangdong', reason: '' })
  const moderator = await world.staff('moderator')
  await moderator.post(`${casePath}/decisions`, { decision: 'merge', target: '2026-0002', words: '訴求相同。' })
  const rows = await world.db.reads.select().from(proposals)
  const [merged, target] = [from, to].map((id) => rows.find((row) => row.id === id)!)
  await write(world.db, async (tx) => {
    const open = { ...target!, ...(await openCase(tx, target!)) }
    return moveCosignature(tx, world.government, merged!, open, first.personId!, world.clock.now, 'secret')
  })
  const there = await world.db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, to))
  expect(there.map(({ assurance }) => assurance).sort()).toEqual([1, 2])
  expect(await standing(world, to)).toMatchObject({ count: 2, even: true })
})

test('ending a verification takes back what only it counted, and it can be given anew', async () => {
  const world = await withRoll({ rules: asked })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const people = [await world.signedIn('mei@example.test'), await world.signedIn('lin@example.test')]
  await check(people[0]!, mei)
  await check(people[1]!, lin)
  for (const one of people) await sign(one)
  expect(await standing(world, id)).toMatchObject({ count: 2, stage: 'review' })
  expect((await people[0]!.post(`${self}/removals`)).headers.location).toBe(`${self}?done=ended`)
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, stage: 'gathering', even: true })
  const other = await world.signedIn('mei.other@example.test')
  await check(other, mei)
  await sign(other)
  expect(await standing(world, id)).toMatchObject({ count: 2, counted: 2, stage: 'review', even: true })
  await people[0]!.post(`${casePath}/withdrawals`)
  expect((await people[0]!.read('/me/data')).text, 'nothing is left of it').not.toContain('Verified by')
  expect((await other.read('/me/data')).text).toContain('Verified by the residents’ roll')
})

test('where the rules ask for nothing, the level of what was signed rises, and falls, and the count stays', async () => {
  const world = await withRoll({ rules: { threshold: 50 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const [one, twin] = [await world.signedIn('mei@example.test'), await world.signedIn('twin@example.test')]
  await sign(one)
  await sign(twin)
  expect(await levels(world)).toEqual([[1, 2]])
  await check(one, mei)
  expect(await levels(world)).toEqual(
    [
      [1, 1],
      [2, 1],
    ].sort(),
  )
  expect(await standing(world, id)).toMatchObject({ count: 2, even: true })
  expect((await one.read(casePath)).text).not.toContain('not yet verified')
  await one.post(`${self}/removals`)
  expect(await levels(world)).toEqual([[1, 2]])
  await check(twin, mei)
  expect(await standing(world, id), 'the same entry signed twice: once it counts').toMatchObject({
    ...{ count: 1, counted: 1, invalid: 1, even: true },
  })
})

test('what is held stays held when its signer is verified, and what staff release waits where its signer is not', async () => {
  const world = await withRoll({ rules: { ...asked, threshold: 50, decidedAlone: 50 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const [one, other] = [await world.signedIn('mei@example.test'), await world.signedIn('lin@example.test')]
  await sign(one)
  await sign(other)
  await write(world.db, (tx) => tx.update(cosignatures).set({ state: 'held' }))
  await check(one, mei)
  expect(await standing(world, id)).toMatchObject({ count: 0, held: 2, even: true })
  const moderator = await world.staff('moderator')
  const batch = { which: 'held', to: 'counted', words: '查過了，都是住在這裡的人', step: 'do' }
  expect((await moderator.post('/haicheng/desk/2026-0001/integrity', batch)).statusCode).toBe(303)
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, held: 0, even: true })
  const [entry] = await world.db.reads.select().from(record).where(eq(record.kind, 'cosignatures_released'))
  expect(entry!.facts).toMatchObject({ count: 2, change: 1 })
  await check(other, lin)
  expect(await standing(world, id)).toMatchObject({ count: 2, counted: 2, even: true })
})

test('nothing of what was typed is anywhere after the answer: no table, no byte of the file, no line of the log', async () => {
  const url = engine === 'sqlite' ? await testUrl() : null
  const db = url ? await connectForTest(url, { strict: true }) : undefined
  const world = await withRoll({ db, config: { logLevel: 'debug' } })
  const who = await world.signedIn('mei@example.test')
  const typed = { id_number: 'Z199887766', birth_date: '1971-03-29' }
  const digest = identityKey(testConfig.secret, 'haicheng', fields, typed)!
  const roll = {
    governmentId: world.government.id,
    name: '2026 roll',
    fields: [...fields],
    digests: [digest],
  }
  expect((await check(who, typed)).statusCode, 'on no roll').toBe(422)
  expect((await check(who, { ...typed, birth_date: '' })).statusCode, 'a field is empty').toBe(422)
  expect((await world.visitor().post(`${self}/checks`, { source: 'roll', ...typed })).statusCode, 'signed out').toBe(
    303,
  )
  await write(world.db, (tx) => replaceRoll(tx, roll))
  expect((await check(who, typed)).statusCode).toBe(303)
  const [row] = await world.db.reads.select().from(verifications)
  expect(row).toMatchObject({ claim: 'resident', level: 2, method: 'roll', issuer: '2026 roll', subjectKey: digest })
  for (const raw of ['Z199887766', '199887766', '1971-03-29', '19710329']) {
    expect(await tablesHolding(world, raw), raw).toEqual([])
    expect(world.log.join('\n')).not.toContain(raw)
    if (!url) continue
    const path = url.slice('file:'.length)
    for (const file of [path, `${path}-wal`, `${path}-journal`])
      if (existsSync(file)) expect(readFileSync(file).includes(raw), `${file} ${raw}`).toBe(false)
  }
})

test('guessing is slow for one person, and for one number by many', async () => {
  const world = await withRoll()
  const who = await world.signedIn('guess@example.test')
  for (let i = 1; i <= 5; i++) expect((await check(who, { ...mei, birth_date: `1990-02-0${i}` })).statusCode).toBe(422)
  const sixth = await check(who, mei)
  expect([sixth.statusCode, page(sixth).text]).toEqual([429, expect.stringContaining('tried too often')])
  for (let i = 1; i <= 5; i++)
    await check(await world.signedIn(`guess${i}@example.test`), { ...mei, birth_date: `1990-03-0${i}` })
  const eleventh = await check(await world.signedIn('another@example.test'), { ...mei, id_number: 'a-223456781' })
  expect(eleventh.statusCode, 'the number was tried ten times today').toBe(429)
  expect((await check(await world.signedIn('lin@example.test'), lin)).statusCode, 'nobody else is hurt').toBe(303)
})

test('where the rules ask for it, nobody submits before they are verified, and the draft is kept', async () => {
  const world = await withRoll({ rules: { levelToPropose: 2 } })
  const author = await world.signedIn('mei@example.test')
  const begun = await author.post('/haicheng/proposals/drafts')
  const base = String(begun.headers.location).replace(/\/[^/]+$/, '')
  const steps: [string, { [field: string]: string | string[] }][] = [
    ['problem', { title: '海堤步道夜間照明', problem: '海堤步道入夜後沒有照明，居民散步時看不清路面。' }],
    ['place', { topic: 'transport' }],
    ['asks', { asks: ['在海堤步道裝設低照度路燈。'] }],
    ['benefit', { benefit: '居民夜間散步比較安全。', links: ['https://example.test/lights', '', ''] }],
    ['agencies', { agencies: ['epb'], name: '海堤居民' }],
  ]
  for (const [step, values] of steps)
    expect([step, (await author.post(`${base}/${step}`, values)).statusCode]).toEqual([step, 303])
  const last = await author.read(`${base}/check`)
  expect(last.hrefs).toContain(self)
  const refused = await author.post(`${base}/submissions`)
  expect([refused.statusCode, page(refused).text]).toEqual([
    422,
    expect.stringContaining('you must be verified to live here'),
  ])
  await check(author, mei)
  expect((await author.read(`${base}/check`)).hrefs).not.toContain(self)
  const sent = await author.post(`${base}/submissions`)
  expect([sent.statusCode, sent.headers.location]).toEqual([303, expect.stringContaining('done=submitted')])
})

test('a verification ends by itself, and what it counted stays; closed cases forget who signed', async () => {
  const world = await withRoll({ rules: { ...asked, threshold: 50, verifiedMonths: 1 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const who = await world.signedIn('mei@example.test')
  await check(who, mei)
  await sign(who)
  world.clock.now = new Date('2026-07-19T09:00:00+08:00')
  const later = await world.signedIn('mei@example.test')
  expect((await later.read(self)).text).not.toContain('You are verified')
  await dropExpiredVerified(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(verifications)).toEqual([])
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, even: true })
  expect(await write(world.db, (tx) => dropOldSubjects(tx, world.clock.now))).toBe(0)
  world.clock.now = new Date('2027-06-18T09:00:00+08:00')
  expect(await write(world.db, (tx) => dropOldSubjects(tx, world.clock.now))).toBe(1)
})
