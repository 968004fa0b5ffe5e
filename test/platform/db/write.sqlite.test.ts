// What only SQLite does: one file, one writer, group commit.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { execute } from '../../../src/platform/db/columns.ts'
import { deploymentStatus } from '../../../src/platform/db/deployment-tables.ts'
import { write } from '../../../src/platform/db/write.ts'
import { connectForTest, testDatabase, testUrl } from '../../support/database.ts'
import { add, emptied, errorOf, keysIn, later, row } from './settings.ts'

test('no answer leaves before the commit', async () => {
  const db = await emptied(await testDatabase())
  let answered = false
  const first = add(db, 'first').then(() => {
    answered = true
  })
  const last = write(db, async (tx) => ({
    answered,
    inTheBatch: (await tx.select().from(deploymentStatus)).length,
    outside: (await db.reads.select().from(deploymentStatus)).length,
  }))
  const seen = await last
  expect(seen.inTheBatch).toBe(1)
  // a slow machine may give each a group of its own
  expect(seen.answered, 'only what others see is answered').toBe(seen.outside === 1)
  await first
  expect(await keysIn(db)).toEqual(['first'])
})

test('a failed commit is told to everyone in the batch, and leaves nothing', async () => {
  const db = await testDatabase()
  const pointsNowhere = write(db, async (tx) => {
    await execute(tx, sql`pragma defer_foreign_keys = on`) // looked at in the commit
    await execute(tx, sql`insert into record_numbers (number, position) values (1, 7)`)
  })
  const refused = write(db, () => Promise.reject(new Error('own reason')))
  for (const error of await Promise.all([add(db, 'a'), pointsNowhere, refused, add(db, 'b')].map(errorOf)))
    expect(error).toMatchObject({ name: 'OutcomeUnknown', statusCode: 503, retryAfter: 5 })
  expect(await keysIn(db)).toEqual([])
  await add(db, 'next')
  expect(await keysIn(db)).toEqual(['next'])
})

test('a unit that waits for something else than a query is caught', async () => {
  const db = await testDatabase()
  const { readFile } = await import('node:fs/promises')
  for (const wait of [
    () => later(1),
    () => add(db, 'nested'),
    () => readFile(import.meta.filename),
    () => new Promise(setImmediate),
  ]) {
    const unit = write(db, async (tx) => {
      await tx.insert(deploymentStatus).values(row('k'))
      await wait()
    })
    await expect(unit).rejects.toThrow('not a query')
  }
  expect(await keysIn(db)).toEqual(['nested'])
})

test('a file locked by another process is tried again, then refused with 503, and pages are served meanwhile', async () => {
  const url = await testUrl()
  const holder = await connectForTest(url)
  const db = await connectForTest(url, { busyFor: 300 })
  await holder.exclusively(async (exec) => {
    await exec('begin immediate')
    const began = performance.now()
    const refused = errorOf(add(db, 'late'))
    await later(200)
    const soon = add(db, 'soon') // waits from its own arrival
    expect(await keysIn(db)).toEqual([])
    expect(await refused).toMatchObject({ name: 'Busy', statusCode: 503, retryAfter: 2 })
    expect(performance.now() - began).toBeGreaterThan(290)
    await exec('commit')
    await soon
  })
  expect(await keysIn(db)).toEqual(['soon'])
})
