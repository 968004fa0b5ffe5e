// A co-signature that was a second one of an entry on paper, once that paper is taken back: it stands by what is verified of its signer
// at that moment, and what they signed elsewhere stays as it was.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { changeState } from '../../../src/domain/cosignatures/change-state.ts'
import { takeBackDoubles } from '../../../src/domain/cosignatures/settle-level.ts'
import { claimKey, dropKeys } from '../../../src/domain/cosignatures/signed-subjects.ts'
import { verifyAge, verifyPerson } from '../../../src/domain/cosignatures/verify-person.ts'
import { identityKey, keyInCase } from '../../../src/domain/verification/identity-key.ts'
import { replaceRoll } from '../../../src/domain/verification/rolls.ts'
import { sha256 } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { signedSubjects } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { casePath, standing, watched } from '../../support/signs.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const paper = '/haicheng/desk/2026-0001/paper'
const home = '/haicheng/verification'
const fields = ['id_number', 'birth_date'] as const
const entry = { id_number: 'A223456781', birth_date: '1990-01-31' }
const closesBefore = new Date('2026-12-31T16:00:00Z')

/** A case, a roll, and a sheet that counts the entry; its taking back. */
async function withSheet(rules: object) {
  const world = await testWorld({ rules: { threshold: 50, ...rules } })
  await watched(world)
  const id = await givenCase(world, { number: '2026-0001', closesBefore })
  const digests = [identityKey(testConfig.secret, 'haicheng', fields, entry)!]
  const roll = { governmentId: world.government.id, name: 'roll', fields: [...fields], digests }
  await write(world.db, (tx) => replaceRoll(tx, roll))
  const staff = [await world.staff('administrator'), await world.staff('moderator')] as const
  await staff[0].post(paper, { n: '1' })
  const line = { 'id_number-1': entry.id_number, 'birth_date-1': entry.birth_date, 'district-1': 'gangdong' }
  for (const one of staff) expect((await one.post(`${paper}/1`, line)).statusCode).toBe(303)
  const takeBack = async () => {
    const [one, two] = [await world.signedIn(staff[0].email), await world.signedIn(staff[1].email)]
    await one.post(`${paper}/1/changes`, { step: 'ask', act: 'take_back', words: '名單是偽造的，已報警處理' })
    expect((await two.post(`${paper}/1/changes`, { step: 'confirm' })).statusCode).toBe(303)
  }
  return { world, id, takeBack }
}
const sign = (who: Visitor, at = casePath) => who.post(`${at}/cosignatures`, { district: 'gangdong', reason: '' })
const lives = (who: Visitor) => who.post(`${home}/checks`, { source: 'roll', ...entry })
const isOld = (who: Visitor) => who.post(`${home}/age/checks`, { source: 'roll', least: '16', ...entry })
const rowIn = async ({ db }: World, id: string) =>
  (await db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, id)))[0]

test('whose age was verified while their co-signature was a double of paper counts once the paper is taken back', async () => {
  const { world, id, takeBack } = await withSheet({ ageToCount: 16 })
  const mei = await world.signedIn('mei@example.test')
  await sign(mei)
  await lives(mei)
  expect(await rowIn(world, id)).toMatchObject({ state: 'invalid', ofAge: false })
  expect((await isOld(mei)).statusCode).toBe(303)
  await takeBack()
  expect(await rowIn(world, id)).toMatchObject({ state: 'counted', ofAge: true, assurance: 2 })
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, invalid: 0, even: true })
})

test('whose verified age ended meanwhile waits for it again', async () => {
  const { world, id, takeBack } = await withSheet({ ageToCount: 16 })
  const mei = await world.signedIn('mei@example.test')
  await sign(mei)
  await isOld(mei)
  expect(await rowIn(world, id)).toMatchObject({ state: 'invalid', ofAge: true })
  await mei.post(`${home}/age/removals`)
  await takeBack()
  expect(await rowIn(world, id)).toMatchObject({ state: 'unverified', ofAge: false })
  expect(await standing(world, id)).toMatchObject({ count: 0, counted: 0, even: true })
})

test('what they signed elsewhere stays as it was, though what was verified of them has run out since', async () => {
  const { world, id, takeBack } = await withSheet({ levelToCount: 2, verifiedMonths: 1 })
  const other = await givenCase(world, { number: '2026-0002', closesBefore })
  const mei = await world.signedIn('mei@example.test')
  await sign(mei)
  await sign(mei, '/haicheng/proposals/2026-0002')
  await lives(mei)
  expect([await rowIn(world, id), await rowIn(world, other)]).toMatchObject([
    { state: 'invalid' },
    { state: 'counted' },
  ])
  world.clock.now = new Date(world.clock.now.getTime() + 40 * 86_400_000)
  await takeBack()
  expect([await rowIn(world, id), await rowIn(world, other)]).toMatchObject([
    { state: 'unverified' },
    { state: 'counted', assurance: 2 },
  ])
})

test('whoever is a double by one of two entries as staff undo a decision claims neither, and comes back with the paper', async () => {
  const world = await testWorld({ rules: { threshold: 50, ageToCount: 16 } })
  const { government, db, clock } = world
  const id = await givenCase(world, { number: '2026-0001', closesBefore })
  const mei = await world.signedIn('mei@example.test')
  const personId = mei.personId!
  await sign(mei)
  // the first one in the order in which they are claimed is free
  const [free, taken] = [sha256('one entry'), sha256('another entry')].sort() as [string, string]
  const key = keyInCase(taken, id)
  const decided = { role: 'moderator', at: clock.now } as const
  await write(db, async (tx) => {
    const invalid = { ...decided, from: ['counted'], to: 'invalid', reason: 'staff' } as const
    await changeState(tx, government.id, id, [personId], invalid)
    await verifyPerson(tx, government, personId, { method: 'roll', issuer: 'roll', subjectKey: free }, clock.now)
    const age = { method: 'wallet', issuer: 'wallet', subjectKey: taken, leastAge: 16 } as const
    await verifyAge(tx, government, personId, age, clock.now)
    expect(await claimKey(tx, { proposalId: id, personId: null, key })).toBe(true)
    const undone = { ...decided, from: ['invalid'], to: 'counted', reason: 'undone' } as const
    expect((await changeState(tx, government.id, id, [personId], undone)).moved).toEqual([])
  })
  const claimed = await db.reads.select().from(signedSubjects)
  expect(claimed.map((row) => row.key)).toContain(key)
  expect(claimed.map((row) => row.key)).not.toContain(keyInCase(free, id))
  await write(db, async (tx) => {
    await dropKeys(tx, id, [key])
    await takeBackDoubles(tx, government, id, [key], clock.now)
  })
  expect(await rowIn(world, id)).toMatchObject({ state: 'counted', ofAge: true, assurance: 2 })
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, invalid: 0, even: true })
})
