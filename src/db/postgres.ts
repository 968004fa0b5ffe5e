// PostgreSQL: a pool for reads, one connection of it for each unit.
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { ConnectOptions, Database, Db, UnitRunner } from './connect.ts'
import { Busy, databaseCode, OutcomeUnknown } from './errors.ts'
import { type Committed, committed } from './watch.ts'

type Row = { [column: string]: unknown }

/** One connection, held for one unit. */
export type UnitConnection = {
  tx: Db
  exec(statements: string): Promise<{ rows: Row[]; command?: string }>
  release(broken: boolean): void
}

/** What carries the SQL: the pool below, or PGlite in tests. */
export type PostgresDriver = { reads: Db; acquire(): Promise<UnitConnection>; close(): Promise<void> }

/** int8 and numeric as numbers wherever they appear: a count is a number, as on SQLite. */
export const numberParsers = { [pg.types.builtins.INT8]: Number, [pg.types.builtins.NUMERIC]: Number }
for (const [type, parse] of Object.entries(numberParsers)) pg.types.setTypeParser(Number(type), parse)

export function openPostgres(url: string, { busyFor = 5000, connections = 10, heard }: ConnectOptions): Database {
  const pool = new pg.Pool({ connectionString: url, max: connections, connectionTimeoutMillis: busyFor })
  // A server that restarts closes idle and busy connections; without listeners each would end this process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const options = heard ? { logger: { logQuery: heard } } : {}
  const instances = new WeakMap<pg.PoolClient, Db>() // one for each connection: prepared queries stay with it
  function instanceOf(client: pg.PoolClient): Db {
    const instance = instances.get(client) ?? (drizzle(client, options) as unknown as Db)
    instances.set(client, instance)
    return instance
  }

  return fromDriver({
    reads: drizzle(pool, options) as unknown as Db,
    async acquire() {
      const client = await pool.connect()
      return {
        tx: instanceOf(client),
        exec: (statements) => client.query<Row>(statements),
        release: (broken) => client.release(broken),
      }
    },
    close: async () => {
      if (!pool.ended && !pool.ending) await pool.end()
    },
  })
}

export function fromDriver(driver: PostgresDriver): Database {
  return {
    engine: 'postgres',
    reads: driver.reads,
    runUnit: unitsOn(driver),
    async exclusively(run) {
      const connection = await driver.acquire()
      try {
        return await run(async (statement) => (await connection.exec(statement)).rows)
      } finally {
        connection.release(false)
      }
    },
    close: driver.close,
  }
}

const attempts = 3
const giveWay = ['40001', '40P01'] // serialization failure, deadlock: try again
const rowLocked = '55P03'

function unitsOn(driver: PostgresDriver): UnitRunner {
  return async (unit) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await runOne(driver, unit)
      } catch (error) {
        const code = databaseCode(error) ?? ''
        if (code === rowLocked) throw new Busy('A row stayed locked for 2 s', { cause: error })
        if (error instanceof OutcomeUnknown || !giveWay.includes(code)) throw error
        if (attempt === attempts) throw new Busy(`Gave way to others ${attempts} times`, { cause: error })
      }
    }
  }
}

async function runOne<T>(driver: PostgresDriver, unit: (tx: Db) => Promise<T>): Promise<T> {
  const connection = await driver.acquire().catch((error: unknown) => {
    throw new Busy('No connection to the database', { cause: error })
  })
  let lost = false
  const begun = performance.now()
  try {
    await connection.exec("begin; set local lock_timeout = '2s'")
    const value = await unit(connection.tx)
    await commit(connection)
    committed.publish({ units: 1, ms: performance.now() - begun } satisfies Committed)
    return value
  } catch (error) {
    lost = await connection.exec('rollback').then(
      () => false,
      () => true,
    )
    if (lost && !(error instanceof OutcomeUnknown) && isConnectionLost(error))
      throw new Busy('The connection to the database was lost', { cause: error })
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

/** Not one of the server's five-character codes, or one of those that mean it is going away. */
function isConnectionLost(error: unknown): boolean {
  const code = databaseCode(error)
  if (code === null)
    return /connection|socket|timeout/i.test(String(error instanceof Error ? (error.cause ?? error) : error))
  return !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('08') || code.startsWith('57P')
}
