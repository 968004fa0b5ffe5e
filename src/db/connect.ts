// Opens a database by its address. Callers see a Database: `reads` for queries, `write` (write.ts) for changes.
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import type { Engine } from '../config.ts'
import { openPostgres, type PostgresUnits } from './postgres.ts'
import { openSqlite, type SqliteUnits } from './sqlite.ts'

type Drizzle = BaseSQLiteDatabase<'async', void, Record<string, never>>

/** Query builders, for reads and inside units alike. Typed as SQLite; only builders that are awaited work on both engines. */
export type Db = Pick<
  Drizzle,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with' | '$count'
>

export type Database = {
  engine: Engine
  /** For reads outside units. Never for writing: on SQLite this connection is read-only. */
  reads: Db
  /** What write.ts drives; nobody else touches it. */
  units: SqliteUnits | PostgresUnits
  /** Lets the writes under way finish, then lets go of the files or sockets. */
  close(): Promise<void>
}

export type ConnectOptions = {
  /** How long a write waits for another process's write before it is refused as Busy, in ms. */
  busyWait?: number
  /** PostgreSQL connections at most. */
  connections?: number
  /** Tests only: a unit that waits for anything but its queries is refused. SQLite. */
  strictUnits?: boolean
}

/** `file:path` (relative to the working directory) or `postgres://…`. Migrates nothing. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Database> {
  return url.startsWith('file:') ? openSqlite(url.slice('file:'.length), options) : openPostgres(url, options)
}
