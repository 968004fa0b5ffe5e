// What only PostgreSQL does: many connections, locks on rows, a server that can go away.
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { execute } from '../../../src/platform/db/columns.ts'
import { deploymentStatus } from '../../../src/platform/db/deployment-tables.ts'
import { fromDriver } from '../../../src/platform/db/postgres.ts'
import { write } from '../../../src/platform/db/write.ts'
import { rateLimitCounters } from '../../../src/schema/sign-in.ts'
import { connectForTest, manyConnections, ownUrl, testDatabase } from '../../support/database.ts'
import { add, errorOf, keysIn, later, row } from './settings.ts'

test('a unit that swallows the error of a query is not taken for done', async () => {
  const db = await testDatabase()
  await add(db, 'taken')
  const unit = write(db, async (tx) => {
    await tx.insert(deploymentStatus).values(row('new'))
    await errorOf(Promise.resolve(tx.insert(deploymentStatus).values(row('taken'))))
  })
  await expect(unit).rejects.toThrow(/caught the error|aborted/)
  expect(await keysIn(db)).toEqual(['taken'])
})

test('a connection lost in the commit leaves the outcome unknown; lost before, the unit is tried on others', async () => {
  const db = await testDatabase()
  for (const [lostAt, name, times] of [
    ['commit', 'OutcomeUnknown', 1],
    ['begin', 'Busy', 3],
  ] as const) {
    const broken: boolean[] = []
    const lossy = fromDriver({
      reads: db.reads,
      close: async () => {},
      acquire: async () => ({
        tx: db.reads,
        exec: async (statements) => {
          if (lostAt === 'begin' || statements !== "begin; set local lock_timeout = '2s'")
            throw Object.assign(new Error('Connection terminated unexpectedly'))
          return { rows: [] }
        },
        release: (lost) => broken.push(lost),
      }),
    })
    expect(await errorOf(write(lossy, async () => 'done'))).toMatchObject({ name, statusCode: 503 })
    expect(broken).toEqual(Array(times).fill(true))
  }
})

test('statements that fail in a transaction of their own leave no connection in it', async () => {
  const db = await testDatabase()
  await expect(db.exclusively((exec) => exec('begin; select 1 / 0'))).rejects.toThrow('division by zero')
  for (let each = 0; each < 12; each++)
    expect(await db.exclusively((exec) => exec('select 1 as one'))).toEqual([{ one: 1 }])
})

if (manyConnections) {
  test('a row locked for longer than 2 s is refused as busy', async () => {
    const db = await testDatabase()
    await add(db, 'hot')
    const holder = await connectForTest(ownUrl())
    await holder.exclusively(async (exec) => {
      await exec(`begin; update deployment_status set value = 'held'`)
      const refused = await errorOf(write(db, (tx) => tx.update(deploymentStatus).set({ value: 'late' })))
      expect(refused).toMatchObject({ name: 'Busy', statusCode: 503 })
      await exec('rollback')
    })
  })

  test('of two units that lock each other both are done in the end', async () => {
    const db = await testDatabase()
    await write(db, (tx) => tx.insert(rateLimitCounters).values([counter('a'), counter('b')]))
    let arrived = 0
    const countInOrder = (first: string, second: string) =>
      write(db, async (tx) => {
        for (const key of [first, second]) {
          await tx
            .update(rateLimitCounters)
            .set({ count: sql`${rateLimitCounters.count} + 1` })
            .where(eq(rateLimitCounters.key, key))
          arrived++
          while (arrived < 2) await later(5)
        }
      })
    await Promise.all([countInOrder('a', 'b'), countInOrder('b', 'a')])
    expect((await db.reads.select().from(rateLimitCounters)).map(({ count }) => count)).toEqual([3, 3])
  })

  test('a server that goes away in the middle is answered as busy', async () => {
    const db = await testDatabase()
    const unit = write(db, async (tx) => {
      await tx.insert(deploymentStatus).values(row('lost'))
      await execute(tx, sql`select pg_terminate_backend(pg_backend_pid())`)
    })
    expect(await errorOf(unit)).toMatchObject({ name: 'Busy' })
    await add(db, 'after')
    expect(await keysIn(db)).toEqual(['after'])
  })
}

const counter = (key: string) => ({ key, count: 1, expiresAt: new Date() })
