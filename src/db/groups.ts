// Group commit on SQLite: calls that arrive together share one transaction and one fsync, each in its own savepoint,
// and are answered after the commit. Nothing interleaves, because awaiting a query builder only yields microtasks.
import type BetterSqlite from 'better-sqlite3'
import type { Db } from './connect.ts'
import { Unavailable } from './unavailable.ts'

export type UnitRunner = <T>(unit: (tx: Db) => Promise<T>) => Promise<T>
type Waiting = { unit: (tx: Db) => Promise<unknown>; resolve: (value: never) => void; reject: (error: unknown) => void }

const largestGroup = 500

export function groupedUnits(
  sqlite: BetterSqlite.Database,
  tx: Db,
  { busyFor, strict }: { busyFor: number; strict: boolean },
) {
  const begin = sqlite.prepare('BEGIN IMMEDIATE')
  const commit = sqlite.prepare('COMMIT')
  const rollback = sqlite.prepare('ROLLBACK')
  const savepoint = sqlite.prepare('SAVEPOINT unit')
  const release = sqlite.prepare('RELEASE unit')
  const undo = sqlite.prepare('ROLLBACK TO unit')

  const queue: Waiting[] = []
  let draining: Promise<void> | null = null

  const runUnit: UnitRunner = (unit) =>
    new Promise((resolve, reject) => {
      queue.push({ unit, resolve, reject } as Waiting)
      draining ??= new Promise((done) => setImmediate(() => done(drain())))
    })

  async function drain(): Promise<void> {
    while (queue.length) {
      const group = queue.splice(0, largestGroup)
      await runGroup(group).catch((error) => {
        for (const { reject } of group) reject(error)
      })
    }
    draining = null
  }

  async function runGroup(group: Waiting[]): Promise<void> {
    await beginSoon()
    const answers: (() => void)[] = []
    try {
      for (const waiting of group) answers.push(await runOne(waiting))
      commit.run()
    } catch (error) {
      if (sqlite.inTransaction) rollback.run()
      throw new Unavailable('The change could not be stored.', { cause: error })
    }
    for (const answer of answers) answer()
  }

  async function runOne({ unit, resolve, reject }: Waiting): Promise<() => void> {
    let waited = false
    const watch = strict ? setImmediate(() => (waited = true)) : null
    savepoint.run()
    try {
      const value = await unit(tx)
      if (waited)
        throw new Error('A unit waited for something that is not a query. Fetch, mail and files go outside write().')
      release.run()
      return () => resolve(value as never)
    } catch (error) {
      // A full disk or a read-only file ends the whole transaction: then nobody in the group was stored.
      if (!sqlite.inTransaction) throw error
      undo.run()
      release.run()
      return () => reject(error)
    } finally {
      if (watch) clearImmediate(watch)
    }
  }

  /** Waits for another process's write by a timer, so that pages are served meanwhile. */
  async function beginSoon(): Promise<void> {
    const until = Date.now() + busyFor
    for (let pause = 1; ; pause = Math.min(pause * 2, 20)) {
      try {
        begin.run()
        return
      } catch (error) {
        if (!isBusy(error) || Date.now() >= until) throw new Unavailable('The database is busy.', { cause: error })
        await new Promise((done) => setTimeout(done, pause))
      }
    }
  }

  return { runUnit, idle: async () => void (await draining) }
}

const isBusy = (error: unknown) => String((error as { code?: string }).code).startsWith('SQLITE_BUSY')
