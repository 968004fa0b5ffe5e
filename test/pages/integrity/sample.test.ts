// A random sample of co-signatures: announced, drawn by the log's next checkpoint, marked without persons, told by another.
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { commitmentOf } from '../../../src/domain/cosignatures/hash-commitment.ts'
import { drawSamples, scoreOf } from '../../../src/domain/cosignatures/sample-draw.ts'
import { verifyPerson } from '../../../src/domain/cosignatures/verify-person.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { record } from '../../../src/schema/record.ts'
import { sampleLines, samples } from '../../../src/schema/samples.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { casePath, signAs, standing, watched } from '../../support/signs.ts'
import { testWorld, type World } from '../../support/world.ts'

const path = '/haicheng/desk/2026-0001/sample'

async function withSigners(n: number) {
  const world = await testWorld({ rules: { sampleSize: 10, threshold: 5000 } })
  await watched(world)
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (let i = 0; i < n; i++) await signAs(world, `${'abcdefghijklmnop'[i]}${i * 7}@example${i}.test`, `203.0.113.${i}`)
  const staff = [await world.staff('administrator'), await world.staff('moderator')] as const
  return { world, id, staff }
}
/** As the job of the log does each second. */
async function logNow({ deps }: World) {
  await numberEntries(deps)
  await takeIn(deps)
}
const linesOf = ({ db }: World) => db.reads.select().from(sampleLines).orderBy(sampleLines.line)

test('a sample is announced, drawn by a checkpoint that came after, marked by line, and told by another, without persons', async () => {
  const { world, id, staff } = await withSigners(14)
  const [one, two] = staff
  expect((await world.visitor().read(casePath)).items, 'a line of its own').toContain(
    'No random sample has been checked yet',
  )
  expect((await one.read(path)).text).toContain('Announce a sample of 10')
  expect((await one.post(path, { step: 'announce' })).headers.location).toBe(`${path}?done=announced`)
  expect((await two.post(path, { step: 'announce' })).statusCode, 'one at a time').toBe(409)
  expect(await drawSamples(world.deps, world.clock.now), 'not before the log has it').toBe(0)
  await logNow(world)
  expect(await drawSamples(world.deps, world.clock.now)).toBe(1)
  expect(await drawSamples(world.deps, world.clock.now), 'once').toBe(0)

  const [sample] = await world.db.reads.select().from(samples)
  expect(sample).toMatchObject({ population: 14, drawn: 10 })
  const rows = await world.db.reads.select().from(cosignatures)
  const scored = rows
    .map(({ personId, day, salt }) => ({
      personId,
      score: scoreOf(sample!.rootHash!, commitmentOf({ case: '2026-0001', day, personId, salt: salt! })),
    }))
    .sort((a, b) => (a.score < b.score ? -1 : 1))
  const lines = await linesOf(world)
  expect(
    lines.map(({ personId }) => personId),
    'anybody with the salts comes to the same',
  ).toEqual(scored.slice(0, 10).map(({ personId }) => personId))
  expect(sample!.cutoff).toBe(scored[9]!.score)
  const mails = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'sample_drawn'))
  expect(mails.map(({ facts }) => facts.line).sort()).toEqual(lines.map(({ line }) => `1-${line}`).sort())

  const shown = await one.get(path)
  for (const { personId } of rows) expect(shown.body).not.toContain(personId)
  expect(shown.body).not.toMatch(/@example/)
  const found = { method: 'counter', issuer: 'counter', subjectKey: 'c'.repeat(64) } as const
  await write(world.db, (tx) => verifyPerson(tx, world.government, lines[0]!.personId, found, world.clock.now))
  expect((await two.post(path, { step: 'mark', line: '1-2', mark: 'confirmed' })).headers.location).toBe(
    `${path}?done=marked#line-2`,
  )
  await two.post(path, { step: 'mark', line: '3', mark: 'not_confirmed' })
  await two.post(path, { step: 'mark', line: '4', mark: 'confirmed' })
  await two.post(path, { step: 'mark', line: '4', mark: 'none' })
  for (const wrong of [
    { line: '11', mark: 'confirmed' },
    { line: 'x', mark: 'confirmed' },
    { line: '1', mark: 'maybe' },
  ])
    expect((await two.post(path, { step: 'mark', ...wrong })).statusCode).toBe(422)
  expect((await one.read(path)).text).toContain('Confirmed: 2. Not confirmed: 1. No answer: 7.')
  const own = await one.post(path, { step: 'tell' })
  expect([own.statusCode, page(own).text]).toEqual([422, expect.stringContaining('Another colleague must publish')])
  expect((await two.post(path, { step: 'tell' })).headers.location).toBe(`${path}?done=told`)
  expect(await linesOf(world), 'nobody is left').toEqual([])

  const seen = (await world.visitor().read(casePath)).text
  expect(seen).toContain('looked into until 18 Jun 2026. Confirmed: 2 of 10. Not confirmed: 1. No answer: 7.')
  expect(seen).toContain('between 5% and 51% of all made online (14)')
  expect(seen).toContain(sample!.rootHash!)
  expect((await world.visitor().read(`${casePath}?lang=zh-Hant`)).text).toContain('10 份中確認 2 份')
  const { json } = await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')
  expect(json().cosignatures.assurance.sample).toMatchObject({
    confirmed: 2,
    not_confirmed: 1,
    drawn: 10,
    population: 14,
  })
  const told = await world.db.reads
    .select()
    .from(record)
    .where(eq(record.kind, 'sampled'))
    .orderBy(asc(record.position))
  expect(told.map(({ facts }) => facts.what)).toEqual(['announced', 'drawn', 'told'])
  expect(await standing(world, id), 'it counts as before').toMatchObject({ count: 14, even: true })
})

test('a sample that nobody tells ends after half a year, and staff do not mark their own line', async () => {
  const { world, staff } = await withSigners(1)
  const [one, two] = staff
  await one.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
  await two.post(path, { step: 'announce' })
  await logNow(world)
  await drawSamples(world.deps, world.clock.now)
  const mine = (await linesOf(world)).find(({ personId }) => personId === one.personId)!
  const own = await one.post(path, { step: 'mark', line: String(mine.line), mark: 'confirmed' })
  expect([own.statusCode, page(own).text]).toEqual([422, expect.stringContaining('your own co-signature')])
  await drawSamples(world.deps, new Date(world.clock.now.getTime() + 181 * 86_400_000))
  expect([await linesOf(world), await world.db.reads.select().from(samples)]).toEqual([[], []])
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.get(path)).statusCode).toBe(403)
})
