// Brings the tables up to date. Plain SQL files in order, each in one transaction, under a lock against a second migrator.
import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from './connect.ts'

const folder = (engine: string) => new URL(`../../migrations/${engine}/`, import.meta.url)
const lockKey = 4657_2026 // any number, the same in every version of this program

type Exec = (sql: string) => Promise<{ [column: string]: unknown }[]>

/** Names of the migrations that have not run yet. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  return database.exclusively((exec) => pending(database, exec))
}

/** Runs what is pending and names it. Safe to call from two processes at once. */
export async function migrate(database: Database): Promise<string[]> {
  return database.exclusively(async (exec) => {
    const sqlite = database.engine === 'sqlite'
    if (sqlite)
      await exec('PRAGMA foreign_keys = OFF') // has no effect inside a transaction
    else await exec(`SELECT pg_advisory_lock(${lockKey})`)
    try {
      await waitFor(exec, sqlite ? 'BEGIN IMMEDIATE' : 'BEGIN')
      const names = await pending(database, exec)
      await exec('CREATE TABLE IF NOT EXISTS fuyi_migrations (name text PRIMARY KEY, applied_at text NOT NULL)')
      for (const name of names) {
        const file = readFileSync(new URL(name, folder(database.engine)), 'utf8')
        for (const statement of file.split('--> statement-breakpoint')) if (statement.trim()) await exec(statement)
        await exec(`INSERT INTO fuyi_migrations (name, applied_at) VALUES ('${name}', CURRENT_TIMESTAMP)`)
      }
      if (sqlite && (await exec('PRAGMA foreign_key_check')).length)
        throw new Error('A migration left rows that point nowhere.')
      await exec('COMMIT')
      return names
    } catch (error) {
      await exec('ROLLBACK').catch(() => {})
      throw error
    } finally {
      if (sqlite) await exec('PRAGMA foreign_keys = ON')
      else await exec(`SELECT pg_advisory_unlock(${lockKey})`)
    }
  })
}

async function pending({ engine }: Database, exec: Exec): Promise<string[]> {
  const known =
    engine === 'sqlite'
      ? "SELECT 1 FROM sqlite_master WHERE name = 'fuyi_migrations'"
      : "SELECT 1 FROM pg_tables WHERE tablename = 'fuyi_migrations' AND schemaname = current_schema()"
  const done = (await exec(known)).length ? await exec('SELECT name FROM fuyi_migrations') : []
  const names = new Set(done.map((row) => row.name))
  return readdirSync(folder(engine))
    .filter((name) => name.endsWith('.sql') && !names.has(name))
    .sort()
}

/** Another process may be migrating the same file: wait up to a minute. */
async function waitFor(exec: Exec, statement: string) {
  for (let tries = 0; ; tries++) {
    try {
      return await exec(statement)
    } catch (error) {
      if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY') || tries > 600) throw error
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}
