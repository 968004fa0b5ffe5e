// Paper: numbered sheets, typed by two who do not see each other's lines, settled by a third, and counted once a person.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { dropOldSubjects } from '../../../src/domain/cosignatures/signed-subjects.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { casesIn, differences, type ShownCase } from '../../../src/domain/log/verify.ts'
import { verifyOwn } from '../../../src/domain/log/verify-own.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { identityKey } from '../../../src/domain/verification/identity-key.ts'
import { replaceRoll } from '../../../src/domain/verification/rolls.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { blackouts } from '../../../src/schema/calendar.ts'
import { paperEntries, paperSheets, paperSignatures } from '../../../src/schema/paper.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { rolls } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { leavesOf } from '../../support/log.ts'
import { page } from '../../support/page.ts'
import { casePath, standing } from '../../support/signs.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { watched } from '../../support/watched.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const paper = '/haicheng/desk/2026-0001/paper'
const fields = ['id_number', 'birth_date'] as const
type Line = [id: string, born: string]
const [mei, lin, chen]: Line[] = [
  ['A223456781', '1990-01-31'],
  ['B123456780', '1985-12-01'],
  ['C123456780', '1970-05-05'],
]

/** The form of a sheet with these lines, by their numbers. */
const typed = (lines: { [line: number]: Line }) => ({
  step: 'send',
  ...Object.fromEntries(
    Object.entries(lines).flatMap(([n, [id, born]]) => [
      [`id_number-${n}`, id],
      [`birth_date-${n}`, born],
      [`district-${n}`, 'gangdong'],
    ]),
  ),
})

async function withSheets(rules = {}, n = 3) {
  const world = await testWorld({ rules: { threshold: 50, ...rules } })
  await watched(world)
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const staff = [
    await world.staff('moderator'),
    await world.staff('administrator'),
    await world.staff('moderator', null, 'third@haicheng.test'),
  ] as const
  if (n) expect((await staff[0].post(paper, { n: String(n) })).headers.location).toBe(`${paper}/print?from=1&to=${n}`)
  return { world, id, staff }
}
/** A roll of these people, in place of the one before. */
async function onRoll({ db, government, clock }: World, people: Line[]) {
  const digests = people.map(
    ([id_number, birth_date]) => identityKey(testConfig.secret, 'haicheng', fields, { id_number, birth_date })!,
  )
  const roll = { governmentId: government.id, name: 'roll', fields: [...fields], digests, at: clock.now }
  await write(db, (tx) => replaceRoll(tx, roll))
}
const sheet = async ({ db }: World, number: number) =>
  (await db.reads.select().from(paperSheets)).find((one) => one.number === number)!

test('sheets are printed with their numbers, a code and words in both languages; who does not check makes none', async () => {
  const { world, staff } = await withSheets()
  const shown = await staff[0].read(`${paper}/print?from=1&to=3`)
  for (const words of [
    'sheet 3',
    '第 3 張',
    'Haicheng City · co-signatures',
    'Signature',
    '簽名',
    '身分證',
    'National ID',
  ])
    expect(shown.text).toContain(words)
  expect(shown.count('.paper svg path')).toBeGreaterThan(2)
  expect((await staff[0].read('/haicheng/desk/2026-0001')).hrefs).toContain(paper)
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.get(paper)).statusCode).toBe(403)
  for (const n of ['0', '101', 'x', '1.5']) expect((await staff[0].post(paper, { n })).statusCode, n).toBe(422)
  await staff[1].post(paper, { n: '2' })
  expect((await world.db.reads.select().from(paperSheets)).map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5])
})

