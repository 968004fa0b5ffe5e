// Every day each count is compared with its rows; what differs is told to whoever watches, and mended in the public record.
import { and, eq, gt } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { mendCounts, unevenCases, unevenIds, unevenSums } from '../../../src/domain/cosignatures/counts.ts'
import { checkCounts } from '../../../src/operations/consistency.ts'
import { operationJobs } from '../../../src/operations/jobs.ts'
import { write } from '../../../src/platform/db/write.ts'
import { tick } from '../../../src/platform/process/scheduler.ts'
import { cosignatureCounts, cosignatures } from '../../../src/schema/cosignatures.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

/** A case with three co-signatures, given on its page; two in one district. */
async function signedCase(threshold = 5000) {
  const world = await testWorld({ rules: { threshold } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  for (const [n, district] of ['shibi', 'shibi', 'gangdong'].entries()) {
    const citizen = await world.signedIn(`citizen-${n}@example.test`)
    expect((await citizen.post(`${at}/cosignatures`, { district, reason: '' })).statusCode).toBe(303)
  }
  return { world, id }
}

const inDatabase = ({ db }: World, statement: string) => db.exclusively((exec) => exec(statement))
const countOf = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!.count
const sumsOf = async ({ db }: World, id: string) =>
  (
    await db.reads
      .select()
      .from(cosignatureCounts)
      .where(and(eq(cosignatureCounts.proposalId, id), gt(cosignatureCounts.count, 0)))
  )
    .map(({ districtCode, count }) => [districtCode, count])
    .sort()
const told = async ({ db }: World) =>
  (await db.reads.select().from(record).where(eq(record.kind, 'count_mended'))).map(({ facts, role }) => [role, facts])
/** Without the look at the logs, which finds a wrong count too. */
const countJobs = operationJobs.filter(({ name }) => name !== 'log-check')
const measured = async (world: World) => (await world.app.inject({ url: '/metrics' })).body

test('what is signed and taken back leaves every count what its rows are, and the daily look finds nothing', async () => {
  const { world, id } = await signedCase()
  const leaving = await world.signedIn('citizen-0@example.test')
  await leaving.post(`${at}/withdrawals`)
  expect([await unevenSums(world.db.reads), await unevenCases(world.db.reads)]).toEqual([[], []])
  await tick(world.deps, countJobs)
  expect(await measured(world)).toMatch(/^fuyi_counts_uneven 0$/m)
  expect(await measured(world)).toMatch(/^fuyi_counts_checked_timestamp_seconds 1781\d+$/m)
  expect(await mendCounts(world.db, id, world.clock.now)).toBeNull()
  expect(await told(world)).toEqual([])
})

test.each([
  ['the count of the case', `update proposals set count = 7 where number = '2026-0001'`, 7, 0],
  ['a sum of a district', `update cosignature_counts set count = 9 where district_code = 'shibi'`, 3, 1],
  ['a sum that is gone', `delete from cosignature_counts where district_code = 'gangdong'`, 3, 1],
  ['rows that are gone', `delete from cosignatures where district_code = 'shibi'`, 3, 1],
])(
  '%s that went wrong is found, measured, and mended with the old and the new number in the public record',
  async (_, fault, was, sums) => {
    const { world, id } = await signedCase()
    await inDatabase(world, fault)
    expect(await unevenIds(world.db.reads)).toEqual([id])
    await expect(tick(world.deps, countJobs)).rejects.toThrow(
      /Counts of 1 cases are not what their rows are.*fuyi counts/,
    )
    expect(await measured(world)).toMatch(/^fuyi_counts_uneven 1$/m)

    const rows = await world.db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, id))
    expect(await mendCounts(world.db, id, world.clock.now)).toMatchObject({
      number: '2026-0001',
      was,
      count: rows.length,
    })
    expect(await countOf(world, id)).toBe(rows.length)
    expect(await unevenIds(world.db.reads)).toEqual([])
    expect(await told(world)).toEqual([['system', { count_was: was, count: rows.length, sums }]])
    world.clock.now = new Date(world.clock.now.getTime() + 2 * 86_400_000)
    await tick(world.deps, countJobs)
    expect(await measured(world)).toMatch(/^fuyi_counts_uneven 0$/m)
  },
)

test('everybody reads on the case which number was mended into which', async () => {
  const { world, id } = await signedCase()
  await inDatabase(world, `update proposals set count = 7 where number = '2026-0001'`)
  await mendCounts(world.db, id, world.clock.now)
  expect((await world.visitor().read(at)).part('Timeline').text).toContain('Count corrected from 7 to 3')
})

test('imported sums have no rows of persons: they stand, and count', async () => {
  const { world, id } = await signedCase()
  await write(world.db, async (tx) => {
    const key = { proposalId: id, day: '2026-06-01', districtCode: '', assurance: 0 }
    await tx.insert(cosignatureCounts).values({ ...key, count: 100 })
  })
  expect(await unevenSums(world.db.reads)).toEqual([])
  expect(await unevenCases(world.db.reads)).toEqual([{ proposalId: id, kept: 3, rows: 103 }])
  await mendCounts(world.db, id, world.clock.now)
  expect(await countOf(world, id)).toBe(103)
  expect(await sumsOf(world, id)).toEqual([
    ['', 100],
    ['gangdong', 1],
    ['shibi', 2],
  ])
})

test('a case that had its threshold all along, but for a wrong count, meets it when it is mended', async () => {
  const { world, id } = await signedCase(4)
  await inDatabase(world, `update proposals set count = 1 where number = '2026-0001'`)
  const last = await world.signedIn('citizen-9@example.test')
  await last.post(`${at}/cosignatures`, { district: 'shibi', reason: '' })
  const stage = async () => (await world.db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!.stage
  expect([await countOf(world, id), await stage()]).toEqual([2, 'gathering'])
  await mendCounts(world.db, id, world.clock.now)
  expect([await countOf(world, id), await stage()]).toEqual([4, 'review'])
})

test('the look rests as it is told to: the one at the end of a command that somebody waits for does not', async () => {
  const world = await testWorld()
  for (let n = 1; n <= 20; n++)
    await givenCase(world, { number: `2026-${String(n).padStart(4, '0')}`, title: '海堤照明' })
  const rests: number[] = []
  const sleep = async (ms: number) => void rests.push(ms)
  await checkCounts(world.db, world.clock.now, { sleep })
  expect(rests).toEqual([])
  await checkCounts(world.db, world.clock.now, { sleep, rest: 9 })
  expect(rests).toHaveLength(1)
})
