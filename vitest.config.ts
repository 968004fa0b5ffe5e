// The same tests on both engines. DATABASE_URL only picks the engine here: tests never read the caller's.
import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const tests = {
  include: ['test/**/*.test.ts'],
  exclude: ['test/journeys/**'],
  globalSetup: 'test/support/global.ts',
  setupFiles: 'test/support/seed.ts',
  testTimeout: 120_000, // seconds each when idle; a machine that does other things takes ten times as long
  hookTimeout: 120_000,
  execArgv: ['--max-semi-space-size=64'], // MB. A test leaves as much behind as the application takes to build: a quarter of its time
}
const onSqlite = { DATABASE_URL: 'file:only-picks-the-engine' }
const onPostgres = { DATABASE_URL: 'postgres://only/picks-the-engine', KILLS: '10' } // the long storm runs on SQLite

// Tests that start processes or servers, walk every address or whole real cases, or try everything at random: `npm run test:processes`, and on PostgreSQL where a server is named.
const ownProcesses = 'test/**/*.process*.test.ts'

// A test that takes nothing from test/support/ has no database: one run of it is enough.
const withoutDatabase = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name}`)
  .filter((path) => !readFileSync(path, 'utf8').includes('support/'))

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...tests,
          name: 'sqlite',
          env: onSqlite,
          exclude: [...tests.exclude, ownProcesses, 'test/**/*.postgres.test.ts'],
          isolate: false, // loading the application anew for every file took a third of the time
        },
      },
      {
        test: {
          ...tests,
          name: 'processes',
          env: onSqlite,
          include: [ownProcesses],
          exclude: ['test/**/*.postgres.test.ts'],
        },
      },
      {
        test: {
          ...tests,
          name: 'postgres',
          env: onPostgres,
          exclude: [
            ...tests.exclude,
            ...withoutDatabase,
            ...(process.env.TEST_DATABASE_URL ? [] : [ownProcesses]),
            'test/**/*.sqlite.test.ts',
          ],
          isolate: false, // one in-process PostgreSQL per worker: it takes seconds to start
        },
      },
      {
        test: {
          ...tests,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          exclude: [],
          env: onSqlite,
          isolate: false, // each file has a Chromium, a port and databases of its own, so two run side by side
        },
      },
    ],
  },
})