test('two who read the same count a sheet: sum, day, district, record, log and statement follow, and nothing typed is left', async () => {
  const { world, id, staff } = await withSheets({ threshold: 2 })
  const [one, two] = staff
  const half = await one.post(`${paper}/1`, { ...typed({ 1: mei! }), 'id_number-2': 'B1' })
  expect([half.statusCode, page(half).text]).toEqual([422, expect.stringContaining('Line 2: fill in every field')])
  expect((await one.post(`${paper}/1`, typed({ 1: mei!, 3: lin! }))).headers.location).toBe(
    `${paper}?done=typed#sheet-1`,
  )
  const again = await one.post(`${paper}/1`, typed({ 1: mei!, 3: lin! }))
  expect([again.statusCode, page(again).text]).toEqual([422, expect.stringContaining('Another colleague')])
  expect((await two.read(`${paper}/1`)).text, 'never what the other typed').not.toContain('223456781')
  expect(await standing(world, id)).toMatchObject({ count: 0 })
  await two.post(`${paper}/1`, typed({ 1: ['a223456781', '79.1.31'], 3: lin! }))
  expect(await standing(world, id)).toMatchObject({ count: 2, stage: 'review', even: true })
  expect(await sheet(world, 1)).toMatchObject({ state: 'counted', counted: 2, doubles: 0, unknown: 0 })
  const [entry] = await world.db.reads.select().from(record).where(eq(record.kind, 'paper_counted'))
  expect(entry).toMatchObject({
    ...{ role: 'administrator', facts: { sheet: 1, count: 2, doubles: 0, unknown: 0, change: 2 } },
  })
  const seen = await world.visitor().read(casePath)
  expect(seen.text).toContain('Signed on paper: 2 ')
  expect(seen.text).toContain('Co-signatures from a sheet of paper counted: 2')
  const shown = (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json()
  expect(shown.cosignatures).toMatchObject({
    ...{ count: 2, by_day: [{ date: '2026-06-18', count: 2 }], by_assurance: [{ level: 3, count: 2 }] },
  })
  expect((await world.db.reads.select().from(paperEntries)).map(({ lines }) => lines)).toEqual([[], []])
  for (const raw of [
    '223456781',
    '1990-01-31',
    identityKey(testConfig.secret, 'haicheng', fields, { id_number: mei![0], birth_date: mei![1] })!,
  ])
    expect(await tablesHolding(world, raw), raw).toEqual([])
  await numberEntries(world.deps)
  await takeIn(world.deps)
  expect(await verifyOwn(world.db)).toEqual([])
  const logged = casesIn(await leavesOf(world.db, world.government.id)).get('2026-0001')
  expect(differences(logged, shown as ShownCase, '2026-0001', 'Asia/Taipei')).toEqual([])
})

test('where two read differently a third settles it, seeing those lines alone; what nobody read twice is not counted', async () => {
  const { world, id, staff } = await withSheets()
  const [one, two, three] = staff
  await one.post(`${paper}/1`, typed({ 1: mei!, 2: lin!, 3: chen! }))
  const differs = await two.post(`${paper}/1`, typed({ 1: mei!, 2: ['B123456789', lin![1]], 3: ['C1', '1970-05-06'] }))
  expect(differs.headers.location).toBe(`${paper}?done=differs#sheet-1`)
  expect(await standing(world, id)).toMatchObject({ count: 0 })
  expect((await two.post(`${paper}/1`, typed({ 2: lin! }))).statusCode, 'not one of the two').toBe(422)
  const third = await three.read(`${paper}/1`)
  expect([third.text.includes('Line 1'), third.text.includes('Line 2'), third.text.includes('Line 3')]).toEqual([
    ...[false, true, true],
  ])
  await three.post(`${paper}/1`, typed({ 2: lin!, 3: ['C123456781', '1970-05-05'] }))
  expect(await sheet(world, 1)).toMatchObject({ state: 'counted', counted: 2, doubles: 0, unknown: 1 })
  expect(await standing(world, id)).toMatchObject({ count: 2, even: true })
  expect((await three.post(`${paper}/1`, typed({ 1: chen! }))).statusCode, 'once').toBe(409)
})

test('one person counts once: on one sheet, on two, and online where they are verified', async () => {
  const { world, id, staff } = await withSheets({})
  const [one, two] = staff
  await onRoll(world, [mei!, lin!])
  const check = (who: Visitor, [id_number, birth_date]: Line) =>
    who.post('/haicheng/verification/checks', { source: 'roll', id_number, birth_date })
  const online = await world.signedIn('mei@example.test')
  await online.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
  await check(online, mei!)
  for (const who of [one, two]) await who.post(`${paper}/1`, typed({ 1: mei!, 2: lin!, 3: lin!, 4: chen! }))
  expect(await sheet(world, 1)).toMatchObject({ counted: 1, doubles: 2, unknown: 1 }) // chen is not on the roll
  for (const who of [one, two]) await who.post(`${paper}/2`, typed({ 1: lin! }))
  expect(await sheet(world, 2)).toMatchObject({ counted: 0, doubles: 1 })
  expect(await standing(world, id)).toMatchObject({ count: 2, counted: 1, even: true })
  expect(await world.db.reads.select().from(paperSignatures)).toHaveLength(1)

  const late = await world.signedIn('lin@example.test')
  await late.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
  expect(await standing(world, id), 'nobody knows yet that it is the same person').toMatchObject({ count: 3 })
  await check(late, lin!)
  expect(await standing(world, id)).toMatchObject({ count: 2, counted: 1, invalid: 1, even: true })
  expect((await world.visitor().read(casePath)).text).toContain('Signed on paper: 1 ')
})

test('where nothing on paper can count, that is said before anybody prints or types, and nothing that is typed is lost', async () => {
  for (const [rules, words] of [
    [{ levelToCount: 2 as const }, 'there is no residents’ roll here'],
    [{ ageToCount: 16 }, 'at least 16 years old count'],
  ] as const) {
    const { world, id, staff } = await withSheets(rules, 0)
    const [one, two] = staff
    const seen = await one.read(paper)
    expect(seen.text).toContain(words)
    expect(seen.actions).not.toContain(`${paper}#mend`)
    const refused = await one.post(paper, { n: '3' })
    expect([refused.statusCode, page(refused).text]).toEqual([422, expect.stringContaining(words)])
    expect(await world.db.reads.select().from(paperSheets)).toEqual([])
    // with a roll there are sheets; where it is gone again, nobody types one for nothing
    await onRoll(world, [mei!])
    expect((await one.post(paper, { n: '3' })).statusCode).toBe(303)
    await write(world.db, (tx) => tx.delete(rolls))
    for (const who of [one, two]) {
      const typing = await who.post(`${paper}/1`, typed({ 1: mei! }))
      expect([typing.statusCode, page(typing).text]).toEqual([422, expect.stringContaining(words)])
    }
    expect((await one.read(`${paper}/1`)).text).toContain(words)
    expect((await one.read(`${paper}/print?from=1&to=3`)).text).toContain(words)
    expect(await sheet(world, 1)).toMatchObject({ state: 'printed' })
    await onRoll(world, [mei!])
    for (const who of [one, two]) await who.post(`${paper}/1`, typed({ 1: mei! }))
    expect(await sheet(world, 1)).toMatchObject({ state: 'counted', counted: 1 })
    expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  }
})

test('where a rule asks for an age, a roll with dates of birth says it: younger people are not counted, and nothing says who they are', async () => {
  const { world, id, staff } = await withSheets({ ageToCount: 16 }, 0)
  const [one, two] = staff
  const young: Line = ['D123456780', '2010-06-19'] // 16 tomorrow
  await onRoll(world, [mei!, young])
  expect((await one.read(paper)).text).toContain('or is younger than 16, is not counted')
  await one.post(paper, { n: '2' })
  const printed = await one.read(`${paper}/print?from=1&to=1`)
  expect(printed.text).toContain('Only people who are at least 16 years old count.')
  expect(printed.text).toContain('只計入年滿 16 歲的人')
  expect(printed.text).toContain('it has to be counted by 31 Jul 2026')
  const lines = { 1: mei!, 2: young, 3: ['A223456781', 'unreadable'] as Line }
  await one.post(`${paper}/1`, typed(lines))
  const [entry] = await world.db.reads.select().from(paperEntries)
  const known = identityKey(testConfig.secret, 'haicheng', fields, { id_number: young[0], birth_date: young[1] })
  expect(JSON.stringify(entry!.lines), 'no digest of somebody on the roll').not.toContain(known)
  await two.post(`${paper}/1`, typed(lines))
  expect(await sheet(world, 1)).toMatchObject({ state: 'counted', counted: 1, doubles: 0, unknown: 2 })
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  world.clock.now = new Date('2026-06-19T09:00:00+08:00')
  for (const who of [one, two]) await who.post(`${paper}/2`, typed({ 1: young, 2: mei! }))
  expect(await sheet(world, 2)).toMatchObject({ counted: 1, doubles: 1, unknown: 0 })
  expect(await verifyOwn(world.db)).toEqual([])
})

test('closed cases and lost sheets count nothing', async () => {
  const { world, id, staff } = await withSheets()
  const [one, two] = staff
  await one.post(`${paper}/2`, typed({ 1: mei! }))
  expect((await one.post(`${paper}/2`, { step: 'void' })).headers.location).toBe(`${paper}?done=void`)
  expect(await sheet(world, 2)).toMatchObject({ state: 'void' })
  expect((await two.post(`${paper}/2`, typed({ 1: mei! }))).statusCode).toBe(409)
  await one.post(`${paper}/3`, typed({ 1: mei! }))
  world.clock.now = new Date('2027-06-18T09:00:00+08:00')
  const late = await world.staff('administrator')
  expect((await late.post(paper, { n: '1' })).statusCode).toBe(409)
  const closed = await late.post(`${paper}/3`, typed({ 1: mei! }))
  expect([closed.statusCode, page(closed).text]).toEqual([409, expect.stringContaining('Co-signing is closed')])
  expect(await standing(world, id)).toMatchObject({ count: 0, even: true })
})

test('while a case is hidden, or co-signing is paused, paper counts nobody; what was typed comes back, and counts later', async () => {
  const { world, id, staff } = await withSheets()
  const [one, two] = staff
  const send = (who: Visitor) => who.post(`${paper}/1`, typed({ 1: mei! }))
  const set = (change: Partial<typeof proposals.$inferInsert>) =>
    write(world.db, (tx) =>
      tx.update(proposals).set(change).where(eq(proposals.id, id)).returning({ id: proposals.id }),
    )
  await send(one)
  const pause = { id: newId(), governmentId: world.government.id, firstDay: '2026-06-10', lastDay: '2026-06-20' }
  await write(world.db, (tx) =>
    tx.insert(blackouts).values({ ...pause, reason: { en: 'Election' }, createdAt: world.clock.now }),
  )
  expect((await two.read(`${paper}/1`)).text).toContain('Co-signing is paused: sheets are typed once it goes on')
  const paused = await send(two)
  expect([paused.statusCode, page(paused).text]).toEqual([409, expect.stringContaining('Co-signing is paused')])
  await write(world.db, (tx) => tx.delete(blackouts).returning({ id: blackouts.id }))
  await set({ hiddenAt: world.clock.now, hiddenReason: '誹謗' })
  const hidden = await send(two)
  expect([hidden.statusCode, page(hidden).text]).toEqual([409, expect.stringContaining('takes no co-signatures now')])
  expect(hidden.body).toContain(mei![0])
  expect(await standing(world, id)).toMatchObject({ count: 0, even: true })
  await set({ hiddenAt: null, hiddenReason: null })
  expect((await send(two)).statusCode).toBe(303)
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
})

test('what was typed of sheets that were never counted is gone once the case is over', async () => {
  const { world, staff } = await withSheets()
  const [one, two] = staff
  await one.post(`${paper}/1`, typed({ 1: mei! }))
  await one.post(`${paper}/2`, typed({ 1: mei! }))
  await two.post(`${paper}/2`, typed({ 1: lin! }))
  const kept = async () => (await world.db.reads.select().from(paperEntries)).filter(({ lines }) => lines.length).length
  await write(world.db, (tx) => dropOldSubjects(tx, world.clock.now))
  expect(await kept(), 'while it can be signed').toBe(3)
  world.clock.now = new Date('2027-06-18T09:00:00+08:00')
  const late = await world.signedIn(two.email)
  expect((await late.post(`${paper}/1`, typed({ 1: mei! }))).statusCode).toBe(409)
  await write(world.db, (tx) => dropOldSubjects(tx, world.clock.now))
  expect(await kept()).toBe(0)
  expect(await world.db.reads.select().from(paperEntries), 'who typed it stays').toHaveLength(3)
})
