// Asking the register office: a file out, a file in, two administrators for each, and nothing of what was typed stays.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { endRegisterRequests } from '../../../src/domain/cosignatures/register-answers.ts'
import { changedVerifications } from '../../../src/operations/verification-facts.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { record } from '../../../src/schema/record.ts'
import { registerBatches, registerRequests } from '../../../src/schema/register.ts'
import { verifications } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { casePath, standing } from '../../support/signs.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const self = '/haicheng/verification/register'
const settings = '/haicheng/desk/settings/register'
const people = {
  mei: { id_number: 'A223456781', birth_date: '79/1/31' },
  lin: { id_number: 'B123456780', birth_date: '1985-12-01' },
  wang: { id_number: '=C123456789', birth_date: '1970-02-03' },
}

/** An office that is asked, and two administrators. */
async function withOffice(rules = {}) {
  const world = await testWorld({ rules })
  const one = await world.staff('administrator', null, 'one@haicheng.test')
  const two = await world.staff('administrator', null, 'two@haicheng.test')
  const office = { name: 'Haicheng Register Office', fields: ['id_number', 'birth_date'], open: '1' }
  expect((await one.post(settings, office)).headers.location).toBe(`${settings}?said=saved`)
  return { world, one, two }
}
async function asking(world: World, name: keyof typeof people): Promise<Visitor> {
  const who = await world.signedIn(`${name}@example.test`)
  expect((await who.post(self, people[name])).headers.location).toBe(`${self}?done=asked`)
  return who
}
/** Drawn up by one, released by the other; the lines by their number. */
async function fileOf(one: Visitor, two: Visitor, number = 1): Promise<Map<string, string>> {
  await one.post(`${settings}/files`)
  expect((await two.post(`${settings}/files/${number}`, { step: 'send' })).headers.location).toBe(
    `${settings}?said=sent`,
  )
  const { body } = await two.get(`${settings}/files/${number}/lines.csv`)
  const rows = body.trim().split('\r\n').slice(1)
  return new Map(rows.map((row) => [row.split(',')[1]!, row.split(',')[0]!]))
}
const csv = (...rows: string[]) => ({
  field: 'answers',
  name: 'answers.csv',
  type: 'text/csv',
  bytes: Buffer.from(['line,answer', ...rows].join('\n')),
})
/** The dry run, and the button under it. */
async function bring(who: Visitor, ...rows: string[]) {
  const tried = page(await who.hand(`${settings}/answers`, {}, csv(...rows)))
  const lines = tried.sends('lines')
  const done = lines ? String((await who.post(`${settings}/answers`, { lines })).headers.location) : null
  return { text: tried.text, done }
}
const outcomes = async ({ db }: World) =>
  (await db.reads.select().from(outbox).where(eq(outbox.kind, 'verification_answered')))
    .map(({ address, facts }) => [address, facts.outcome])
    .sort()

