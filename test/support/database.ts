// A fresh, migrated, empty database per call: a copied file for SQLite, a truncated one for PostgreSQL.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { engine } from '../../src/config.ts'
import { connect, type Database, type Db } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { fromDriver, numberParsers } from '../../src/db/postgres.ts'

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'fuyi-test-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
let copies = 0
let template: Promise<string> | null = null
let shared: Promise<Database> | null = null

/** Closed by itself at the end of the test, or of the file when called outside one. */
export async function testDatabase(): Promise<Database> {
  if (engine === 'postgres') return postgres()
  const database = await connect(`file:${await testFile()}`, { strict: true })
  whenDone(() => database.close())
  return database
}

/** The path of a fresh, migrated SQLite file, for tests with several processes. */
export async function testFile(): Promise<string> {
  template ??= makeTemplate()
  const path = join(folder, `${++copies}.db`)
  copyFileSync(await template, path)
  return path
}

async function makeTemplate(): Promise<string> {
  const path = join(folder, 'template.db')
  const database = await connect(`file:${path}`)
  await migrate(database)
  await database.close()
  return path
}

async function postgres(): Promise<Database> {
  shared ??= openPostgres()
  const database = await shared
  await database.exclusively(async (exec) => {
    const tables = await exec(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'fuyi_migrations'",
    )
    for (const name of ['record', 'record_numbers']) await exec(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
    await exec(`TRUNCATE ${tables.map((t) => `"${t.tablename}"`).join(', ')} RESTART IDENTITY CASCADE`)
    for (const name of ['record', 'record_numbers']) await exec(`ALTER TABLE ${name} ENABLE TRIGGER USER`)
  })
  return database
}

async function openPostgres(): Promise<Database> {
  const server = process.env.TEST_DATABASE_URL
  const database = server ? await connect(await ownDatabase(server)) : await inProcess()
  await migrate(database)
  return database
}

async function ownDatabase(server: string): Promise<string> {
  const name = `fuyi_test_${process.env.VITEST_POOL_ID ?? '0'}`
  const admin = await connect(server)
  await admin.exclusively(async (exec) => {
    await exec(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await exec(`CREATE DATABASE ${name}`)
  })
  await admin.close()
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** PGlite has one connection: reads and units wait for each other, so nothing about concurrency is tested on it. */
async function inProcess(): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite')
  const { drizzle } = await import('drizzle-orm/pglite')
  const pglite = await PGlite.create({ parsers: numberParsers })
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = async <T>(act: () => Promise<T>): Promise<T> => {
    const result = turn.then(act)
    turn = result.catch(() => {})
    return result
  }
  const patient = { query: (...args: Parameters<typeof pglite.query>) => inTurn(() => pglite.query(...args)) }
  const tx = drizzle({ client: pglite }) as unknown as Db
  return fromDriver({
    reads: drizzle({ client: patient as unknown as typeof pglite }) as unknown as Db,
    acquire: () =>
      new Promise((granted) => {
        void inTurn(
          () =>
            new Promise<void>((release) => {
              granted({
                tx,
                // COMMIT after a failed statement is a silent ROLLBACK: any other statement says so
                exec: async (statements) =>
                  (await pglite.exec(statements === 'commit' ? 'select 1; commit' : statements)).at(-1)!,
                release: () => release(),
              })
            }),
        )
      }),
    close: () => pglite.close(),
  })
}

function whenDone(close: () => Promise<void>) {
  try {
    onTestFinished(close)
  } catch {
    afterAll(close)
  }
}
