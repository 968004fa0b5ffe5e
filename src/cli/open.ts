// The database of a command.
import { ConfigError, fuyi, readDatabaseUrl } from '../config.ts'
import { connect } from '../platform/db/connect.ts'
import type { Database } from '../platform/db/database.ts'
import { databaseCode } from '../platform/db/errors.ts'
import { fileTrouble } from '../platform/db/health.ts'
import { pendingMigrations } from '../platform/db/tools/migrate.ts'

/** Opens a database, or says in one line why not. */
export async function open(url: string, replicaUrl: string | null = null, readOnly = false): Promise<Database> {
  try {
    return await connect(url, { replicaUrl, readOnly })
  } catch (error) {
    const words = fileTrouble(databaseCode(error)) ?? (error as Error).message
    throw new ConfigError(`DATABASE_URL cannot be opened: ${words}`)
  }
}

/** As `open`; a database whose tables are of an older version is refused: what a command writes there would be half of what it means. */
export async function openUpToDate(url: string, replicaUrl: string | null = null, readOnly = false): Promise<Database> {
  const db = await open(url, replicaUrl, readOnly)
  try {
    const pending = await pendingMigrations(db)
    if (!pending.length) return db
    throw new ConfigError(`The database is not up to date (${pending.join(', ')}). Run: ${fuyi} migrate`)
  } catch (error) {
    await db.close()
    throw error
  }
}

/** Opens the database of the environment, does the work, closes it whatever happens. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openUpToDate(readDatabaseUrl())
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
