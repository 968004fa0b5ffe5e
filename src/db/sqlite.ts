// SQLite: one connection that writes, one that only reads, in WAL mode, so that neither waits for the other.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { ConnectOptions, Database, Db } from './connect.ts'

export type SqliteUnits = {
  engine: 'sqlite'
  client: Sqlite.Database
  tx: Db
  busyWait: number
  strict: boolean
  /** Units that wait for the next shared transaction (group.ts). */
  waiting: WaitingUnit[]
  running: boolean
  /** Resolves what `close` waits for. */
  whenIdle: (() => void)[]
}

export type WaitingUnit = {
  unit: (tx: Db) => Promise<unknown>
  since: number
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

export function openSqlite(path: string, options: ConnectOptions): Database {
  mkdirSync(dirname(path), { recursive: true })
  // The driver's own timeout sleeps inside the process, requests and all (measured: 2.9 s); group.ts waits by a timer.
  const client = new Sqlite(path, { timeout: 0 })
  waitWhileBusy(() => client.pragma('journal_mode = WAL'))
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  const reader = new Sqlite(path, { readonly: true, timeout: 250 })
  for (const connection of [client, reader]) {
    connection.pragma('cache_size = -32000') // 32 MB
    connection.pragma('temp_store = MEMORY')
  }

  const units: SqliteUnits = {
    engine: 'sqlite',
    client,
    tx: drizzle(client) as unknown as Db,
    busyWait: options.busyWait ?? 5000,
    strict: options.strictUnits ?? false,
    waiting: [],
    running: false,
    whenIdle: [],
  }
  return {
    engine: 'sqlite',
    reads: drizzle(reader) as unknown as Db,
    units,
    async close() {
      if (units.running) await new Promise<void>((resolve) => units.whenIdle.push(resolve))
      reader.close()
      client.close()
    },
  }
}

/** At opening nothing is served yet, so sleeping is fine: two processes that start together both turn WAL on. */
function waitWhileBusy(act: () => void) {
  for (let attempt = 1; ; attempt++) {
    try {
      return act()
    } catch (error) {
      if (attempt === 200 || !(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_BUSY') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25)
    }
  }
}
