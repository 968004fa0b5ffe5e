import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../src/config.ts'
import { connect } from '../../src/db/connect.ts'
import { prepared } from '../../src/db/prepared.ts'
import { settings } from '../../src/db/tables.ts'
import { write } from '../../src/db/write.ts'
import { record } from '../../src/record/tables.ts'
import { testDatabase, testFile } from '../support/database.ts'

const put = (key: string) => ({ key, value: 'x' })
const sortedKeys = async (db: Awaited<ReturnType<typeof testDatabase>>) =>
  (await db.reads.select().from(settings)).map((row) => row.key).sort()

test('a unit that throws takes nothing else in its batch down', async () => {
  const db = await testDatabase()
  const results = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((key) =>
      write(db, async (tx) => {
        await tx.insert(settings).values(put(key))
        if (key === 'b') throw new Error('refused')
        return key
      }),
    ),
  )
  expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(await sortedKeys(db)).toEqual(['a', 'c', 'd'])
})

test('a rolled-back unit leaves nothing, whether its queries were built or prepared', async () => {
  const db = await testDatabase()
  const insert = (tx: typeof db.reads) => tx.insert(settings).values({ key: sql.placeholder('key'), value: 'x' })
  for (const key of ['first', 'second'])
    await expect(
      write(db, async (tx) => {
        await prepared(tx, insert).execute({ key })
        await tx.insert(settings).values(put(`${key}-built`))
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
  expect(await sortedKeys(db)).toEqual([])
})

test('no answer leaves before the commit', async () => {
  const db = await testDatabase()
  const seen: number[] = []
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      write(db, (tx) =>
        tx
          .insert(settings)
          .values(put(`k${i}`))
          .returning(),
      ).then(async ([row]) => {
        const found = await db.reads.select().from(settings).where(eq(settings.key, row!.key))
        seen.push(found.length)
      }),
    ),
  )
  expect(seen).toEqual(Array(20).fill(1))
})

test('the database itself refuses to change or delete an entry of the record', async () => {
  const db = await testDatabase()
  const at = new Date()
  const entry = {
    id: 'e1',
    governmentId: 'g',
    kind: 'published',
    role: 'moderator',
    occurredAt: at,
    recordedAt: at,
    facts: {},
  } as const
  await write(db, (tx) => tx.insert(record).values(entry))
  const refused = /append/
  const messageOf = (error: unknown) =>
    String((error as Error).message) + String((error as { cause?: Error }).cause?.message)
  expect(messageOf(await write(db, (tx) => tx.update(record).set({ kind: 'refused' })).catch((e) => e))).toMatch(
    refused,
  )
  expect(messageOf(await write(db, (tx) => tx.delete(record)).catch((e) => e))).toMatch(refused)
  expect((await db.reads.select().from(record)).map((r) => r.kind)).toEqual(['published'])
})

test.runIf(engine === 'sqlite')('a unit that waits for something else than a query is caught', async () => {
  const db = await testDatabase()
  await expect(write(db, () => new Promise((done) => setTimeout(done, 5)))).rejects.toThrow('not a query')
})

test.runIf(engine === 'sqlite')(
  'a file locked by another process is tried again, then refused with 503, and pages are served meanwhile',
  async () => {
    const path = await testFile()
    const holder = await connect(`file:${path}`)
    const db = await connect(`file:${path}`, { busyFor: 300 })
    await holder.exclusively(async (exec) => {
      await exec('BEGIN IMMEDIATE')
      const refused = await write(db, (tx) => tx.insert(settings).values(put('late'))).catch((e) => e)
      expect(refused).toMatchObject({ statusCode: 503, retryAfter: 2 })
      expect(await db.reads.select().from(settings)).toEqual([])
      const waiting = write(db, (tx) => tx.insert(settings).values(put('soon')))
      await new Promise((done) => setTimeout(done, 50))
      await exec('COMMIT')
      await waiting
    })
    expect((await db.reads.select().from(settings)).map((r) => r.key)).toEqual(['soon'])
    await holder.close()
    await db.close()
  },
)
