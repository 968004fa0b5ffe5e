// How often people may try things: an administrator raises it before a school signs, and nobody can switch it off.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { governments } from '../../../src/schema/governments.ts'
import { record } from '../../../src/schema/record.ts'
import { settingChanges } from '../../../src/schema/settings.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/desk/settings/limits'
const usual = {
  cosigningPerPerson: '120',
  newcomersPerBlock: '1200',
  mailsPerAddress: '20',
  draftsPerPerson: '30',
  proposalsPerPerson: '10',
}
const kept = async ({ db, government }: World) =>
  (await db.reads.select().from(governments).where(eq(governments.id, government.id)))[0]!.limits

test('a school of sixty behind one address can sign once an administrator has raised its limit', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '校門口的斑馬線' })
  const administrator = await world.staff('administrator')
  expect((await administrator.post(at, { ...usual, newcomersPerBlock: '50' })).statusCode).toBe(303)
  const signs = (n: number) =>
    world.visitor('203.0.113.9').post('/haicheng/proposals/2026-0001/cosignatures', {
      email: `pupil${n}@school.test`,
      district: 'gangdong',
      consent: '1',
      notice: '1',
    })
  const answers: number[] = []
  for (let n = 1; n <= 51; n++) answers.push((await signs(n)).statusCode)
  expect(answers.slice(0, 50).every((code) => code === 200)).toBe(true)
  expect(answers[50]).toBe(429)

  expect((await administrator.post(at, { ...usual, newcomersPerBlock: '６０' })).headers.location).toBe(`${at}?done=1`)
  expect((await signs(52)).statusCode).toBe(200)
})

test('forty presses at one moment count as forty presses one after the other', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(at, { ...usual, cosigningPerPerson: '10' })
  const numbers = Array.from({ length: 40 }, (_, i) => `2026-${String(i + 1).padStart(4, '0')}`)
  for (const number of numbers) await givenCase(world, { number, title: '校門口的斑馬線' })
  const mei = await world.signedIn('mei@example.test')
  const form = { district: 'gangdong', consent: '1' }
  const press = (number: string) => mei.post(`/haicheng/proposals/${number}/cosignatures`, form)
  await press(numbers[0]!) // where they live is known then: no press waits for the row of another
  const answers = await Promise.all(numbers.slice(1).map(press))
  const limited = answers.filter(({ statusCode }) => statusCode === 429)
  expect(limited.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true)
  // A server of PostgreSQL counts as many at once as there are connections.
  const counted = (await world.db.reads.select().from(cosignatures)).length
  expect(counted).toBe(numbers.length - limited.length)
  expect(counted).toBeGreaterThanOrEqual(10)
  expect(counted).toBeLessThanOrEqual(engine === 'postgres' ? 20 : 10)
})

test('only numbers that differ from the usual ones are kept as a government’s own', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const overview = async () => (await administrator.read('/haicheng/desk/settings')).text
  expect(await overview()).toContain('The usual numbers')
  await administrator.post(at, { ...usual, newcomersPerBlock: '5,000', proposalsPerPerson: '3' })
  expect(await kept(world)).toEqual({ newcomersPerBlock: 5000, proposalsPerPerson: 3 })
  expect(await overview()).toContain('2 numbers of its own')
  expect((await administrator.read(at)).field('newcomersPerBlock').value).toBe('5000')
  await administrator.post(at, usual)
  expect(await kept(world)).toBeNull()
})

test('the change is in the public record, and colleagues see whose it was', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(at, { ...usual, mailsPerAddress: '40' })
  const [entry] = await world.db.reads.select().from(record).where(eq(record.kind, 'settings_changed'))
  expect(entry).toMatchObject({
    role: 'administrator',
    facts: { area: 'limits', act: 'changed', subject: 'haicheng', mailsPerAddress: 40, draftsPerPerson: 30 },
  })
  const [change] = await world.db.reads.select().from(settingChanges)
  expect(change).toMatchObject({ personId: administrator.personId, area: 'limits' })
  expect((await world.visitor().read('/haicheng/help/changes')).text).toContain('Limits')
})

describe('a limit that cannot be', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    return { world, administrator: await world.staff('administrator') }
  })
  test.each([
    ['newcomersPerBlock', '49', 'At least 50'],
    ['newcomersPerBlock', '20001', 'At most 20,000'],
    ['cosigningPerPerson', '0', 'At least 10'],
    ['mailsPerAddress', 'many', 'Enter a whole number'],
    ['draftsPerPerson', '', 'Enter a whole number'],
  ])('%s is not set to "%s": the rest stays as typed', async (field, typed, words) => {
    const { world, administrator } = shared()
    const sent = await administrator.post(at, { ...usual, proposalsPerPerson: '7', [field]: typed })
    expect(sent.statusCode).toBe(422)
    const back = page(sent)
    expect(Object.keys(back.problems)).toEqual([field])
    expect(back.field(field)).toMatchObject({ value: typed, error: expect.stringContaining(words) })
    expect(back.field('proposalsPerPerson').value).toBe('7')
    expect(await kept(world)).toBeNull()
  })
})

test('pressing save without a change says so, and only administrators come this far', async () => {
  const world = await testWorld()
  const same = await (await world.staff('administrator')).post(at, usual)
  expect([same.statusCode, page(same).problems.form]).toEqual([422, expect.stringContaining('Nothing was changed')])
  const moderator = await world.staff('moderator')
  expect((await moderator.get(at)).statusCode).toBe(403)
  expect((await moderator.post(at, { ...usual, mailsPerAddress: '40' })).statusCode).toBe(403)
  expect(await kept(world)).toBeNull()
})