test('a file goes out and its answer comes in by two; whoever is known counts, all hear of it, and nothing typed is left', async () => {
  const { world, one, two } = await withOffice({ levelToCount: 2 })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const mei = await asking(world, 'mei')
  await mei.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
  await asking(world, 'lin')
  await asking(world, 'wang')
  expect((await mei.read('/haicheng/verification')).hrefs).toContain(self)
  expect((await mei.read(`${self}?lang=zh-Hant`)).text).toContain('等待下一批檔案')
  expect(await tablesHolding(world, 'A223456781'), 'sealed').toEqual([])

  await one.post(`${settings}/files`)
  const own = await one.post(`${settings}/files/1`, { step: 'send' })
  expect([own.statusCode, page(own).text]).toEqual([422, expect.stringContaining('Another administrator must release')])
  expect((await one.get(`${settings}/files/1/lines.csv`)).statusCode, 'not before it is released').toBe(404)
  expect((await one.post(`${settings}/files/1`, { step: 'drop' })).headers.location).toContain('dropped')
  const lines = await fileOf(one, two)
  const file = await two.get(`${settings}/files/1/lines.csv`)
  expect(file.headers['content-disposition']).toContain('register-haicheng-1.csv')
  expect(file.body).toMatch(/^\ufeffline,id_number,birth_date,answer\r\n/)
  expect(file.body).toContain(',A223456781,1990-01-31,\r\n')
  expect(file.body, 'no formula').toContain(',C123456789,1970-02-03,')

  await two.post(`${settings}/files/1`, { step: 'end' })
  expect((await two.get(`${settings}/files/1/lines.csv`)).statusCode).toBe(404)
  expect((await world.db.reads.select().from(registerRequests)).map(({ sealed }) => sealed)).toEqual([null, null, null])
  expect((await mei.read(`${self}?lang=en`)).text).toContain('has gone out')
  const again = await mei.post(self, people.mei)
  expect([again.statusCode, page(again).text]).toEqual([422, expect.stringContaining('take it back first')])

  const [a, b, c] = [lines.get('A223456781')!, lines.get('B123456780')!, lines.get('C123456789')!]
  const rows = [`${a},yes`, `${b},否`, `${c},perhaps`, 'ffff-ffff-ffff,yes', `${c},`]
  const first = await bring(one, ...rows)
  expect(first.text).toContain('Kept until a colleague brings in the same: 2')
  expect(first.text).toContain('Lines that do nothing: 2')
  expect(first.text).toContain('Neither yes nor no')
  expect(first.done).toContain('said=brought&n=2&yes=0&no=0')
  expect(await world.db.reads.select().from(verifications), 'one alone verifies nobody').toEqual([])
  const twice = await bring(one, `${a},yes`)
  expect([twice.text, twice.done]).toEqual([expect.stringContaining('You have brought it in already'), null])
  const differs = await two.hand(`${settings}/answers`, {}, csv(`${a},no`))
  expect(page(differs).text).toContain('A colleague read another answer')

  const second = await bring(two, ...rows)
  expect(second.text).toContain('Decided, since a colleague has read the same: yes 1, no 1')
  expect(second.done).toContain('said=brought&n=0&yes=1&no=1')
  expect(await world.db.reads.select().from(verifications)).toMatchObject([
    { personId: mei.personId, method: 'register', issuer: 'Haicheng Register Office', level: 2 },
  ])
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  expect(await outcomes(world)).toEqual([
    ['lin@example.test', 'no'],
    ['mei@example.test', 'yes'],
  ])
  expect(await world.db.reads.select().from(registerRequests), 'gone with the answer').toHaveLength(1)
  for (const text of ['A223456781', '1990-01-31', '19900131', 'B123456780'])
    expect(await tablesHolding(world, text)).toEqual([])
  expect((await mei.read('/haicheng/verification')).text).toContain('By Haicheng Register Office, asked by file.')
  const told = await world.db.reads.select().from(record).where(eq(record.kind, 'settings_changed'))
  expect(told.map(({ facts }) => [facts.act, facts.lines ?? facts.yes, facts.no])).toEqual(
    expect.arrayContaining([
      ['sent', 3, undefined],
      ['answered', 1, 1],
    ]),
  )
  expect((await world.visitor().read('/haicheng/help/changes')).text).toContain('answers brought in')

  // what somebody changes behind the application's back, as far as the record tells it
  const { db } = world
  expect(await changedVerifications(db.reads)).toEqual([])
  const [row] = await db.reads.select().from(verifications)
  const lin = await world.signedIn('lin@example.test')
  const forged = { ...row!, id: 'forged', personId: lin.personId!, subjectKey: 'f'.repeat(64) }
  await write(db, (tx) => tx.insert(verifications).values(forged))
  expect(await changedVerifications(db.reads)).toEqual([
    '/haicheng: 2 people are verified by the register office; the record has 1 answers “yes”.',
  ])
  await write(db, (tx) => tx.delete(verifications).where(eq(verifications.id, 'forged')))
  await write(db, (tx) => tx.update(registerBatches).set({ yes: 2, lines: 4 }))
  expect(await changedVerifications(db.reads)).toEqual([
    '/haicheng: file 1 to the register office has 4 lines; the record says 3 of it.',
    '/haicheng: files to the register office have 2 answers “yes”; the record comes to 1.',
  ])
  await write(db, (tx) => tx.delete(registerBatches))
  expect(await changedVerifications(db.reads)).toEqual([
    '/haicheng: file 1 to the register office is in the record, and is not there.',
    '/haicheng: files to the register office have 0 answers “yes”; the record comes to 1.',
    '/haicheng: files to the register office have 0 answers “no”; the record comes to 1.',
  ])
})

