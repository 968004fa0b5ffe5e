// A counted sheet that is taken back, and counts again: by two, with a public reason, and all numbers follow both ways.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { dropOldSubjects } from '../../../src/domain/cosignatures/signed-subjects.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { casesIn, differences, type ShownCase } from '../../../src/domain/log/verify.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { identityKey } from '../../../src/domain/verification/identity-key.ts'
import { replaceRoll } from '../../../src/domain/verification/rolls.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { paperSheets, paperSignatures } from '../../../src/schema/paper.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { signedSubjects } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { leavesOf } from '../../support/log.ts'
import { page } from '../../support/page.ts'
import { casePath, signAs, standing, watched } from '../../support/signs.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const paper = '/haicheng/desk/2026-0001/paper'
const mei = ['A223456781', '1990-01-31']
const lin = ['B123456780', '1985-12-01']
const typed = (...lines: string[][]) =>
  Object.fromEntries(
    lines.flatMap(([number, born], i) => [
      [`id_number-${i + 1}`, number!],
      [`birth_date-${i + 1}`, born!],
      [`district-${i + 1}`, 'gangdong'],
    ]),
  )

async function withSheet(rules = {}) {
  const world = await testWorld({ rules })
  await watched(world)
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const staff = [await world.staff('administrator'), await world.staff('moderator')] as const
  await staff[0].post(paper, { n: '2' })
  for (const one of staff) await one.post(`${paper}/1`, typed(mei, lin))
  return { world, id, staff }
}
const ask = (who: Visitor, act: string, words = '名單是偽造的，已報警處理', n = 1) =>
  who.post(`${paper}/${n}/changes`, { step: 'ask', act, words })
const confirm = (who: Visitor, n = 1) => who.post(`${paper}/${n}/changes`, { step: 'confirm' })
const sheet = async ({ db }: World) => (await db.reads.select().from(paperSheets).where(eq(paperSheets.number, 1)))[0]!

test('two take a sheet back: count, threshold, record, log and statement follow, and whoever stood on it signs anew', async () => {
  const { world, id, staff } = await withSheet({ threshold: 2 })
  const [one, two] = staff
  expect(await standing(world, id)).toMatchObject({ count: 2, stage: 'review', even: true })
  for (const words of ['', '依規定辦理'])
    expect((await one.post(`${paper}/1/changes`, { step: 'ask', act: 'take_back', words })).statusCode).toBe(422)
  expect((await ask(one, 'restore')).statusCode, 'it counts').toBe(409)
  expect((await ask(one, 'take_back')).headers.location).toBe(`${paper}?done=change_asked#sheet-1`)
  expect((await ask(two, 'take_back')).statusCode, 'one waits').toBe(409)
  const own = await confirm(one)
  expect([own.statusCode, page(own).text]).toEqual([422, expect.stringContaining('Another colleague must confirm')])
  expect(await standing(world, id), 'nothing yet').toMatchObject({ count: 2 })
  expect((await confirm(two)).headers.location).toBe(`${paper}?done=taken_back#sheet-1`)
  expect(await standing(world, id)).toMatchObject({ count: 0, stage: 'gathering', even: true })
  expect(await world.db.reads.select().from(signedSubjects)).toEqual([])
  const seen = await world.visitor().read(casePath)
  expect(seen.text).toContain('Co-signatures from a sheet of paper taken back: 2')
  expect(seen.text).toContain('名單是偽造的，已報警處理')
  expect(seen.text).toContain('Taken back from paper: 2')
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.get(`${paper}/1/changes`)).statusCode).toBe(403)

  await ask(two, 'restore', '查證後名單屬實')
  await confirm(one)
  expect(await standing(world, id)).toMatchObject({ count: 2, stage: 'review', even: true })
  const shown = (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json()
  expect(shown.cosignatures.assurance).toMatchObject({ paper_taken_back: 0, maybe_twice: 0 })
  await numberEntries(world.deps)
  await takeIn(world.deps)
  const logged = casesIn(await leavesOf(world.db, world.government.id)).get('2026-0001')
  expect(differences(logged, shown as ShownCase, '2026-0001', 'Asia/Taipei')).toEqual([])
  expect((await confirm(one)).statusCode, 'once').toBe(409)
})

test('who signed in another way meanwhile is not counted twice when the sheet counts again', async () => {
  const { world, id, staff } = await withSheet()
  const [one, two] = staff
  await ask(one, 'take_back')
  await confirm(two)
  for (const who of staff) await who.post(`${paper}/2`, typed(mei))
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  await ask(one, 'restore')
  expect((await one.post(`${paper}/1/changes`, { step: 'drop' })).headers.location).toContain('change_dropped')
  await ask(one, 'restore')
  await confirm(two)
  expect(await standing(world, id)).toMatchObject({ count: 2, even: true })
  expect(await sheet(world)).toMatchObject({ state: 'counted', counted: 1, doubles: 1 })
})

