// What we add to classes of the two drivers, by methods that Drizzle calls: a version of any of the three may change that.
import Sqlite from 'better-sqlite3'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, onTestFinished, test, vi } from 'vitest'
import { rowsOf } from '../../../src/platform/db/columns.ts'
import type { Db } from '../../../src/platform/db/database.ts'
import { deploymentStatus } from '../../../src/platform/db/deployment-tables.ts'
import { placeholder, prepared } from '../../../src/platform/db/prepared.ts'
import { ReadPool } from '../../../src/platform/db/read-pool.ts'
import { write } from '../../../src/platform/db/write.ts'
import { testDatabase } from '../../support/database.ts'
import { emptied } from './settings.ts'

const row = { key: 'a', value: 'one' }

test('a text that comes again is compiled once, and each asks as if it were the first', async () => {
  const { reads, ...db } = await emptied(await testDatabase())
  await write({ reads, ...db }, (tx) => tx.insert(deploymentStatus).values(row).returning())
  const compiled = vi.spyOn(Sqlite.prototype, 'prepare')
  onTestFinished(() => compiled.mockRestore())
  const build = () => reads.select({ key: deploymentStatus.key, value: deploymentStatus.value }).from(deploymentStatus)
  const text = build().toSQL().sql
  const held = (on: Db) =>
    on.select({ key: deploymentStatus.key, value: deploymentStatus.value }).from(deploymentStatus)

  for (let i = 0; i < 3; i++) {
    expect(await build(), 'as arrays, for Drizzle').toEqual([row])
    expect(await rowsOf(reads, sql.raw(text)), 'as objects, for whoever asks so').toEqual([row])
    expect(await prepared(reads, held).execute(), 'by a query that was prepared before').toEqual([row])
  }
  expect(compiled.mock.calls.filter(([statement]) => statement === text)).toHaveLength(1)
})

test('values of one are not those of the next', async () => {
  const { reads, ...db } = await testDatabase()
  await write({ reads, ...db }, (tx) =>
    tx
      .insert(deploymentStatus)
      .values([row, { key: 'b', value: 'two' }])
      .returning(),
  )
  const ofKey = async (key: string) =>
    (await reads.select().from(deploymentStatus).where(eq(deploymentStatus.key, key)))[0]?.value
  expect(await Promise.all(['a', 'b', 'c', 'a'].map(ofKey))).toEqual(['one', 'two', undefined, 'one'])
  const byKey = (on: Db) =>
    on
      .select()
      .from(deploymentStatus)
      .where(eq(deploymentStatus.key, placeholder('key')))
  expect(await prepared(reads, byKey).execute({ key: 'b' })).toEqual([{ key: 'b', value: 'two' }])
})

test('what Drizzle reads over several PostgreSQL servers goes through one function, and opens nothing else', async () => {
  const asked: unknown[] = []
  const pool = new ReadPool(async (...query) => {
    asked.push(query)
    return { rows: [{ one: 1 }] }
  })
  const { rows } = await drizzle({ client: pool }).execute(sql`select ${1} as one`)
  expect(rows).toEqual([{ one: 1 }])
  expect(asked).toEqual([[expect.objectContaining({ text: 'select $1 as one' }), [1]]])
  expect(pool.totalCount).toBe(0)
})
