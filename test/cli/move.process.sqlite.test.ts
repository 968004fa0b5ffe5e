// From one file to a PostgreSQL server, while the platform runs: everything is there, and people find it again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from '../support/ask.ts'
import { until } from '../support/command.ts'
import { testUrl } from '../support/database.ts'
import { hasPostgres, type PostgresServer, startPrimary } from '../support/postgres.ts'

const secret = 'a secret that only tests use, 32 characters or more'

/** A command of `fuyi`: its exit code and what it said. */
async function fuyi(args: string[], url: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['dist/cli/fuyi.js', ...args], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      said += piece
    })
  await once(child, 'close')
  return { code: child.exitCode, said }
}

/** The demonstration on a database; its port. */
async function demonstration(url: string): Promise<number> {
  const child = spawn(process.execPath, ['dist/cli/fuyi.js', 'demo'], {
    env: { ...process.env, DATABASE_URL: url, PORT: '0', SECRET: secret, TRUST_PROXY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  // Its output is read to the end: a program whose reader has gone dies of its next line.
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    said += piece
  })
  const portSaid = () => /http:\/\/\S+:(\d+)/.exec(said)?.[1]
  await until(() => portSaid() !== undefined || child.exitCode !== null, 'the demonstration to start')
  if (!portSaid()) throw new Error(`The demonstration did not start: ${said}`)
  return Number(portSaid())
}

const countsIn = (server: PostgresServer, tables: string[]) =>
  tables.map((table) => Number(server.psql(`select count(*) from "${table}"`)))

test.runIf(hasPostgres)(
  'a running platform is copied whole; pages, search and the record say the same from the new database',
  async () => {
    const server = await startPrimary()
    onTestFinished(server.gone)
    const url = await testUrl()
    const file = url.slice('file:'.length)
    const before = await demonstration(url)

    const moved = await fuyi(['move', server.url], url)
    expect(moved.said).toMatch(/Moved and compared [\d,]+ rows of \d+ tables/)
    expect([0, 3]).toContain(moved.code) // 3: a job of the platform wrote meanwhile

    const lite = new Sqlite(file, { readonly: true })
    onTestFinished(() => void lite.close())
    const tables = ['people', 'proposals', 'cosignatures', 'record', 'answers', 'search_documents', 'outbox']
    const here = tables.map((table) => (lite.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n)
    expect(countsIn(server, tables)).toEqual(here)
    expect(here.every((count) => count > 0)).toBe(true)

    const after = await demonstration(server.url)
    const [{ slug }] = lite.prepare('select slug from governments').all() as [{ slug: string }]
    for (const path of [
      `/api/v1/${slug}/proposals?per_page=100`,
      `/api/v1/${slug}/proposals?q=${encodeURIComponent('海')}`,
      `/api/v1/${slug}/proposals?q=${encodeURIComponent('步道')}`,
    ]) {
      const [old, now] = [await ask(before, path), await ask(after, path)]
      expect(now.status).toBe(200)
      expect(JSON.parse(now.body.replaceAll(`:${after}`, ''))).toEqual(
        JSON.parse(old.body.replaceAll(`:${before}`, '')),
      )
    }
    // Numbers that the database gives go on, and people can act: a row that was there is no obstacle.
    const signIn = await ask(after, '/demo/sign-in', { form: { role: 'citizen' } })
    expect(signIn.status).toBe(303)

    const again = await fuyi(['move', server.url], url)
    expect(again.code).toBe(2)
    expect(again.said).toContain('is not empty')
  },
)

test.runIf(hasPostgres)(
  'a move that fails leaves nothing, and can be run again; odd texts arrive as PostgreSQL can keep them',
  async () => {
    const server = await startPrimary()
    onTestFinished(server.gone)
    const url = await testUrl()
    const file = url.slice('file:'.length)
    const lite = new Sqlite(file)
    onTestFinished(() => void lite.close())
    lite.prepare('insert into deployment_status (key, value) values (?, ?)').run('odd', `a\0b '"\\ 臺灣 🌊 {1,2} NULL`)
    lite.prepare('insert into deployment_status (key, value) values (?, ?)').run('job counts done', '2026-01-01')
    lite.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(file, `${file}.sound`)
    lite.exec(`insert into rate_limit_counters (key, count, expires_at) values ('x', 1, 9e15)`) // no date that PostgreSQL knows

    const failed = await fuyi(['move', server.url], url)
    expect(failed.code).toBe(1)
    expect(server.psql(`select value from deployment_status where key = 'odd'`)).toBe('')
    expect(countsIn(server, ['rate_limit_counters'])).toEqual([0])

    const moved = await fuyi(['move', server.url], `file:${file}.sound`)
    expect(moved.said).toContain('Now set DATABASE_URL')
    expect(moved.code).toBe(0)
    expect(server.psql(`select value from deployment_status where key = 'odd'`)).toBe(`ab '"\\ 臺灣 🌊 {1,2} NULL`)
    expect(server.psql(`select key from deployment_status where key like 'job %'`), 'the looks look here too').toBe('')
  },
)

test('the target must be PostgreSQL, the source a file', async () => {
  expect(await fuyi(['move', 'file:x.db'], await testUrl())).toMatchObject({ code: 2 })
  expect(await fuyi(['move', 'postgres://127.0.0.1:9/x'], 'postgres://127.0.0.1:9/y')).toMatchObject({ code: 2 })
  const nothing = await fuyi(['move', 'postgres://127.0.0.1:9/x'], 'file:/nowhere/none.db')
  expect([nothing.code, nothing.said]).toEqual([2, 'There is no file /nowhere/none.db: correct DATABASE_URL.\n'])
})

test.runIf(hasPostgres)('somebody else’s file, or a database that is not there, is named as what it is', async () => {
  const server = await startPrimary()
  onTestFinished(server.gone)
  const url = await testUrl()
  const other = `${url.slice('file:'.length)}.other`
  new Sqlite(other).exec('create table letters (words text)').close()
  const moved = await fuyi(['move', server.url], `file:${other}`)
  expect([moved.code, moved.said]).toEqual([2, expect.stringContaining('not a database of Fuyi')])
  const nowhere = await fuyi(['move', server.url.replace(/\/\w+$/, '/nowhere')], url)
  expect([nowhere.code, nowhere.said]).toEqual([
    2,
    expect.stringMatching(/127\.0\.0\.1:\d+ database "nowhere" does not exist/),
  ])
})
