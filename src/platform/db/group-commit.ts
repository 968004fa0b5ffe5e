// Group commit on SQLite: units that arrive together share one transaction and one flush to disk, each in its own
// savepoint, and are answered after the commit. Nothing interleaves: awaiting a query builder only yields microtasks.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import type { Db, UnitRunner } from './database.ts'
import { Busy, databaseCode, isBusyFile, OutcomeUnknown } from './errors.ts'
import type { DatabaseEvents } from './events.ts'
import { fileTrouble, troubleOf } from './health.ts'

type Waiting = {
  unit: (tx: Db) => Promise<unknown>
  since: number
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

const longestGroup = 40 // ms: pages of this process want to be served too
const notAQuery = 'A unit waited for something that is not a query: fetch, mail, files and write() go outside'
const longestPause = 20 // ms between two tries at a busy file

/**
 * Runs units. `busyFor`: ms for which a busy file is tried. `strict`: a unit that awaits anything but queries is
 * refused (tests).
 */
export function groupedUnits(
  sqlite: Sqlite.Database,
  tx: Db,
  {
    busyFor,
    strict,
    isThere,
    events,
  }: {
    busyFor: number
    strict: boolean
    events: DatabaseEvents
    /** whether the file that was opened is still the one of that name */
    isThere: () => boolean
  },
) {
  const begin = sqlite.prepare('BEGIN IMMEDIATE')
  const commit = sqlite.prepare('COMMIT')
  const rollback = sqlite.prepare('ROLLBACK')
  const savepoint = sqlite.prepare('SAVEPOINT unit')
  const release = sqlite.prepare('RELEASE unit')
  const undo = sqlite.prepare('ROLLBACK TO unit')

  const trouble = troubleOf(events, 'writing')
  let failing = false // whether something in this group failed because of the file
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
      // At first as often as a timer can: the other process holds the file for some ms, and whoever finds it free goes on.
      pause = begun === 'busy' ? Math.min(pause * 1.1, longestPause) : 1
      // By a timer, so that pages are served meanwhile; uneven, so that two processes don't keep step.
      await (begun === 'busy' ? sleep(pause * (0.5 + Math.random())) : nextTurn())
    }
    draining = false
  }

  function tryToBegin(): 'yes' | 'busy' | 'no' {
    // What is written to a file that was moved or removed would be thanked for, and lost.
    if (!isThere()) {
      trouble.is('Nothing can be written: the file was replaced or removed while it was open. Restart the platform.')
      for (const { reject } of queue.splice(0)) reject(new Busy('The file of the database was replaced'))
      return 'no'
    }
    try {
      begin.run()
      return 'yes'
    } catch (error) {
      if (isBusyFile(error)) return 'busy'
      const words = whatIsWrong(error) ?? 'The database cannot be written to'
      for (const { reject } of queue.splice(0)) reject(new Busy(words, { cause: error }))
      return 'no'
    }
  }

  function refuseTheOldest() {
    const oldest = performance.now() - busyFor
    while (queue.length && queue[0]!.since <= oldest) {
      const words = `Another process was writing to the database for ${busyFor} ms`
      trouble.is(`${words}, and still is. Find it with: fuser -v FILE. Writing goes on by itself.`)
      queue.shift()!.reject(new Busy(words))
    }
  }

  async function runGroup(): Promise<void> {
    failing = false
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
      undoAll()
      const words = whatIsWrong(error) ?? 'The change could not be confirmed as saved'
      const unknown = new OutcomeUnknown(words, { cause: error })
      for (const { reject } of group) reject(unknown)
      return
    }
    if (!failing) trouble.over()
    for (const answer of answers) answer()
    events.emit('committed', { units: group.length, ms: performance.now() - begun })
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
      const words = whatIsWrong(error)
      return () => reject(words ? new Busy(words, { cause: error }) : error)
    }
  }

  /** For a full disk, a damaged file and the like: what to tell the operator. Null where the statement is at fault. */
  function whatIsWrong(error: unknown): string | null {
    const words = fileTrouble(databaseCode(error))
    if (words) trouble.is(`Nothing can be written: ${words}`)
    failing ||= words !== null
    if (databaseCode(error)?.startsWith('SQLITE_CORRUPT')) forgetPages()
    return words
  }

  /** What was read of a damaged file is not kept: once repaired, it is read anew. */
  function forgetPages() {
    try {
      sqlite.pragma('shrink_memory')
    } catch {} // the file is worse than one page
  }

  /** SQLite has rolled back by itself, or does now; on a disk that fails it may not be able to, and the next BEGIN says so. */
  function undoAll() {
    try {
      if (sqlite.inTransaction) rollback.run()
    } catch (error) {
      whatIsWrong(error)
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
