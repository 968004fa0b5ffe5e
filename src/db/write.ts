// The only way to change anything.
import type { Database, Db } from './connect.ts'
import { Busy, databaseCode, OutcomeUnknown } from './errors.ts'
import { writeInGroup } from './group.ts'
import type { PostgresUnits, UnitConnection } from './postgres.ts'

export { Busy, OutcomeUnknown } from './errors.ts'

/**
 * Runs one atomic unit; when the promise resolves it is on disk. Throwing inside undoes all of it.
 *
 * The unit awaits nothing but queries on `tx`, and may run more than once: times, ids and random values are made before.
 * Results of changes are read through `.returning()`. Throws what the unit threw, Busy (nothing done) or OutcomeUnknown.
 */
export function write<T>(db: Database, unit: (tx: Db) => Promise<T>): Promise<T> {
  return db.units.engine === 'sqlite' ? writeInGroup(db.units, unit) : writeAlone(db.units, unit)
}

const attempts = 3
const serializationFailure = '40001'
const deadlock = '40P01'
const lockNotAvailable = '55P03'

async function writeAlone<T>(units: PostgresUnits, unit: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(units, unit)
    } catch (error) {
      const code = databaseCode(error)
      if (code === lockNotAvailable) throw new Busy('A row stayed locked for 2 s', { cause: error })
      if (code !== serializationFailure && code !== deadlock) throw error
      if (attempt === attempts) throw new Busy(`Gave way to others ${attempts} times`, { cause: error })
    }
  }
}

async function attemptOnce<T>(units: PostgresUnits, unit: (tx: Db) => Promise<T>): Promise<T> {
  const connection = await units.acquire().catch((error: unknown) => {
    throw new Busy('No connection to the database', { cause: error })
  })
  let broken = false
  try {
    await connection.run(`begin; set local lock_timeout = '2s'`)
    const value = await unit(connection.tx)
    await commit(connection)
    return value
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) await connection.run('rollback').catch(() => (broken = true))
    else broken = true
    if (broken && isConnectionLost(error)) throw new Busy('The connection to the database was lost', { cause: error })
    throw error
  } finally {
    connection.release(broken)
  }
}

/** A refusal by the server is an answer: rolled back. Anything else leaves open what happened. */
async function commit(connection: UnitConnection) {
  try {
    await connection.commit()
  } catch (error) {
    if (isConnectionLost(error)) {
      throw new OutcomeUnknown('The connection was lost while the changes were being saved', { cause: error })
    }
    throw error
  }
}

/** No code of the server, or one of its "I am going away" classes. */
function isConnectionLost(error: unknown): boolean {
  const code = databaseCode(error)
  if (code === null) return /connection|timeout|socket/i.test(String(error))
  return !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('08') || code.startsWith('57P')
}
