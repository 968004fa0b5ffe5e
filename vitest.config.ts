// The same tests on both engines. DATABASE_URL only picks the engine here: tests never read the caller's.
import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const tests = {
  include: ['test/**/*.test.ts'],
  exclude: ['test/journeys/**'],
  globalSetup: 'test/support/global.ts',
  setupFiles: 'test/support/seed.ts',
  // Against what hangs, not what is slow: seconds each when idle, a minute for a few, and another machine takes several times as long.
  // A test that is over time is not stopped: it goes on beside those that follow it.
  testTimeout: 600_000,
  hookTimeout: 600_000,
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

// Short files that take long. Where nothing is known of an earlier run vitest begins with the largest files: a worker would be left
// alone with one of these.
const long =
  /narrow|kill\.process|read-only-pages|filed-pages|just-done|crowds|replay|replica|check-templates|other-reader|move\.process/

// What a file is compiled to is kept in node_modules/.experimental-vitest-cache, under a sum over its path, its text and the lockfile, and here
// also over what says how to compile. So the next run, and the other projects of one run, load the application in half the time.
const compiler = ['tsconfig.json', 'vitest.config.ts'].map((file) => readFileSync(file, 'utf8')).join()
const howItIsCompiled = () => compiler
const plugins: Plugin[] = [
  {
    name: 'fuyi-how-it-is-compiled',
    configureVitest: ({ experimental_defineCacheKeyGenerator: addToSum }) => addToSum(howItIsCompiled),
  },
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const projects = [...new Set(sorted.map(({ project }) => project))]
    const rank = ({ project, moduleId }: TestSpecification) =>
      2 * projects.indexOf(project) + (long.test(moduleId) ? 0 : 1)
    return sorted.sort((one, other) => rank(one) - rank(other))
  }
}

// Tests that start processes wait a third of their time: a third one has the processors meanwhile.
const waiting = { maxWorkers: 3, sequence: { groupOrder: 1 } }

export default defineConfig({
  test: {
    experimental: { fsModuleCache: true },
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        plugins,
        test: {
          ...tests,
          name: 'sqlite',
          env: onSqlite,
          exclude: [...tests.exclude, ownProcesses, 'test/**/*.postgres.test.ts'],
          isolate: false, // loading the application anew for every file took a third of the time
        },
      },
      {
        plugins,
        test: {
          ...tests,
          ...waiting,
          name: 'processes',
          env: onSqlite,
          include: [ownProcesses],
          exclude: ['test/**/*.postgres.test.ts'],
          isolate: false,
        },
      },
      {
        plugins,
        test: {
          ...tests,
          ...waiting,
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
        plugins,
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
