// A benchmark that cannot run says why in one line, before it has made anything.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** With an empty PATH, as on a machine where nothing is installed. */
const bench = (file: string, ...args: string[]) => {
  const env = { PATH: '/nowhere', DATABASE_URL: file === 'failover' ? 'postgres://picks/the-engine' : undefined }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `bench/${file}.ts`, ...args], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    encoding: 'utf8',
  })
  return { status, said: stderr.trim(), out: stdout }
}

test.each([
  ['run', ['--wrk'], 'wrk not found. Install it: apt-get install wrk'],
  ['run', ['--slow'], "Unknown option '--slow'"],
  ['run', ['--seconds', 'ten'], '--seconds is a number above 0, not ten'],
  ['run', ['--processes', '0'], '--processes is a number above 0, not 0'],
  ['mail', ['--people', 'all'], '--people is a number above 0, not all'],
])('bench/%s.ts %s', (file, args, words) => {
  expect(bench(file, ...args)).toEqual({ status: 2, said: words, out: '' })
})

test('a failover without PostgreSQL or haproxy says which package brings it', () => {
  const { status, said } = bench('failover')
  expect(status).toBe(2)
  expect(said).toMatch(
    /^(PostgreSQL’s server|haproxy) not found\. Install it: apt-get install (postgresql-15|haproxy)$/,
  )
})
