// A whole database as one file, while others go on writing: SQLite by its backup interface, PostgreSQL by pg_dump.
import { existsSync, renameSync, rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database } from '../database.ts'
import { databaseCode } from '../errors.ts'
import { CopyError, dumpDatabase } from './postgres-tools.ts'

/** The file of a SQLite address; null for PostgreSQL. */
export const fileOf = (url: string): string | null => (url.startsWith('file:') ? url.slice('file:'.length) : null)

/** Ends the name of a copy: what it can be put back into shows at a glance. */
export const copyEnding = (url: string): 'db' | 'dump' => (fileOf(url) ? 'db' : 'dump')

/** Writes a consistent copy to `target`, a new file in a folder that is there. Throws CopyError. */
export async function copyDatabase(url: string, target: string): Promise<void> {
  const file = fileOf(url)
  if (file === null) return dumpDatabase(url, target)
  const source = new Sqlite(file, { readonly: true, timeout: 5000 })
  try {
    // All pages in one step. In several, each write of another process would begin the copy anew, and a storm never end it.
    await source.backup(target, { progress: () => 0x7fffffff })
  } finally {
    source.close()
  }
  standAlone(target)
}

/** A file that needs no -wal beside it. Throws when a process still has it open. */
function standAlone(file: string): void {
  const database = new Sqlite(file, { timeout: 0 })
  try {
    database.pragma('secure_delete = ON')
    database.pragma('journal_mode = DELETE')
  } catch (error) {
    throw new CopyError(`${file} is in use: stop Fuyi first. (${(error as Error).message})`, { cause: error })
  } finally {
    database.close()
  }
}

/** What the file is by its first bytes, whatever its name says. */
export function kindOfCopy(head: Buffer): 'db' | 'dump' | null {
  if (head.subarray(0, 16).toString('latin1') === 'SQLite format 3\0') return 'db'
  return head.subarray(0, 5).toString('latin1') === 'PGDMP' ? 'dump' : null
}

/** Puts a SQLite file in its place, and the one that was there to `aside`. Throws when a process still has that open. */
export function replaceFile(file: string, by: string, aside: string | null): void {
  if (aside !== null && existsSync(file)) {
    try {
      standAlone(file)
    } catch (error) {
      // One so damaged that nobody can tell is what a copy is put back for
      if (!/^SQLITE_(CORRUPT|NOTADB)/.test(databaseCode(error) ?? '')) throw error
    }
    for (const ending of ['', '-wal']) if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
  }
  for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true })
  renameSync(by, file)
}

/** What is wrong with the file or server itself; empty when nothing is. `quick` leaves out comparing indexes with tables. */
export function integrityProblems(database: Database, { quick = false } = {}): Promise<string[]> {
  return database.exclusively(async (exec) => {
    if (database.engine === 'postgres') {
      const [row] =
        await exec(`select datcollversion is distinct from pg_database_collation_actual_version(oid) as moved
        from pg_database where datname = current_database()`)
      return row?.moved ? ['The system’s collation changed since this database was made: run REINDEX DATABASE.'] : []
    }
    const said = (await exec(quick ? 'pragma quick_check(5)' : 'pragma integrity_check(5)')).map((r) =>
      String(Object.values(r)[0]),
    )
    const orphans = await exec('pragma foreign_key_check')
    return [
      ...said.filter((words) => words !== 'ok'),
      ...orphans.slice(0, 5).map((o) => `A row of ${o.table} points nowhere.`),
    ]
  })
}
