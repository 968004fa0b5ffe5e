// What a database is to its callers: `reads` for queries, `write` (write.ts) for changes. Types only.
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import type { Engine } from '../../config.ts'
import type { DatabaseEvents } from './events.ts'

type Drizzle = BaseSQLiteDatabase<'async', void, Record<string, never>>

/** Query builders, for reads and inside units alike. Typed as SQLite; builders that are awaited work on both engines. */
export type Db = Pick<
  Drizzle,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with' | '$count'
>

export type Database = {
  engine: Engine
  /** Path of a SQLite file; null on PostgreSQL. */
  file: string | null
  /** For reads outside units. Never for writing: on SQLite this connection is read-only. */
  reads: Db
  /** What `write` calls. */
  runUnit: UnitRunner
  /** Plain SQL on one connection, with no unit of this process in between: migrations, and tests. */
  exclusively: <T>(run: (exec: Exec) => Promise<T>) => Promise<T>
  /** For whoever watches: what was committed, and what keeps it from working. */
  events: DatabaseEvents
  /** Lets the units under way finish, then lets go of the files or sockets. */
  close(): Promise<void>
}

export type UnitRunner = <T>(unit: (tx: Db) => Promise<T>) => Promise<T>

/** Runs one statement; its rows, if it has any. */
export type Exec = (statement: string) => Promise<{ [column: string]: unknown }[]>

export type ConnectOptions = {
  /** How long a write waits for another process's write, or for a free connection, before it is refused as Busy, in ms. */
  busyFor?: number
  /** PostgreSQL connections at most. */
  connections?: number
  /** PostgreSQL: a replica for reads that may lag (replica.ts). */
  replicaUrl?: string | null
  /** Nothing is written through it: the engine itself refuses, and so does every unit. */
  readOnly?: boolean
  /** Tests only: a unit that waits for anything but its queries is refused (SQLite). */
  strict?: boolean
  /** Tests only: told of every query as it runs. */
  heard?: Heard
}

export type Heard = (statement: string, values: unknown[]) => void
