// An age by the register office: the file asks "at least N" beside where somebody lives, and nothing finer or lower is kept of the answer.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { readAnswers } from '../../../src/domain/verification/register-file.ts'
import { changedVerifications } from '../../../src/operations/verification-facts.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { record } from '../../../src/schema/record.ts'
import { registerBatches, registerRequests } from '../../../src/schema/register.ts'
import { verifications } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { casePath, standing } from '../../support/signs.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const self = '/haicheng/verification/register'
const settings = '/haicheng/desk/settings/register'

const numbers = { mei: 'A223456781', lin: 'B123456780', wang: 'C123456789' }
type Name = keyof typeof numbers

async function withOffice(rules = {}) {
  const world = await testWorld({ rules })
  const one = await world.staff('administrator', null, 'one@haicheng.test')
  const two = await world.staff('administrator', null, 'two@haicheng.test')
  await one.post(settings, { name: 'Haicheng Register Office', fields: ['id_number'], open: '1' })
  return { world, one, two }
}
async function asking(world: World, name: Name, asks_age = '1'): Promise<Visitor> {
  const who = await world.signedIn(`${name}@example.test`)
  const sent = await who.post(self, { id_number: numbers[name], asks_age })
  expect(sent.headers.location).toBe(`${self}?done=asked`)
  return who
}
/** The file as the office gets it, and its lines by their number. */
async function fileOf(one: Visitor, two: Visitor) {
  await one.post(`${settings}/files`)
  await two.post(`${settings}/files/1`, { step: 'send' })
  const { body } = await two.get(`${settings}/files/1/lines.csv`)
  const rows = body
    .replace(/^\ufeff/, '')
    .trim()
    .split('\r\n')
    .map((row) => row.split(','))
  const lineOf = (name: Name) => rows.find((cells) => cells[1] === numbers[name])![0]!
  return { rows, lineOf }
}
const handed = (heading: string, rows: string[]) => ({
  ...{ field: 'answers', name: 'answers.csv', type: 'text/csv' },
  bytes: Buffer.from([heading, ...rows].join('\n')),
})
async function bring(who: Visitor, heading: string, rows: string[], more = {}) {
  const tried = page(await who.hand(`${settings}/answers`, {}, handed(heading, rows)))
  const lines = tried.sends('lines')
  const done = lines ? String((await who.post(`${settings}/answers`, { lines, ...more })).headers.location) : null
  return { text: tried.text, done }
}
const known = async ({ db }: World) =>
  (await db.reads.select().from(verifications))
    .map(({ personId, claim, leastAge }) => ({ personId, claim, leastAge }))
    .sort((a, b) => a.claim.localeCompare(b.claim))

test('a file asks for each age that a rule asks for; whoever is so old counts, and nothing says who is younger', async () => {
  const { world, one, two } = await withOffice({ ageToCount: 18, ageToPropose: 16 })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const mei = await asking(world, 'mei')
  await mei.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
  expect(await standing(world, id)).toMatchObject({ count: 0 })
  const lin = await asking(world, 'lin')
  const wang = await asking(world, 'wang', '')
  expect((await mei.read(`${self}?lang=en`)).text).toContain('You also asked for your age.')
  expect((await wang.read(`${self}?lang=en`)).text).not.toContain('You also asked for your age.')

  const { rows, lineOf } = await fileOf(one, two)
  expect(rows[0]).toEqual(['line', 'id_number', 'answer', 'at_least_16', 'at_least_18'])
  expect(rows.find((cells) => cells[1] === numbers.mei)!.slice(2)).toEqual(['', '', ''])
  expect(rows.find((cells) => cells[1] === numbers.wang)!.slice(2), 'who did not ask').toEqual(['', '-', '-'])
  expect((await two.read(`${settings}?lang=en`)).text).toContain('Ages asked for: 16 and 18')
  expect((await two.read(`${settings}?lang=zh-Hant`)).text).toContain('查詢的年齡：16和18 歲')

  const heading = 'line,answer,at_least_16,at_least_18'
  const answers = [
    `${lineOf('mei')},yes,yes,yes`,
    `${lineOf('lin')},yes,no,no`,
    `${lineOf('wang')},yes,yes,yes`, // the office answers more than it was asked
  ]
  await bring(one, heading, answers)
  const pending = await world.db.reads.select().from(registerRequests)
  const hashes = pending.map(({ ageHash }) => ageHash)
  expect(
    hashes.filter((one) => /^[0-9a-f]{64}$/.test(one ?? '')),
    'of both who asked',
  ).toHaveLength(2)
  expect(new Set(hashes).size, 'and never alike').toBe(3)
  const second = await bring(two, heading, answers)
  expect(second.done).toContain('n=0&yes=3&no=0&of_age=1')
  expect(await world.db.reads.select().from(registerRequests)).toEqual([])

  const ages = (await known(world)).filter(({ claim }) => claim === 'age')
  expect(ages).toEqual([{ personId: mei.personId, claim: 'age', leastAge: 18 }])
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  const mails = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'verification_answered'))
  const factsOf = (who: Visitor) => mails.find(({ personId }) => personId === who.personId)!.facts
  expect(factsOf(mei)).toEqual({ outcome: 'yes', age: 18 })
  expect(factsOf(lin), 'the same as of who did not ask').toEqual(factsOf(wang))
  expect((await mei.read('/haicheng/verification/age?lang=en')).text).toContain('You are verified to be at least 18')
  expect((await lin.read('/haicheng/verification/age?lang=en')).text).not.toContain('You are verified')

  // beside the record
  const told = await world.db.reads.select().from(record).where(eq(record.kind, 'settings_changed'))
  expect(told.find(({ facts }) => facts.act === 'answered')!.facts).toMatchObject({ yes: 3, no: 0, of_age: 1 })
  const { db } = world
  expect(await changedVerifications(db.reads)).toEqual([])
  const [row] = await db.reads.select().from(verifications).where(eq(verifications.claim, 'age'))
  const forged = { ...row!, id: 'forged', personId: lin.personId!, subjectKey: 'f'.repeat(64) }
  await write(db, (tx) => tx.insert(verifications).values(forged))
  expect(await changedVerifications(db.reads)).toEqual([
    '/haicheng: 2 ages are verified by the register office; the record has 1 that it confirmed.',
  ])
  await write(db, (tx) => tx.delete(verifications).where(eq(verifications.id, 'forged')))
  await write(db, (tx) => tx.update(registerBatches).set({ ofAge: 2 }))
  expect(await changedVerifications(db.reads)).toEqual([
    '/haicheng: files to the register office have 2 verified ages; the record comes to 1.',
  ])
})

