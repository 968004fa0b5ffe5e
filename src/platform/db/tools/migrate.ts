// Brings the tables up to date: plain SQL files in order, all that are pending in one transaction, under a lock against a
// second migrator. A file is cut at its breakpoints only, because triggers hold semicolons.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../../../config.ts'
import type { Database, Exec } from '../database.ts'
import { isBusyFile } from '../errors.ts'

const ourMigrations = new URL('../../../../migrations/', import.meta.url)
const breakpoint = '--> statement-breakpoint'
const lockKey = 46572026 // any number, the same in every version of this program
const longestWait = 60_000 // ms for another migrator of the same file

/** Rows that a migration cannot carry over. Nothing was changed; `message` names them, for the operator. */
export class RowsInTheWay extends Error {}

/** Names of the migrations that have not run yet. */
export async function pendingMigrations(database: Database, migrations = ourMigrations): Promise<string[]> {
  return database.exclusively(async (exec) => pending(exec, database.engine, migrations))
}

/**
 * Runs what is pending and names it; all of it or nothing. Two processes may call it at once: the second finds nothing to do.
 * Throws RowsInTheWay where a migration has a file NAME.before.sql and one of its queries finds a row.
 */
export async function migrate(database: Database, migrations = ourMigrations): Promise<string[]> {
  const { engine } = database
  return database.exclusively(async (exec) => {
    if (engine === 'sqlite') await exec('pragma foreign_keys = off') // has no effect inside a transaction
    try {
      await beginAlone(exec, engine)
      const names = await runPending(exec, engine, migrations)
      await exec('commit')
      return names
    } catch (error) {
      await exec('rollback').catch(() => {})
      throw error
    } finally {
      if (engine === 'sqlite') await exec('pragma foreign_keys = on')
    }
  })
}

/** Whether this database was ever migrated by us. */
export async function isMigrated(database: Database): Promise<boolean> {
  return database.exclusively(async (exec) => (await done(exec, database.engine)) !== null)
}

/** Migrations that ran and that this version does not know: the database is of a newer one. */
export async function unknownMigrations(database: Database, migrations = ourMigrations): Promise<string[]> {
  const known = new Set(filesIn(database.engine, migrations))
  const ran = await database.exclusively((exec) => done(exec, database.engine))
  return (ran ?? []).filter((name) => !known.has(name))
}

async function runPending(exec: Exec, engine: Engine, migrations: URL): Promise<string[]> {
  const names = await pending(exec, engine, migrations)
  await exec('create table if not exists fuyi_migrations (name text primary key, applied_at text not null)')
  if (names.length) await derive(exec, migrations, `${engine}-drop`)
  for (const name of names) {
    await lookBefore(exec, engine, new URL(`${engine}/${name.replace(/sql$/, 'before.sql')}`, migrations))
    for (const statement of statementsOf(new URL(`${engine}/${name}`, migrations))) await exec(statement)
    await exec(`insert into fuyi_migrations (name, applied_at) values ('${name}', current_timestamp)`)
  }
  if (names.length) await derive(exec, migrations, engine)
  if (engine === 'sqlite' && (await exec('pragma foreign_key_check')).length)
    throw new Error(`After ${names.join(', ')} some rows point nowhere, so nothing was changed.`)
  return names
}

/** Triggers that keep one table by others: made anew after migrations, which may have made those others again, and lost them. */
async function derive(exec: Exec, migrations: URL, way: string): Promise<void> {
  const folder = new URL('derived/', migrations)
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(`-${way}.sql`)) : []
  for (const name of files.sort()) for (const statement of statementsOf(new URL(name, folder))) await exec(statement)
}

/** Each query of the file finds rows as { table, row, rule }: what is in the way, all of it at once. */
async function lookBefore(exec: Exec, engine: Engine, file: URL): Promise<void> {
  if (!existsSync(file)) return
  const found: string[] = []
  for (const query of statementsOf(file))
    for (const { table, row, rule } of await exec(query)) found.push(`${table} ${row} breaks ${rule}`)
  if (found.length)
    throw new RowsInTheWay(
      `Nothing was changed: some rows break rules that the database keeps from now on (src/schema, migrations/${engine}).\n${found.join('\n')}\nMend them, or ask who made them, and run this again.`,
    )
}

const statementsOf = (file: URL): string[] =>
  readFileSync(file, 'utf8')
    .split(breakpoint)
    .filter((statement) => statement.trim())

async function pending(exec: Exec, engine: Engine, migrations: URL): Promise<string[]> {
  const names = new Set(await done(exec, engine))
  return filesIn(engine, migrations).filter((name) => !names.has(name))
}

/** Names of what ran; null where nothing ever did. */
async function done(exec: Exec, engine: Engine): Promise<string[] | null> {
  const ours =
    engine === 'sqlite'
      ? `select 1 from sqlite_master where name = 'fuyi_migrations'`
      : `select 1 where to_regclass('fuyi_migrations') is not null`
  if (!(await exec(ours)).length) return null
  return (await exec('select name from fuyi_migrations order by name')).map(({ name }) => String(name))
}

const filesIn = (engine: Engine, migrations: URL): string[] =>
  readdirSync(new URL(`${engine}/`, migrations))
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()

async function beginAlone(exec: Exec, engine: Engine): Promise<void> {
  if (engine === 'postgres') {
    await exec('begin')
    await exec(`select pg_advisory_xact_lock(${lockKey})`)
    return
  }
  const until = performance.now() + longestWait
  for (;;) {
    try {
      await exec('begin immediate')
      return
    } catch (error) {
      if (!isBusyFile(error) || performance.now() > until) throw error
      await sleep(50)
    }
  }
}
