// The database of a command.
import { ConfigError } from '../config.ts'
import { connect } from '../platform/db/connect.ts'
import type { Database } from '../platform/db/database.ts'
import { databaseCode } from '../platform/db/errors.ts'
import { fileTrouble } from '../platform/db/health.ts'

/** Opens a database, or says in one line why not. */
export async function open(url: string, replicaUrl: string | null = null, readOnly = false): Promise<Database> {
  try {
    return await connect(url, { replicaUrl, readOnly })
  } catch (error) {
    const words = fileTrouble(databaseCode(error)) ?? (error as Error).message
    throw new ConfigError(`DATABASE_URL cannot be opened: ${words}`)
  }
}
