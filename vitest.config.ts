// The same tests on both engines. DATABASE_URL only picks the engine here: tests never read the caller's.
import { defineConfig } from 'vitest/config'

const tests = {
  include: ['test/**/*.test.ts'],
  exclude: ['test/journeys/**'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...tests, name: 'sqlite', env: { DATABASE_URL: 'file:only-picks-the-engine' } } },
      {
        test: {
          ...tests,
          name: 'postgres',
          env: { DATABASE_URL: 'postgres://only/picks-the-engine' },
          isolate: false, // one in-process PostgreSQL per worker: it takes seconds to start
          exclude: [
            ...tests.exclude,
            'test/lib/**',
            'test/architecture.test.ts',
            'test/locales.test.ts',
            'test/db/sqlite-*.test.ts',
          ],
          globalSetup: 'test/support/postgres-cleanup.ts',
        },
      },
      {
        test: {
          ...tests,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          exclude: [],
          env: { DATABASE_URL: 'file:only-picks-the-engine' },
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
