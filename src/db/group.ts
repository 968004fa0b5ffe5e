// Group commit on SQLite: units that arrive together share one transaction, each in its own savepoint, and are answered
// after the commit, because the flush to disk costs more than all the rest (docs in src/README.md, figures in bench/).
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from './connect.ts'
import { Busy, databaseCode, OutcomeUnknown } from './errors.ts'
import type { SqliteUnits, WaitingUnit } from './sqlite.ts'

const longestBatch = 40 // ms: others in this process want to be served too
const longestPause = 20 // ms between two looks at a busy file

/** Resolves after the commit; rejects with what the unit threw (its own changes undone), Busy or OutcomeUnknown. */
export function writeInGroup<T>(units: SqliteUnits, unit: (tx: Db) => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    units.waiting.push({ unit, since: performance.now(), resolve: resolve as WaitingUnit['resolve'], reject })
    if (units.running) return
    units.running = true
    // Not at once: whatever else arrives in this turn of the event loop rides along.
    setImmediate(() => void drain(units))
  })
}

async function drain(units: SqliteUnits) {
  let pause = 1
  while (units.waiting.length) {
    if (begin(units)) {
      await runBatch(units)
      pause = 1
      await nextTurn() // answers go out and new requests come in before the next batch
      continue
    }
    giveUpOnTheOldest(units)
    if (!units.waiting.length) break
    await sleep(pause * (0.5 + Math.random()))
    pause = Math.min(pause * 2, longestPause)
  }
  units.running = false
  for (const tell of units.whenIdle.splice(0)) tell()
}

/** False when another process is writing. Any other refusal (disk, permissions) goes to those who wait. */
function begin(units: SqliteUnits): boolean {
  try {
    units.client.exec('begin immediate')
    return true
  } catch (error) {
    if (databaseCode(error)?.startsWith('SQLITE_BUSY')) return false
    for (const { reject } of units.waiting.splice(0)) reject(error)
    return false
  }
}

function giveUpOnTheOldest(units: SqliteUnits) {
  const oldest = performance.now() - units.busyWait
  const tooOld = units.waiting.filter((waiting) => waiting.since <= oldest)
  units.waiting = units.waiting.filter((waiting) => waiting.since > oldest)
  for (const { reject } of tooOld) reject(new Busy('Another process has been writing to the database file too long'))
}

type Outcome = { waiting: WaitingUnit; value?: unknown; error?: unknown; failed: boolean }

async function runBatch(units: SqliteUnits) {
  const { client } = units
  const outcomes: Outcome[] = []
  const end = performance.now() + longestBatch
  try {
    for (let next = units.waiting.shift(); next; next = performance.now() < end ? units.waiting.shift() : undefined) {
      outcomes.push({ waiting: next, failed: true })
      outcomes[outcomes.length - 1] = await runUnit(units, next)
    }
    client.exec('commit')
  } catch (error) {
    if (client.inTransaction) client.exec('rollback')
    const unknown = new OutcomeUnknown('The database could not confirm that the changes were saved', { cause: error })
    for (const { waiting } of outcomes) waiting.reject(unknown)
    return
  }
  for (const { waiting, failed, value, error } of outcomes) {
    if (failed) waiting.reject(error)
    else waiting.resolve(value)
  }
}

/** Throws only when the transaction itself is gone (a full disk makes SQLite roll it back whole): then all fail together. */
async function runUnit(units: SqliteUnits, waiting: WaitingUnit): Promise<Outcome> {
  const { client, tx } = units
  client.exec('savepoint unit')
  try {
    const value = units.strict ? await withoutWaiting(() => waiting.unit(tx)) : await waiting.unit(tx)
    client.exec('release unit')
    return { waiting, value, failed: false }
  } catch (error) {
    if (!client.inTransaction) throw error
    client.exec('rollback to unit')
    client.exec('release unit')
    return { waiting, error, failed: true }
  }
}

/**
 * Queries on SQLite only yield microtasks. A tick that was queued inside a microtask runs once none is left, so if it runs
 * before the unit ends, the unit was waiting for something else: mail, a timer, a file, another connection.
 */
async function withoutWaiting<T>(unit: () => Promise<T>): Promise<T> {
  await null
  let waited = false
  process.nextTick(() => {
    waited = true
  })
  const value = await unit()
  if (waited)
    throw new Error('A unit given to write() may only await queries on its tx: this one waited for something else')
  return value
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
