// serve, demo and migrate.
import { randomBytes } from 'node:crypto'
import { type Config, ConfigError, readConfig, readDatabaseUrl, readDemoConfig } from '../config.ts'
import { connect, type Database } from '../db/connect.ts'
import { migrate, pendingMigrations } from '../db/migrate.ts'
import { serve } from '../server.ts'
import { fillDemonstration, isDemonstration, isEmpty, markDemonstration } from './demo-content.ts'

/** Production: refuses a demonstration's database and pending migrations; never migrates by itself. */
export async function serveNow(): Promise<void> {
  const config = readConfig()
  const db = await open(config.databaseUrl)
  const pending = await pendingMigrations(db)
  if (pending.length) await refuse(db, `The database is not up to date (${pending.join(', ')}). Run: npx fuyi migrate`)
  if (await isDemonstration(db))
    await refuse(db, 'This database holds the demonstration. Point DATABASE_URL to another one.')
  await listen(config, db)
}

/** The demonstration: makes what is missing, refuses any other database. */
export async function demo(): Promise<void> {
  const config = readDemoConfig(randomBytes(32).toString('hex'))
  const db = await open(config.databaseUrl)
  const fresh = (await pendingMigrations(db)).length > 0
  if (!fresh && !(await isDemonstration(db)) && !(await isEmpty(db)))
    await refuse(db, 'This database holds real content. The demonstration needs its own: unset DATABASE_URL.')
  await migrate(db)
  if (await isEmpty(db)) {
    await markDemonstration(db)
    await fillDemonstration(db, new Date())
  }
  await listen(config, db)
}

export async function migrateNow(): Promise<void> {
  const db = await open(readDatabaseUrl())
  const done = await migrate(db)
  console.log(done.length ? `Migrated: ${done.join(', ')}` : 'Up to date.')
  await db.close()
}

/** Opens a database, or says in one line why not. */
export async function open(url: string): Promise<Database> {
  try {
    return await connect(url)
  } catch (error) {
    throw new ConfigError(`DATABASE_URL cannot be opened: ${(error as Error).message}`)
  }
}

async function listen(config: Config, db: Database) {
  try {
    const address = await serve(config, db)
    console.log(`Fuyi 附議: ${address.replace('127.0.0.1', 'localhost')}`)
  } catch (error) {
    if ((error as { code?: string }).code === 'EADDRINUSE')
      await refuse(db, `Port ${config.port} is taken. Set PORT to another one.`)
    throw error
  }
}

async function refuse(db: Database, words: string): Promise<never> {
  await db.close()
  throw new ConfigError(words)
}
