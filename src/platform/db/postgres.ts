// PostgreSQL: a pool for reads, one connection of it for each unit.
import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { ConnectOptions, Database, Db, UnitRunner } from './database.ts'
import { Busy, databaseCode, OutcomeUnknown, ReadOnly } from './errors.ts'
import { type DatabaseEvents, databaseEvents } from './events.ts'
import { troubleOf } from './health.ts'
import { cachedReads } from './read-cache.ts'
import { type Query, ReadPool } from './read-pool.ts'
import { staleReadsAllowed, watchReplica } from './replica.ts'
import { isConnectionLost, openServers, type Servers } from './servers.ts'

type Row = { [column: string]: unknown }

/** One connection, held for one unit. */
export type UnitConnection = {
  tx: Db
  /** `longest`: ms to wait for the answer, where it is not the usual */
  exec(statements: string, longest?: number): Promise<{ rows: Row[]; command?: string }>
  release(broken: boolean): void
}

/** What carries the SQL: the pool below, or PGlite in tests. */
type PostgresDriver = { reads: Db; acquire(): Promise<UnitConnection>; close(): Promise<void> }

/** int8 and numeric as numbers wherever they appear: a count is a number, as on SQLite. Set for the process, since Drizzle asks pg itself. */
export const numberParsers = { [pg.types.builtins.INT8]: Number, [pg.types.builtins.NUMERIC]: Number }
for (const [type, parse] of Object.entries(numberParsers)) pg.types.setTypeParser(Number(type), parse)

/** `busyFor`: ms for which a connection is waited for. */
export function openPostgres(
  url: string,
  { busyFor = 5000, connections = 10, replicaUrl, heard, readOnly = false }: ConnectOptions,
): Database {
  const events = databaseEvents()
  const trouble = troubleOf(events, 'writing')
  const primary = openServers(url, { connections, busyFor, primary: !readOnly, readOnly, trouble })
  // Behind a replica there is always the primary, so nobody waits for it.
  const replica = replicaUrl
    ? openServers(replicaUrl, { connections, busyFor: 0, primary: false, readOnly, trouble: unheard })
    : null
  const watch = replica && watchReplica(primary, replica, events)

  const options = heard ? { logger: { logQuery: heard } } : {}
  type Instance = { ask: Query; tx: Db }
  const instances = new WeakMap<pg.PoolClient, Instance>() // one for each connection: prepared queries stay with it
  function instanceOf(client: pg.PoolClient): Instance {
    const known = instances.get(client)
    if (known) return known
    const ask = inTurn((...args) => (client.query as Query)(...args))
    const made = { ask, tx: drizzle({ client: new ReadPool(ask), ...options }) as unknown as Db }
    instances.set(client, made)
    return made
  }

  const read: Query = async (...args) => {
    if (!replica || !watch || !staleReadsAllowed()) return readFrom(primary, args)
    if (watch.usable())
      try {
        return await readFrom(replica, args)
      } catch {
        watch.failed() // away, or the query stood in the way of what came from the primary
      }
    return readFrom(primary, args)
  }

  const driver: PostgresDriver = {
    reads: drizzle({ client: new ReadPool(read), ...options }) as unknown as Db,
    async acquire() {
      const client = await primary.acquire()
      const { ask, tx } = instanceOf(client)
      return {
        tx,
        exec: (text, longest) =>
          ask(longest === undefined ? text : { text, query_timeout: longest }) as Promise<pg.QueryResult<Row>>,
        release: (broken) => client.release(broken),
      }
    },
    async close() {
      await watch?.stop()
      await Promise.all([primary.close(), replica?.close()])
    },
  }
  return readOnly ? readAlone(fromDriver(driver, events)) : fromDriver(driver, events)
}

/** A unit may ask for several things at once (Promise.all), and pg wants one query of a connection after the other. */
function inTurn(ask: Query): Query {
  let before: Promise<unknown> = Promise.resolve()
  return (...args) => {
    const answer = before.then(() => ask(...args))
    before = answer.catch(() => {})
    return answer
  }
}

