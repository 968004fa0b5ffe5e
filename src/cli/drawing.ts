// The application as it draws pages for a static copy: as everybody sees them, at one moment, from a database that is only read.
import { randomBytes } from 'node:crypto'
import { buildApp } from '../app.ts'
import { type Config, engine, readDatabaseUrl, readDemoConfig, readOrigin } from '../config.ts'
import { askOf } from '../open-data/site/site-copy.ts'
import { openUpToDate } from './open.ts'

/** Throws a `ConfigError` where the environment names no database that it could draw. */
export async function drawing(at: Date) {
  const config = drawingConfig()
  const db = await openUpToDate(config.databaseUrl, null, true)
  const app = await buildApp({ db, config, now: () => at, sharedFor: 0 })
  return { db: db.reads, ask: askOf(app, config.origin), origin: config.origin, close: () => app.close() }
}

/** Nothing is mailed, and nothing sealed that lasts. */
function drawingConfig(): Config & { origin: string } {
  const harmless = readDemoConfig(randomBytes(32).toString('hex'))
  const database = { databaseUrl: readDatabaseUrl(), engine, replicaUrl: null }
  return { ...harmless, ...database, demonstration: false, origin: readOrigin(), logLevel: 'silent' }
}
