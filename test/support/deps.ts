// What the application, its jobs and its commands are given in tests.
import { type Config, engine } from '../../src/config.ts'
import type { Database } from '../../src/platform/db/database.ts'
import type { Deps } from '../../src/platform/http/deps.ts'

export const testConfig: Config = {
  databaseUrl: '',
  engine,
  replicaUrl: null,
  origin: 'http://localhost',
  secret: 'a secret that only tests use, 32 characters or more',
  smtpUrl: null,
  mailFrom: 'fuyi@example.test',
  bounceAddress: null,
  dkim: null,
  port: 0,
  host: '127.0.0.1',
  trustProxy: false,
  logLevel: 'silent',
  demonstration: false,
  metricsToken: null,
  listenFd: null,
  pagesFile: null,
  dumps: null,
  mirrorsFolder: null,
  signInServicesFile: null,
  verificationServicesFile: null,
  readOnly: false,
}

/** For a job that runs by itself, with a clock that stands still. */
export const depsOf = (db: Database, at: Date, more: Partial<Config> = {}): Deps => ({
  db,
  now: () => at,
  config: { ...testConfig, ...more },
})
