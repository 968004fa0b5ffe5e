import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { appendCounted } from '../../../src/domain/record/store.ts'
import { newId, sha256 } from '../../../src/lib/id.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { record, recordNumbers } from '../../../src/schema/record.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'

const at = new Date('2026-03-14T09:00:00+08:00')
const add = (db: Database, count: number) =>
  write(db, async (tx) => {
    for (let i = 0; i < count; i++)
      await appendCounted(tx, { governmentId: 'g', timeZone: 'Asia/Taipei', proposalId: 'p', kind: 'cosigned', at })
  })
const numbers = async (db: Database) =>
  (await db.reads.select().from(recordNumbers).orderBy(asc(recordNumbers.number))).map((row) => row.number)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('every entry gets one number, without gaps, in the order of their making', async () => {
  const db = await testDatabase()
  await add(db, 1203)
  await numberEntries(depsOf(db, at))
  await add(db, 5)
  await numberEntries(depsOf(db, at))
  await numberEntries(depsOf(db, at))
  expect(await numbers(db)).toEqual(upTo(1208))
  const inOrder = await db.reads
    .select({ number: recordNumbers.number })
    .from(record)
    .innerJoin(recordNumbers, eq(recordNumbers.position, record.position))
    .orderBy(asc(record.position))
  expect(inOrder.map((row) => row.number)).toEqual(upTo(1208))
})

test('an entry that took its place before others and was seen after them is numbered: soon, or by the look further back', async () => {
  const db = await testDatabase()
  const seen = (position: number) => {
    const entry = {
      governmentId: 'g',
      proposalId: 'p',
      kind: 'published',
      role: 'moderator',
      occurredAt: at,
      recordedAt: at,
    } as const
    return write(db, (tx) => tx.insert(record).values({ position, id: newId(), facts: {}, ...entry }))
  }
  const look = async (back: number, rest = 0) => {
    await numberEntries(depsOf(db, at), back, undefined, rest)
    return (await numbers(db)).length
  }
  await seen(100_000)
  expect(await look(5000)).toBe(1)
  await seen(90_000) // nothing like it can come so late, unless a unit hung for minutes
  expect([await look(5000), await look(50_000, 0.01)]).toEqual([1, 2])
  await seen(100_010)
  expect(await look(5000)).toBe(3)
  await seen(100_005)
  expect(await look(5000)).toBe(4)
  expect(await numbers(db)).toEqual(upTo(4))
})

test('a co-signature’s entry says the day and nothing else that was there: no moment, no id that holds one', async () => {
  const db = await testDatabase()
  const added = new Date()
  for (const time of ['2026-03-14T00:00:00.001+08:00', '2026-03-14T23:59:59.999+08:00', '2026-03-15T00:00:00+08:00'])
    await write(db, (tx) =>
      appendCounted(tx, {
        ...{ governmentId: 'g', timeZone: 'Asia/Taipei', proposalId: 'p' },
        ...{ kind: 'cosigned', at: new Date(time), digest: sha256('d') },
      }),
    )
  const rows = await db.reads.select().from(record).orderBy(asc(record.position))
  expect(rows.map(({ occurredAt }) => occurredAt.toISOString())).toEqual([
    '2026-03-13T16:00:00.000Z',
    '2026-03-13T16:00:00.000Z',
    '2026-03-14T16:00:00.000Z',
  ])
  for (const { id, occurredAt, recordedAt } of rows) {
    expect(recordedAt).toEqual(occurredAt)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    const held = Number.parseInt(id.slice(0, 13).replace('-', ''), 16)
    expect(Math.abs(held - added.getTime()), 'no moment in the id').toBeGreaterThan(1000)
  }
})

test.runIf(manyConnections)('two processes that number at once leave no gap and no double', async () => {
  const url = await testUrl()
  const [one, two] = [await connectForTest(url), await connectForTest(url)]
  for (let round = 0; round < 5; round++) {
    await add(one, 40)
    await Promise.all([numberEntries(depsOf(one, at)), numberEntries(depsOf(two, at))])
  }
  await numberEntries(depsOf(one, at))
  expect(await numbers(one)).toEqual(upTo(200))
})
