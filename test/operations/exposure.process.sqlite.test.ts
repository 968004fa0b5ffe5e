// What lies open on an operator's machine is said when the program starts and by the doctor, with what to do.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { setStatus } from '../../src/operations/deployment-status.ts'
import { openMetrics, openSettings } from '../../src/operations/exposure.ts'
import { connect } from '../../src/platform/db/connect.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { run, serving, servingOn, until } from '../support/command.ts'
import { freePort } from '../support/postgres.ts'
import { testWorld } from '../support/world.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fuyi-open-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  chmodSync(path, 0o755) // as /srv or a home folder often is
  return path
}

async function platformIn(path: string) {
  const file = join(path, 'fuyi.db')
  const db = await connect(`file:${file}`)
  onTestFinished(() => db.close())
  await migrate(db)
  return { file, db }
}

const modes = (file: string) => ['', '-wal', '-shm'].map((ending) => (statSync(file + ending).mode & 0o777).toString(8))

/** A proxy on this machine that says nothing of itself. */
async function silentProxy(port: number): Promise<string> {
  const proxy = createServer((asked, answer) => {
    const headers = { host: `127.0.0.1:${port}`, connection: 'close' }
    request({ port, host: '127.0.0.1', path: asked.url, headers }, (found) => {
      answer.writeHead(found.statusCode!, found.headers)
      found.pipe(answer)
    }).end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void proxy.close())
  await new Promise((listens) => proxy.once('listening', listens))
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

test('a new file, and what SQLite lays beside it, is for its owner alone', async () => {
  const { file } = await platformIn(folder())
  expect(modes(file)).toEqual(['600', '600', '600'])
})

test('start and doctor name every file that others can read and every folder that they can write, and what to run', async () => {
  const path = folder()
  const { file, db } = await platformIn(path)
  const backups = join(path, 'backups')
  mkdirSync(backups)
  const copy = join(backups, 'fuyi-20261125T031700Z.db')
  writeFileSync(copy, '')
  await setStatus(db, 'last_backup', `${new Date().toISOString()} ${copy}`)
  const settings = servingOn(`file:${file}`)
  const quiet = await run(['doctor'], settings)
  expect(quiet.out).toMatch(/^PROBLEM +files .*\/backups\/fuyi-20261125T031700Z\.db can be read by every user/m)

  chmodSync(copy, 0o600)
  const well = await run(['doctor'], settings)
  expect(well.out).toMatch(/^ok +files /m)

  const upgrade = `${file}.before-0031-20261125T031700Z`
  writeFileSync(upgrade, '')
  for (const ending of ['', '-wal', '-shm']) chmodSync(file + ending, 0o644)
  chmodSync(upgrade, 0o644)
  chmodSync(path, 0o777)
  const ill = await run(['doctor'], settings)
  expect(ill.code).toBe(1)
  expect(ill.out).toMatch(/^PROBLEM +files .*fuyi\.db, .*fuyi\.db-shm.* can be read by every user of this machine/m)
  expect(ill.out).toContain(`→ Run: chmod o-rwx ${file}`)
  expect(ill.out).toContain(`${path} can be changed by every user of this machine`)
  expect(ill.out).toContain(`Run: chmod o-w ${path}`)

  const server = await serving(settings)
  expect(server.said.err).toContain(`Warning: ${file}, `)
  expect(server.said.err).toContain(`chmod o-w ${path}`)

  chmodSync(path, 0o700) // nobody else comes as far as the file
  expect((await run(['doctor'], settings)).out).toMatch(/^ok +files /m)
})

test('an address without https, without a name, or behind a proxy that is not named is warned of', () => {
  const said = (origin: string, trustProxy: string | false = '127.0.0.1') =>
    openSettings({ origin, trustProxy, databaseUrl: 'file:x', port: 3000 }).map(({ says }) => says)
  expect(said('https://fuyi.example.gov')).toEqual([])
  expect(said('http://localhost:3000', false)).toEqual([])
  expect(said('http://fuyi.example.gov')).toEqual([expect.stringContaining('sign-ins travel unprotected')])
  expect(said('https://192.0.2.7')).toEqual([expect.stringContaining('passkeys do not work there')])
  expect(said('https://[2001:db8::7]')).toEqual([expect.stringContaining('passkeys do not work there')])
  expect(said('https://fuyi.example.gov', false)).toEqual([expect.stringContaining('TRUST_PROXY is not set')])
})

test('numbers that a proxy shows to strangers, since it says nothing of itself, are found by asking as one', async () => {
  const { app } = await testWorld()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const ask = (origin: string) => openMetrics({ origin, trustProxy: false, databaseUrl: 'file:x', port })
  const origin = await silentProxy(port)
  expect(await ask(origin)).toMatchObject({ says: expect.stringContaining(`${origin}/metrics shows its numbers`) })
  expect(await ask(`http://127.0.0.1:${port}`), 'no proxy: this machine may ask').toBe('closed')
  expect(await ask('http://127.0.0.1:9')).toBeNull()
})

test('start tells of such a proxy once it listens', async () => {
  const { file } = await platformIn(folder())
  const port = await freePort()
  const origin = (await silentProxy(port)).replace('127.0.0.1', 'localhost')
  const server = await serving({ ...servingOn(`file:${file}`), ORIGIN: origin, PORT: String(port) })
  await until(() => server.said.err.includes(`Warning: ${origin}/metrics shows its numbers to everybody`))
  const doctor = await run(['doctor'], { ...servingOn(`file:${file}`), ORIGIN: origin, PORT: String(port) })
  expect(doctor.out).toMatch(/^PROBLEM +metrics /m)
})