test('what nobody fetches or answers ends by itself, with a mail; and it can be taken back at any time', async () => {
  const { world, one, two } = await withOffice()
  const mei = await asking(world, 'mei')
  await asking(world, 'lin')
  const lines = await fileOf(one, two)
  const later = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000)
  await endRegisterRequests(world.deps, later(0.9))
  expect((await world.db.reads.select().from(registerRequests)).every(({ sealed }) => sealed !== null)).toBe(true)
  await endRegisterRequests(world.deps, later(1.1))
  expect((await world.db.reads.select().from(registerRequests)).every(({ sealed }) => sealed === null)).toBe(true)
  expect((await mei.post(`${self}/removals`)).headers.location).toBe(`${self}?done=withdrawn`)
  for (const who of [one, two]) await bring(who, `${lines.get('A223456781')},yes`)
  expect(await world.db.reads.select().from(verifications), 'what was taken back is not used').toEqual([])
  await endRegisterRequests(world.deps, later(61))
  expect(await world.db.reads.select().from(registerRequests)).toEqual([])
  expect(await outcomes(world)).toEqual([['lin@example.test', 'expired']])
})

test('staff do not bring in their own line; a line that a colleague misread is begun again; the fields stay while somebody waits', async () => {
  const { world, one, two } = await withOffice()
  const three = await world.staff('administrator', null, 'three@haicheng.test')
  await one.post(self, people.mei)
  const change = await one.post(settings, { name: 'Office', fields: ['name'], open: '1' })
  expect([change.statusCode, page(change).text]).toEqual([422, expect.stringContaining('Draw up their file first')])
  const line = (await fileOf(three, two)).get('A223456781')!
  expect((await bring(one, `${line},yes`)).text).toContain('It is your own')
  await bring(two, `${line},no`)
  const tried = page(await three.hand(`${settings}/answers`, {}, csv(`${line},yes`)))
  await three.post(`${settings}/answers`, { lines: tried.sends('lines')!, anew: '1' })
  await bring(two, `${line},yes`)
  expect(await world.db.reads.select().from(verifications)).toMatchObject([{ personId: one.personId }])
  expect(await world.db.reads.select().from(registerBatches)).toMatchObject([{ yes: 1, no: 0, lines: 1 }])
})

test('files that are no answer are refused in words, and Big5 is read', async () => {
  const { world, one, two } = await withOffice()
  await asking(world, 'mei')
  const line = (await fileOf(one, two)).get('A223456781')!
  const sent = (bytes: Buffer) => one.hand(`${settings}/answers`, {}, { ...csv(), bytes })
  for (const bytes of [Buffer.from(''), Buffer.from('a,b\n1,2'), Buffer.from([0, 1, 2, 3])])
    expect((await sent(bytes)).statusCode).toBe(422)
  const big5 = Buffer.concat([Buffer.from(`line;answer\n${line};`), Buffer.from([0xac, 0x4f])])
  expect(page(await sent(big5)).text).toContain('Kept until a colleague brings in the same: 1')
})