test('whose co-signature was found to be a second one of a sheet has the only one once the sheet is taken back, and the other way round', async () => {
  const { world, id, staff } = await withSheet({ threshold: 50 })
  const [one, two] = staff
  const fields = ['id_number', 'birth_date'] as const
  const digests = [mei, lin].map(
    ([id_number, birth_date]) =>
      identityKey(testConfig.secret, 'haicheng', fields, { id_number: id_number!, birth_date: birth_date! })!,
  )
  const roll = { governmentId: world.government.id, name: 'roll', fields: [...fields], digests }
  await write(world.db, (tx) => replaceRoll(tx, roll))
  const sign = async (email: string, [id_number, birth_date]: string[]) => {
    const who = await world.signedIn(email)
    await who.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
    const sent = { source: 'roll', id_number: id_number!, birth_date: birth_date! }
    expect((await who.post('/haicheng/verification/checks', sent)).statusCode).toBe(303)
  }
  await sign('mei@example.test', mei)
  expect(await standing(world, id), 'the sheet was there first').toMatchObject({
    count: 2,
    counted: 0,
    invalid: 1,
    even: true,
  })
  await ask(one, 'take_back', '名單是偽造的')
  await confirm(two)
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, invalid: 0, even: true })
  expect((await world.db.reads.select().from(cosignatures))[0]).toMatchObject({ state: 'counted', assurance: 2 })
  await ask(one, 'restore', '查證後屬實')
  await confirm(two)
  expect(await standing(world, id), 'mei is on both').toMatchObject({ count: 2, counted: 1, even: true })
  await numberEntries(world.deps)
  await takeIn(world.deps)
  const shown = (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json()
  const logged = casesIn(await leavesOf(world.db, world.government.id)).get('2026-0001')
  expect(differences(logged, shown as ShownCase, '2026-0001', 'Asia/Taipei')).toEqual([])
})

test('an address alone and paper may be one person: the statement says how many at most, and the form asks not to', async () => {
  const { world } = await withSheet()
  await signAs(world, 'mei@example.test')
  const seen = await world.visitor().read(casePath)
  expect(seen.text).toContain('perhaps on paper too, so counted twice: 1 at most')
  expect(seen.text).toContain('If you did, do not sign here as well')
  const { json } = await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')
  expect(json().cosignatures.assurance.maybe_twice).toBe(1)
})

test('after closing a sheet can be taken back and count again; not where others could sign in between', async () => {
  const { world, id, staff } = await withSheet({ threshold: 50 })
  const [one, two] = staff
  for (const who of staff) await who.post(`${paper}/2`, typed(['C123456781', '1970-05-05']))
  await ask(one, 'take_back')
  await confirm(two)
  const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.id, id))
  world.clock.now = new Date(row!.closesBefore!.getTime() + 3 * 86_400_000)
  await write(world.db, (tx) => dropOldSubjects(tx, world.clock.now))
  expect((await world.db.reads.select().from(paperSignatures)).map(({ key }) => key)).toEqual([null, null, null])
  const [later, last] = [await world.signedIn(one.email), await world.signedIn(two.email)]
  await ask(later, 'restore')
  const late = await confirm(last)
  expect([late.statusCode, page(late).text]).toEqual([422, expect.stringContaining('cannot count again')])
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  await ask(later, 'take_back', '第二張也是偽造的', 2)
  await confirm(last, 2)
  expect(await standing(world, id)).toMatchObject({ count: 0, even: true })
  await ask(last, 'restore', '查證後屬實', 2)
  await confirm(later, 2)
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
})

test('why a sheet is taken back is typed once, though the session ends meanwhile', async () => {
  const { world, staff } = await withSheet()
  const stranger = world.visitor()
  const sent = await stranger.post(`${paper}/1/changes`, {
    step: 'ask',
    act: 'take_back',
    words: '兩人筆跡相同，須重查。',
  })
  const back = new URL(String(sent.headers.location), 'http://localhost').searchParams.get('next')!
  expect(back).toMatch(/\/paper\/1\/changes\?kept=/)
  const cookie = `fuyi=${staff[0].cookie('fuyi')}; kept=${stranger.cookie('kept')}`
  expect((await staff[0].read(back, { cookie })).field('words').value).toBe('兩人筆跡相同，須重查。')
})
