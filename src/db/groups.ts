// Group commit on SQLite: units that arrive together share one transaction and one flush to disk, each in its own
// savepoint, and are answered after the commit. Nothing interleaves: awaiting a query builder only yields microtasks.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import type { Db, UnitRunner } from './connect.ts'
import { Busy, isBusyFile, OutcomeUnknown } from './errors.ts'
import { type Committed, committed } from './watch.ts'

type Waiting = {
  unit: (tx: Db) => Promise<unknown>
  since: number
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

const longestGroup = 40 // ms: pages of this process want to be served too
const notAQuery = 'A unit waited for something that is not a query: fetch, mail, files and write() go outside'
const longestPause = 20 // ms between two tries at a busy file

export function groupedUnits(
  sqlite: Sqlite.Database,
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
  let turn: Promise<unknown> = Promise.resolve() // who has the connection: draining, or somebody exclusive
  let draining = false

  const runUnit: UnitRunner = <T>(unit: (tx: Db) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      queue.push({ unit, since: performance.now(), resolve: resolve as Waiting['resolve'], reject })
      if (draining) return
      draining = true
      turn = turn.then(drain)
    })

  function exclusively<T>(run: () => Promise<T>): Promise<T> {
    const result = turn.then(run)
    turn = result.catch(() => {})
    return result
  }

  async function drain(): Promise<void> {
    let pause = 1
    await nextTurn() // whatever else arrives in this turn of the event loop rides along
    while (queue.length) {
      const begun = tryToBegin()
      if (begun === 'yes') await runGroup()
      if (begun === 'busy') refuseTheOldest()
      pause = begun === 'busy' ? Math.min(pause * 2, longestPause) : 1
      // By a timer, so that pages are served meanwhile; uneven, so that two processes don't keep step.
      await (begun === 'busy' ? sleep(pause * (0.5 + Math.random())) : nextTurn())
    }
    draining = false
  }

  function tryToBegin(): 'yes' | 'busy' | 'no' {
    try {
      begin.run()
      return 'yes'
    } catch (error) {
      if (isBusyFile(error)) return 'busy'
      for (const { reject } of queue.splice(0)) reject(new Busy('The database cannot be written to', { cause: error }))
      return 'no'
    }
  }

  function refuseTheOldest() {
    const oldest = performance.now() - busyFor
    while (queue.length && queue[0]!.since <= oldest)
      queue.shift()!.reject(new Busy(`Another process was writing to the database for ${busyFor} ms`))
  }

  async function runGroup(): Promise<void> {
    const group: Waiting[] = []
    const answers: (() => void)[] = []
    const begun = performance.now()
    const end = begun + longestGroup
    try {
      do {
        group.push(queue.shift()!)
        answers.push(await runOne(group.at(-1)!))
      } while (queue.length && performance.now() < end)
      commit.run()
    } catch (error) {
      if (sqlite.inTransaction) rollback.run()
      const unknown = new OutcomeUnknown('The change could not be confirmed as saved', { cause: error })
      for (const { reject } of group) reject(unknown)
      return
    }
    for (const answer of answers) answer()
    committed.publish({ units: group.length, ms: performance.now() - begun } satisfies Committed)
  }

  /** What to say after the commit. Throws only when the transaction itself is gone: a full disk undoes all of it. */
  async function runOne({ unit, resolve, reject }: Waiting): Promise<() => void> {
    savepoint.run()
    try {
      const value = await (strict ? withoutWaiting(unit) : unit(tx))
      release.run()
      return () => resolve(value)
    } catch (error) {
      if (!sqlite.inTransaction) throw error
      undo.run()
      release.run()
      return () => reject(error)
    }
  }

  /** A tick queued inside a microtask runs once no microtask is left: before the unit ends only if the unit waits. */
  async function withoutWaiting(unit: Waiting['unit']): Promise<unknown> {
    await null
    const waits = new Promise<never>((_, reject) => {
      process.nextTick(() => reject(new Error(notAQuery)))
    })
    return Promise.race([unit(tx), waits]) // at once, or a write() inside a unit would wait for itself for ever
  }

  return { runUnit, exclusively }
}