/** Every unit is refused, whatever the server would say. */
export const readAlone = (database: Database): Database => ({
  ...database,
  runUnit: async () => {
    throw new ReadOnly('The database is open to be read alone')
  },
})

const unheard = { is: () => {}, over: () => {} } // the watch tells about the replica

/** A read is safe to repeat: a connection that a restart has closed is not the reader's concern. */
async function readFrom(servers: Servers, args: unknown[]): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const client = await servers.acquire()
    try {
      const result = await (client.query as Query)(...args)
      client.release()
      return result
    } catch (error) {
      const lost = isConnectionLost(error)
      client.release(lost)
      if (!lost) throw error
      if (attempt === attempts) throw new Busy('The connection to the database was lost', { cause: error })
      await sleep(pause)
    }
  }
}

/** A database over pools of pg, or over PGlite in tests. */
export function fromDriver(driver: PostgresDriver, events: DatabaseEvents = databaseEvents()): Database {
  return {
    engine: 'postgres',
    file: null,
    events,
    reads: cachedReads(driver.reads),
    runUnit: unitsOn(driver, events),
    async exclusively(run) {
      const connection = await driver.acquire()
      let failed = true // the statements may have begun a transaction: nobody else is given what is left of it
      try {
        const value = await run(async (statement) => (await connection.exec(statement, anyTime)).rows)
        failed = false
        return value
      } finally {
        if (failed) await connection.exec('rollback').catch(() => {})
        connection.release(failed)
      }
    },
    close: driver.close,
  }
}

const anyTime = 2 ** 31 - 1 // ms: a migration may take its time
const attempts = 3
const pause = 50 // ms after a lost connection: the pool hears of the others that went with it
const giveWay = ['40001', '40P01'] // serialization failure, deadlock: try again
const rowLocked = '55P03'

function unitsOn(driver: PostgresDriver, events: DatabaseEvents): UnitRunner {
  return async (unit) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await runOne(driver, events, unit)
      } catch (error) {
        const code = databaseCode(error) ?? ''
        if (code === rowLocked) throw new Busy('A row stayed locked for 2 s', { cause: error })
        if (error instanceof OutcomeUnknown || !(giveWay.includes(code) || error instanceof Lost)) throw error
        if (attempt === attempts)
          throw error instanceof Lost ? error : new Busy(`Gave way to others ${attempts} times`, { cause: error })
        if (error instanceof Lost) await sleep(pause)
      }
    }
  }
}

/** The connection was lost before the commit: nothing was done, and on another connection it can be done. */
class Lost extends Busy {}

async function runOne<T>(driver: PostgresDriver, events: DatabaseEvents, unit: (tx: Db) => Promise<T>): Promise<T> {
  const connection = await driver.acquire()
  let lost = false
  const begun = performance.now()
  try {
    await connection.exec("begin; set local lock_timeout = '2s'")
    const value = await unit(connection.tx)
    await commit(connection)
    events.emit('committed', { units: 1, ms: performance.now() - begun })
    return value
  } catch (error) {
    lost = error instanceof OutcomeUnknown || isConnectionLost(error) // no use in asking it to roll back
    if (!lost)
      lost = await connection.exec('rollback').then(
        () => false,
        () => true,
      )
    if (lost && !(error instanceof OutcomeUnknown) && isConnectionLost(error))
      throw new Lost('The connection to the database was lost', { cause: error })
    throw error
  } finally {
    connection.release(lost)
  }
}

async function commit(connection: UnitConnection): Promise<void> {
  const { command } = await connection.exec('commit').catch((error: unknown) => {
    // A refusal by the server is an answer: undone. Anything else leaves open what happened.
    if (!isConnectionLost(error)) throw error
    throw new OutcomeUnknown('The connection was lost while the change was being saved', { cause: error })
  })
  // After a failed statement PostgreSQL takes COMMIT for ROLLBACK and says so only here.
  if (command === 'ROLLBACK')
    throw new Error('A unit caught the error of a query and went on: PostgreSQL undid all of it')
}
