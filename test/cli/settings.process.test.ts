// A setting that is missing or wrong: one line that says which, and exit code 2. Nothing begins.

import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError, engine, readConfig } from '../../src/config.ts'
import { connect } from '../../src/platform/db/connect.ts'
import { run, servingOn, start } from '../support/command.ts'
import { manyConnections, testUrl } from '../support/database.ts'
import { migrateUpToBefore } from '../support/version-before.ts'

const good = servingOn(engine === 'sqlite' ? 'file:somewhere.db' : 'postgres://somewhere/fuyi')
const newestMigration = readdirSync('migrations/sqlite')
  .filter((name) => /^\d+_\w+\.sql$/.test(name))
  .sort()
  .at(-1)!
  .slice(5, -4)
const wordsFor = (wrong: { [name: string]: string }): string => {
  try {
    readConfig({ ...good, ...wrong })
    return ''
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
}

test('each setting is named when it is wrong, in one line', () => {
  expect(wordsFor({})).toBe('')
  expect(wordsFor({ ORIGIN: '' })).toContain('ORIGIN is not set')
  expect(wordsFor({ ORIGIN: '', SECRET: '', SMTP_URL: '' })).toContain('ORIGIN, SECRET, SMTP_URL are not set')
  for (const [name, value] of [
    ['DATABASE_URL', 'mysql://somewhere/fuyi'],
    ['ORIGIN', 'fuyi.example.gov'],
    ['ORIGIN', 'https://fuyi.example.gov/platform'],
    ['ORIGIN', 'https://fuyi.example.gov/?lang=en'],
    ['ORIGIN', 'https://fuyi.example.gov?'],
    ['ORIGIN', 'https://fuyi.example.gov/#top'],
    ['ORIGIN', 'https://user:word@fuyi.example.gov'],
    ['ORIGIN', 'https://fuyi.example.gov.'],
    ['ORIGIN', 'https://*.example.gov'],
    ['SECRET', 'short'],
    ['SECRET', 'change-me-'.repeat(4)],
    ['SECRET', 'x'.repeat(64)],
    ['SECRET', 'the output of: openssl rand -hex 32'],
    ['SMTP_URL', 'mail.example.gov'],
    ['MAIL_FROM', 'the mayor'],
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '127.0.0.1, ::/0'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS_TOKEN', 'short'],
    ['METRICS_TOKEN', '1'.repeat(32)],
    ['METRICS_TOKEN', good.SECRET!],
  ] as const) {
    expect(wordsFor({ [name]: value })).toContain(name)
    expect(wordsFor({ [name]: value })).not.toContain('\n')
    expect(wordsFor({ [name]: value })).not.toMatch(/expected|received|Invalid|[<>]=/)
  }
})

test('an origin that holds more than a name says what to set instead; a slash at its end means nothing', () => {
  expect(wordsFor({ ORIGIN: 'https://Fuyi.example.gov:8443/platform/' })).toContain(
    'set it to https://fuyi.example.gov:8443',
  )
  expect(readConfig({ ...good, ORIGIN: 'https://fuyi.example.gov/' }).origin).toBe('https://fuyi.example.gov')
})

test('mail comes from the platform’s own name unless told otherwise', () => {
  const from = (more: { [name: string]: string }) => readConfig({ ...good, ...more }).mailFrom
  expect(from({ ORIGIN: 'https://fuyi.example.gov' })).toBe('no-reply@fuyi.example.gov')
  expect(from({ ORIGIN: 'https://fuyi.example.gov:8443', MAIL_FROM: 'city@example.gov' })).toBe('city@example.gov')
  expect(wordsFor({ ORIGIN: 'http://192.0.2.7' })).toContain('MAIL_FROM is not set')
})

test('proxies are trusted by name or by address', () => {
  const trusted = (TRUST_PROXY: string) => readConfig({ ...good, TRUST_PROXY }).trustProxy
  expect(trusted('')).toBe(false)
  expect(trusted('false')).toBe(false)
  expect(wordsFor({ TRUST_PROXY: 'true' })).toContain('believe every visitor who says where they come from')
  expect(wordsFor({ TRUST_PROXY: 'true' })).toContain('127.0.0.1 for one on this machine')
  expect(trusted('127.0.0.1, 10.0.0.0/8, fd00::/8, loopback')).toBe('127.0.0.1, 10.0.0.0/8, fd00::/8, loopback')
})

test.runIf(manyConnections)('the command itself ends with one line and exit code 2', async () => {
  const url = await testUrl()
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const settings = servingOn(url)
  const cases: [string[], { [name: string]: string | undefined }, string][] = [
    [['serve'], { ...settings, SECRET: undefined }, 'SECRET is not set'],
    [['serve'], { ...settings, PORT: String(port) }, `Port ${port} is taken`],
    [['serve', '--fast'], settings, "unknown option '--fast'"],
    [['restore', 'not-there.db'], settings, 'There is no file'],
  ]
  const ends = await Promise.all(cases.map(([args, env]) => run(args, env)))
  expect(ends).toMatchObject(cases.map(([, , words]) => ({ code: 2, err: expect.stringContaining(words) })))
  expect(ends.map(({ err }) => err.trim().split('\n').length)).toEqual([1, 1, 1, 1])
})

// What a command of this version writes into tables of an older one would be half of what it means.
test.runIf(engine === 'sqlite')(
  'on tables of an older version a command says what to run first, and does nothing',
  async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'fuyi-old-')), 'old.db')
    onTestFinished(() => rmSync(dirname(file), { recursive: true }))
    const db = await connect(`file:${file}`)
    await migrateUpToBefore(db, newestMigration)
    await db.close()
    const before = readFileSync(file)
    const commands = [
      ...[
        'serve',
        'retention',
        'erased',
        'reindex',
        'counts',
        'mailbox doubles',
        'witness list',
        'log cosign',
        'open-data check',
        'draw',
      ],
      ...[
        'government add haicheng --name 海澄市 --name-en Haicheng',
        `export data ${file}-data`,
        `export site ${file}-site`,
      ],
      ...['import --government haicheng --from decidim --threshold 10 --days 30 package.json'],
    ]
    const ends = await Promise.all(commands.map((command) => run(command.split(' '), servingOn(`file:${file}`))))
    for (const [i, { code, err }] of ends.entries())
      expect([commands[i], code, err]).toEqual([
        commands[i],
        2,
        expect.stringMatching(/not up to date \(.+\)\. Run: .*fuyi migrate/),
      ])
    expect(readFileSync(file).equals(before)).toBe(true)
  },
)

test.runIf(manyConnections)('several processes that cannot start say so once, and end', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const settings = { ...servingOn(await testUrl()), PORT: String(port) }
  const { code, err } = await run(['serve', '--processes', '2'], settings)
  expect([code, err]).toEqual([2, expect.stringContaining(`Port ${port} is taken`)])
  expect(err.match(/A worker cannot start/g)).toHaveLength(1)
})

test('a command explains itself, with its settings', async () => {
  const { code, out } = await run(['serve', '--help'], {})
  expect([code, out]).toEqual([0, expect.stringMatching(/^Usage: fuyi serve/)])
  for (const name of ['ORIGIN', 'SECRET', 'SMTP_URL', 'DATABASE_URL', '--processes', 'SIGHUP'])
    expect(out).toContain(name)
})

test('whoever reads a help page by `head` sees no stack trace', async () => {
  const { said, ended } = start(['serve', '--help'], {}, ['sh', '-c', '"$@" | true', 'sh'])
  await ended
  expect(said.err).toBe('')
})
