import { spawn } from 'node:child_process'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import type { Db } from '../../../src/platform/db/database.ts'
import { deploymentStatus } from '../../../src/platform/db/deployment-tables.ts'
import { placeholder, prepared } from '../../../src/platform/db/prepared.ts'
import { isUniqueViolation, write } from '../../../src/platform/db/write.ts'
import { record } from '../../../src/schema/record.ts'
import { rateLimitCounters } from '../../../src/schema/sign-in.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { add, errorOf, keysIn, row } from './settings.ts'

const insertPrepared = (db: Db) => db.insert(deploymentStatus).values({ key: placeholder('key'), value: 'x' })
const findPrepared = (db: Db) =>
  db
    .select()
    .from(deploymentStatus)
    .where(eq(deploymentStatus.key, placeholder('key')))

test('a unit that throws takes nothing else in its batch down', async () => {
  const db = await testDatabase()
  const results = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((key) =>
      write(db, async (tx) => {
        await tx.insert(deploymentStatus).values(row(key))
        if (key === 'b') throw new Error('refused')
        return key
      }),
    ),
  )
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(await keysIn(db)).toEqual(['a', 'c', 'd'])
})

test('a unit that the database refuses takes nothing else down either, and says why', async () => {
  const db = await testDatabase()
  await add(db, 'taken')
  const twice = write(db, async (tx) => {
    await tx.insert(deploymentStatus).values(row('with it'))
    await tx.insert(deploymentStatus).values(row('taken'))
  })
  const [refused] = await Promise.all([errorOf(twice), add(db, 'other')])
  expect(isUniqueViolation(refused)).toBe(true)
  expect(await keysIn(db)).toEqual(['other', 'taken'])
})

test('of a unit that asks for several things at once nothing stays where one of them is refused', async () => {
  const db = await testDatabase()
  await add(db, 'taken')
  const unit = write(db, (tx) =>
    Promise.all(['taken', 'next', 'last'].map((key) => tx.insert(deploymentStatus).values(row(key)))),
  )
  expect(isUniqueViolation(await errorOf(unit))).toBe(true)
  await add(db, 'afterwards')
  expect(await keysIn(db)).toEqual(['afterwards', 'taken'])
})

test('a rolled-back unit leaves nothing, whether its queries were built or prepared', async () => {
  const db = await testDatabase()
  for (const key of ['first', 'second']) {
    const unit = write(db, async (tx) => {
      await prepared(tx, insertPrepared).execute({ key })
      await tx.insert(deploymentStatus).values(row(`${key}-built`))
      expect(await prepared(tx, findPrepared).execute({ key })).toEqual([row(key)])
      throw new Error('no')
    })
    await expect(unit).rejects.toThrow('no')
    expect(await prepared(db.reads, findPrepared).execute({ key })).toEqual([])
  }
  expect(await keysIn(db)).toEqual([])
})

test('a prepared query gives what was stored, on the reads as in a unit', async () => {
  const db = await testDatabase()
  await write(db, (tx) => prepared(tx, insertPrepared).execute({ key: 'k' }))
  expect(await prepared(db.reads, findPrepared).execute({ key: 'k' })).toEqual([row('k')])
  expect(await write(db, (tx) => prepared(tx, findPrepared).execute({ key: 'k' }))).toEqual([row('k')])
})

test('whoever is answered finds the change from another connection', async () => {
  const db = await testDatabase()
  const found = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      await add(db, `k${i}`)
      return db.reads
        .select()
        .from(deploymentStatus)
        .where(eq(deploymentStatus.key, `k${i}`))
    }),
  )
  expect(found.every((rows) => rows.length === 1)).toBe(true)
})

test('the database itself refuses to change or delete an entry of the record', async () => {
  const db = await testDatabase()
  const at = new Date()
  const entry = { id: 'e1', governmentId: 'g', proposalId: 'p', occurredAt: at, recordedAt: at, facts: {} }
  await write(db, (tx) => tx.insert(record).values({ ...entry, kind: 'published', role: 'moderator' }))
  const changed = await errorOf(write(db, (tx) => tx.update(record).set({ kind: 'refused' })))
  const deleted = await errorOf(write(db, (tx) => tx.delete(record)))
  for (const error of [changed, deleted])
    expect(`${error} ${(error as Error).cause}`).toContain('the record is only ever appended to')
  expect((await db.reads.select().from(record)).map(({ kind }) => kind)).toEqual(['published'])
})

if (manyConnections) {
  test('closing lets the units under way finish', async () => {
    const url = await testUrl()
    const db = await connectForTest(url)
    const added = Promise.all([add(db, 'a'), add(db, 'b')])
    await Promise.all([db.close(), added])
    expect(await keysIn(await connectForTest(url))).toEqual(['a', 'b'])
  })

  test('two processes on one database never count a person twice, lose a count or stop serving', async () => {
    const url = await testUrl()
    const times = 300
    const [a, b] = await Promise.all([countIn(url, 'a', times), countIn(url, 'b', times)])

    const db = await connectForTest(url)
    const [counter] = await db.reads.select().from(rateLimitCounters)
    expect(await keysIn(db)).toHaveLength(3 * times)
    expect(counter!.count).toBe(3 * times)
    expect(a.signed + b.signed).toBe(3 * times)
    expect(Math.max(a.longestStall, b.longestStall)).toBeLessThan(1000) // the driver's own waiting: 2900
  })
}

function countIn(url: string, name: string, times: number): Promise<{ signed: number; longestStall: number }> {
  const script = new URL('counting-process.ts', import.meta.url).pathname
  const env = { PATH: process.env.PATH, DATABASE_URL: engine === 'postgres' ? url : 'file:only-picks-the-engine' }
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, name, String(times)], { env })
  let out = ''
  let errors = ''
  child.stdout.on('data', (data) => {
    out += data
  })
  child.stderr.on('data', (data) => {
    errors += data
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(errors))))
  })
}
