import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { numberEntries, wideMs } from '../../../src/domain/record/jobs.ts'
import { append } from '../../../src/domain/record/store.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { record, recordNumbers } from '../../../src/schema/record.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'

const at = new Date('2026-03-14T09:00:00+08:00')
const add = (db: Database, count: number) =>
  write(db, async (tx) => {
    for (let i = 0; i < count; i++)
      await append(tx, { governmentId: 'g', proposalId: 'p', kind: 'cosigned', role: 'citizen', occurredAt: at })
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
    .innerJoin(recordNumbers, eq(recordNumbers.entryId, record.id))
    .orderBy(asc(record.id))
  expect(inOrder.map((row) => row.number)).toEqual(upTo(1208))
})

test('an entry that was made before others and seen after them is numbered: soon, or by the look further back', async () => {
  const db = await testDatabase()
  const seen = (madeAt: number, n: number) => {
    const hex = madeAt.toString(16).padStart(12, '0')
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-00000000000${n}`
    const entry = {
      governmentId: 'g',
      kind: 'cosigned',
      role: 'citizen',
      occurredAt: at,
      recordedAt: at,
      facts: {},
    } as const
    return write(db, (tx) => tx.insert(record).values({ id, ...entry }))
  }
  const look = async (backMs?: number) => {
    await numberEntries(depsOf(db, at), backMs)
    return (await numbers(db)).length
  }
  const now = Date.now()
  await seen(now - 3_600_000, 1)
  expect(await look()).toBe(1)
  await seen(now - 3_605_000, 2) // nothing like it can come an hour later, unless a machine's clock is wrong
  expect([await look(), await look(wideMs)]).toEqual([1, 2])
  await seen(now, 3)
  expect(await look()).toBe(3)
  await seen(now - 5000, 4)
  expect(await look()).toBe(4)
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
