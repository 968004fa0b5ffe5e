// The counter: two of the staff, a person with a code, and what both of them read on the document.
import { expect, test } from 'vitest'
import { counterVisits, verifications } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { casePath, standing } from '../../support/signs.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld, type Visitor } from '../../support/world.ts'

const self = '/haicheng/verification'
const desk = '/haicheng/desk/counter'
const paper = { id_number: 'A223456781', birth_date: '1990-01-31', seen: '1' }

async function codeFor(who: Visitor): Promise<string> {
  expect((await who.post(`${self}/visits`)).headers.location).toBe(`${self}#counter`)
  return /\d{4} \d{4}/.exec((await who.read(self)).text)![0]
}

test('two colleagues type the same, and the person is verified; one alone, or the person, or a wrong document does nothing', async () => {
  const world = await testWorld({ rules: { levelToCount: 2 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const mei = await world.signedIn('mei@example.test')
  await mei.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
  const code = await codeFor(mei)
  const [one, two] = [await world.staff('moderator'), await world.staff('officer', world.agencies.environment)]
  expect((await mei.get(desk)).statusCode).toBe(403)
  expect((await one.read('/haicheng/desk')).hrefs).toContain(desk)
  expect((await one.post(desk, { ...paper, code, seen: '' })).statusCode, 'not seen').toBe(422)
  expect((await one.post(desk, { ...paper, code: '1234 5678' })).body).toContain('no such code')
  expect((await one.post(desk, { ...paper, code })).headers.location).toBe(`${desk}?done=opened`)
  const again = await one.post(desk, { ...paper, code })
  expect([again.statusCode, page(again).text]).toEqual([422, expect.stringContaining('Another colleague')])
  expect((await two.read(desk)).text).toContain('1 waiting for a second colleague')
  const differs = await two.post(desk, { ...paper, code, id_number: 'A223456782' })
  expect([differs.statusCode, page(differs).text]).toEqual([
    422,
    expect.stringContaining('Begin again with what I typed'),
  ])
  expect(await world.db.reads.select().from(verifications)).toEqual([])
  expect(await standing(world, id)).toMatchObject({ count: 0 })
  expect((await two.post(desk, { ...paper, code })).headers.location).toBe(`${desk}?done=confirmed`)
  expect(await world.db.reads.select().from(verifications)).toMatchObject([
    { personId: mei.personId, method: 'counter' },
  ])
  expect(await world.db.reads.select().from(counterVisits), 'gone with the answer').toEqual([])
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  expect(await tablesHolding(world, 'A223456781')).toEqual([])
  expect((await mei.read(`${self}?lang=zh-Hant`)).text).toContain('由兩位承辦人員臨櫃驗證')
})

test('a colleague who mistyped is put right by a third, and staff do not confirm themselves', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const code = await codeFor(mei)
  const staff = [
    await world.staff('moderator'),
    await world.staff('officer', world.agencies.environment),
    await world.staff('administrator'),
  ] as const
  await staff[0].post(desk, { ...paper, code, id_number: 'A999999999' })
  expect((await staff[1].post(desk, { ...paper, code, step: 'anew' })).headers.location).toContain('done=opened')
  expect((await staff[1].post(desk, { ...paper, code })).statusCode).toBe(422)
  expect((await staff[2].post(desk, { ...paper, code })).headers.location).toContain('done=confirmed')
  const own = await codeFor(staff[0])
  expect((await staff[0].post(desk, { ...paper, code: own })).body).toContain('your own code')
})

test('the counter moves an entry to the account that its owner shows, and the other account’s co-signature waits again', async () => {
  const world = await testWorld({ rules: { levelToCount: 2 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const [stranger, owner] = [await world.signedIn('stranger@example.test'), await world.signedIn('owner@example.test')]
  const staff = [await world.staff('moderator'), await world.staff('administrator')]
  for (const who of [stranger, owner]) {
    await who.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
    const code = await codeFor(who)
    for (const one of staff) await one.post(desk, { ...paper, code })
    expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, even: true })
    const held = await world.db.reads.select().from(verifications)
    expect(held.map(({ personId }) => personId)).toEqual([who.personId])
  }
  const old = await codeFor(stranger)
  world.clock.now = new Date(world.clock.now.getTime() + 25 * 3_600_000)
  const late = await world.staff('moderator')
  expect((await late.post(desk, { ...paper, code: old })).body).toContain('no longer valid')
})