test('an age stands for itself where nobody lives here; kept is no more than a rule asks for now; both must read the same', async () => {
  const { world, one, two } = await withOffice({ ageToCount: 16 })
  const mei = await asking(world, 'mei')
  const { lineOf } = await fileOf(one, two)
  const line = lineOf('mei')
  await bring(one, 'line,answer,at_least_16', [`${line},no,yes`])
  const again = await bring(one, 'line,answer,at_least_16', [`${line},no,yes`])
  expect([again.text, again.done]).toEqual([expect.stringContaining('You have brought it in already'), null])
  const differs = page(await two.hand(`${settings}/answers`, {}, handed('line,answer', [`${line},no`])))
  expect(differs.text).toContain('A colleague read another answer')
  expect(differs.text).toContain('They asked for an age, and the file says nothing of it: 1')
  expect(await known(world)).toEqual([])
  await bring(two, 'line,answer,at_least_16,at_least_65', [`${line},no,yes,yes`], { anew: '1' })
  await bring(one, 'line,answer,at_least_16,at_least_65', [`${line},no,yes,yes`])
  expect(await known(world)).toEqual([{ personId: mei.personId, claim: 'age', leastAge: 16 }])
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'verification_answered'))
  expect(mail!.facts).toEqual({ outcome: 'no', age: 16 })
})

test('where no rule asks for an age there is no box, none is asked for, and a box that is sent all the same does nothing', async () => {
  const { world, one, two } = await withOffice()
  const mei = await world.signedIn('mei@example.test')
  expect((await mei.read(`${self}?lang=en`)).text).not.toContain('Also ask about my age')
  await asking(world, 'mei')
  expect((await fileOf(one, two)).rows[0]).toEqual(['line', 'id_number', 'answer'])
  expect((await world.db.reads.select().from(registerRequests)).map(({ asksAge }) => asksAge)).toEqual([false])
})

test('whoever comes from the page of ages finds the box ticked, and it stays as typed in a form that came back', async () => {
  const { world } = await withOffice({ ageToCount: 16 })
  const mei = await world.signedIn('mei@example.test')
  const link = `${self}?age=1`
  expect((await mei.read('/haicheng/verification/age')).hrefs).toContain(link)
  const ticked = (body: string) => /name="asks_age"[^>]*\schecked/.test(body)
  expect(ticked((await mei.get(link)).body)).toBe(true)
  expect(ticked((await mei.get(self)).body)).toBe(false)
  const back = await mei.post(self, { id_number: '', asks_age: '1' })
  expect([back.statusCode, ticked(back.body)]).toEqual([422, true])
})

test.each([
  ['yes,yes,yes', 18, true],
  ['yes,是,否', 16, true],
  ['no,yes,', 16, true],
  ['yes,no,no', null, true],
  ['yes,-,-', null, false],
  ['yes,,', null, false],
  ['yes,no,yes', 'ages', true],
  ['yes,perhaps,yes', 'word', true],
  ['yes,1990-01-31,', 'word', true],
] as const)('a line of an office that says %s: %s', (cells, is, saysAge) => {
  const read = readAnswers(`line,answer,at_least_16,at_least_18,at_least_0,at_least_100\nabcd,${cells},yes,yes`)!
  if (typeof is === 'string') expect(read).toMatchObject({ answers: [], refused: [{ row: 2, line: 'abcd', why: is }] })
  else expect(read.answers).toMatchObject([{ line: 'abcd', age: is, saysAge }])
})
