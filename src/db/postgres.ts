// PostgreSQL: a pool for reads, one connection of it per unit.
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { ConnectOptions, Database, Db } from './connect.ts'

/** One connection, held for one unit. `commit` fails when a statement failed before: PostgreSQL would only say ROLLBACK. */
export type UnitConnection = {
  tx: Db
  run(statements: string): Promise<void>
  commit(): Promise<void>
  release(broken: boolean): void
}

export type PostgresUnits = { engine: 'postgres'; acquire(): Promise<UnitConnection> }

/** What a driver must bring: the pool below, or PGlite in tests. */
export type PostgresDriver = { reads: Db; acquire(): Promise<UnitConnection>; close(): Promise<void> }

/** int8 and numeric as numbers, everywhere: a count is a number, as on SQLite. */
export const numberParsers: Record<number, (value: string) => number> = { 20: Number, 1700: Number }
for (const [type, parse] of Object.entries(numberParsers)) pg.types.setTypeParser(Number(type), parse)

export function fromDriver(driver: PostgresDriver): Database {
  return {
    engine: 'postgres',
    reads: driver.reads,
    units: { engine: 'postgres', acquire: driver.acquire },
    close: driver.close,
  }
}

export function openPostgres(url: string, options: ConnectOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: options.busyWait ?? 5000,
    idleTimeoutMillis: 30_000,
  })
  // A server that restarts closes idle and busy connections; without listeners each would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const instances = new WeakMap<pg.PoolClient, Db>() // one per connection, so that prepared queries stay with it
  const instanceOf = (client: pg.PoolClient): Db => {
    const known = instances.get(client)
    if (known) return known
    const made = drizzle(client) as unknown as Db
    instances.set(client, made)
    return made
  }

  return fromDriver({
    reads: drizzle(pool) as unknown as Db,
    async acquire() {
      const client = await pool.connect()
      return {
        tx: instanceOf(client),
        run: async (statements) => void (await client.query(statements)),
        async commit() {
          const { command } = await client.query('commit')
          if (command !== 'COMMIT') throw new Error(swallowed)
        },
        release: (broken) => client.release(broken),
      }
    },
    close: () => pool.end(),
  })
}

export const swallowed = 'A unit caught the error of a query and went on: on PostgreSQL that undoes the whole unit'
