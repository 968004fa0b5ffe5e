// Opens a database by its address.
import type { ConnectOptions, Database } from './database.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** `file:path` (relative to the working directory) or `postgres://…`. Migrates nothing. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Database> {
  return url.startsWith('file:') ? openSqlite(url.slice('file:'.length), options) : openPostgres(url, options)
}
