// A fresh, migrated, empty database per call: a copied file for SQLite, an emptied one for PostgreSQL.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { engine } from '../../src/config.ts'
import { connect } from '../../src/platform/db/connect.ts'
import type { ConnectOptions, Database, Exec, Heard } from '../../src/platform/db/database.ts'
import { databaseCode } from '../../src/platform/db/errors.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { atEnd } from './at-end.ts'
import { openPglite } from './pglite.ts'

const folder = inject('folder')
let copies = 0

// With isolate: false a worker runs many files, and each of them imports this module again or not, as vitest likes.
const kept = globalThis as {
  fuyiTemplate?: Promise<string>
  fuyiPostgres?: Promise<Database>
  fuyiHeard?: Heard | undefined
  fuyiFilled?: Map<string, Filled | null>
  fuyiLatest?: object
}
type Filled = { file: string; facts: unknown }
const heard: Heard = (statement, values) => kept.fuyiHeard?.(statement, values)

/**
 * Closed by itself at the end of the test, or of the file when called outside one. One at a time: on PostgreSQL all calls
 * in a worker give the same database, and each empties it.
 */
export async function testDatabase(): Promise<Database> {
  if (engine === 'sqlite') return connectForTest(await testUrl(), { strict: true, heard })
  kept.fuyiPostgres ??= openPostgres()
  const database = await kept.fuyiPostgres
  await emptied(database)
  const mine = {}
  kept.fuyiLatest = mine
  const runUnit: Database['runUnit'] = async (unit) => {
    if (kept.fuyiLatest !== mine) throw new Error('The test that was given this database is over')
    return database.runUnit(unit)
  }
  return { ...database, runUnit, close: async () => {} }
}

/**
 * A database of its own that `fill` has filled, and what `fill` gave. What is asked for again under the same key is a copy of the
 * same file on SQLite, rows, ids and all: writing a city took as long as drawing a page of it. Facts must be plain data.
 */
export async function filledDatabase<T>(key: string, fill: (db: Database) => Promise<T>): Promise<[Database, T]> {
  kept.fuyiFilled ??= new Map()
  const known = kept.fuyiFilled.get(key)
  if (engine === 'postgres' || known === undefined) {
    kept.fuyiFilled.set(key, null) // most are asked for once: a file is made the second time
    const db = await testDatabase()
    return [db, await fill(db)]
  }
  const { file, facts } = known ?? (await fillFile(fill))
  kept.fuyiFilled.set(key, { file, facts })
  const db = await connectForTest(copyOf(file), { strict: true, heard })
  return [db, structuredClone(facts) as T]
}

async function fillFile(fill: (db: Database) => Promise<unknown>): Promise<Filled> {
  const url = await testUrl()
  const db = await connect(url)
  const facts = await fill(db)
  await db.close()
  return { file: url.slice('file:'.length), facts }
}

export type Query = { statement: string; values: unknown[] }

/** Every query that runs while `act` does, in order. */
export async function queriesOf(act: () => Promise<unknown>): Promise<Query[]> {
  const queries: Query[] = []
  kept.fuyiHeard = (statement, values) => queries.push({ statement, values })
  try {
    await act()
  } finally {
    kept.fuyiHeard = undefined
  }
  return queries
}

/** Opened beside the test's own, and closed with it. */
export async function connectForTest(url: string, options: ConnectOptions = {}): Promise<Database> {
  const database = await connect(url, options)
  atEnd(database.close)
  return database
}

/** The address of an empty database that several processes can open. Not for PGlite, which lives in one. */
export async function testUrl(): Promise<string> {
  if (engine === 'postgres') {
    await testDatabase()
    return ownUrl()
  }
  kept.fuyiTemplate ??= makeTemplate()
  return copyOf(await kept.fuyiTemplate)
}

function copyOf(file: string): string {
  const path = join(folder, `${process.pid}-${++copies}.db`)
  copyFileSync(file, path)
  return `file:${path}`
}

/** Whether several processes, or two connections, can be tried here. */
export const manyConnections = engine === 'sqlite' || !!process.env.TEST_DATABASE_URL

/** PostgreSQL inside this process: fine for a few rows, minutes for thousands of requests. */
export const inProcess = !manyConnections

async function makeTemplate(): Promise<string> {
  const path = join(folder, `template-${process.pid}.db`)
  const database = await connect(`file:${path}`)
  await migrate(database)
  await database.close()
  return path
}

async function openPostgres(): Promise<Database> {
  if (process.env.TEST_DATABASE_URL) await makeOwnDatabase(process.env.TEST_DATABASE_URL)
  const database = process.env.TEST_DATABASE_URL
    ? await connect(`${ownUrl()}?application_name=${encodeURIComponent(ownConnections)}`, { heard })
    : await openPglite(heard)
  await migrate(database)
  return database
}

/**
 * Named after the process. VITEST_POOL_ID will not do: where one group of projects follows another, vitest gives a number to a new
 * worker, then frees it in the name of the old one, and gives it to a second. The two emptied one database under each other's tests.
 */
const ownName = `fuyi_test_${process.pid}`

/** The address of the worker's own database on the server named by TEST_DATABASE_URL. */
export function ownUrl(): string {
  const url = new URL(process.env.TEST_DATABASE_URL!)
  url.pathname = `/${ownName}`
  return url.href
}

async function makeOwnDatabase(server: string): Promise<void> {
  const admin = await connect(server)
  await admin.exclusively(async (exec) => {
    await exec(`drop database if exists ${ownName} with (force)`)
    await exec(`create database ${ownName} template template0 encoding 'UTF8'`)
  })
  await admin.close()
}

/**
 * What an earlier test left behind goes first: connections of servers that it killed may still be in a statement. One of those may hold
 * a table and want another, as this does; then PostgreSQL ends one of the two.
 */
async function emptied(database: Database): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      if (!inProcess) await database.exclusively(async (exec) => void (await exec(endOthers)))
      return await database.exclusively(empty)
    } catch (error) {
      if (databaseCode(error) !== deadlock || attempt === 3) throw error
    }
}

const deadlock = '40P01'
const ownConnections = `test worker ${process.pid}`
const endOthers = `select pg_terminate_backend(pid, 5000) from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and application_name <> '${ownConnections}'`

const tablesInUse = `select relname as name, pg_relation_size(oid) as size from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'fuyi_migrations' and pg_relation_size(oid) > 0`
const restartCounters = `select setval(format('%I', sequencename), start_value, false) from pg_sequences
  where schemaname = 'public' and last_value is not null`

/**
 * Rows are deleted, without triggers: neither those that keep tables append-only nor those of foreign keys. TRUNCATE … CASCADE makes
 * new files for every table that leads there and for their indexes, most of the server's time for a test. It comes when dead rows
 * have become many.
 */
async function empty(exec: Exec): Promise<void> {
  const tables = await exec(tablesInUse)
  if (!tables.length) return
  const names = tables.map(({ name }) => `"${name}"`)
  const emptied = tables.some(({ size }) => Number(size) > 1_000_000)
    ? [`truncate ${names.join(', ')} cascade`]
    : names.map((name) => `delete from ${name}`)
  await exec(
    [
      "begin; set local session_replication_role = 'replica'",
      `lock table ${names.join(', ')} in access exclusive mode`,
      ...emptied,
      restartCounters,
      'commit',
    ].join('; '),
  )
}
