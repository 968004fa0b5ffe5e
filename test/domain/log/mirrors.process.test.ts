// One deployment keeps the log of another, as their operators set it up: real servers and real commands, killed at any moment.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { stateIn } from '../../../src/domain/log/mirror-folder.ts'
import { append } from '../../../src/domain/record/store.ts'
import { sha256 } from '../../../src/lib/id.ts'
import { readCheckpoint, readNote, readVkey, signedBy } from '../../../src/lib/signed-note.ts'
import { write } from '../../../src/platform/db/write.ts'
import { logHeads } from '../../../src/schema/log.ts'
import { makeCity } from '../../support/city.ts'
import { run, start, until } from '../../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { startServer } from '../../support/server.ts'

const folderOf = (name: string) => {
  const folder = mkdtempSync(join(tmpdir(), `fuyi-${name}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function deployment(host: string) {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const { government } = await makeCity(db, new Date())
  const mirrors = folderOf(`mirrors-${host}`)
  const state = folderOf(`seen-${host}`)
  const settings = { ORIGIN: `http://${host}.test`, MIRRORS_FOLDER: mirrors, SECRET: testConfig.secret }
  const server = await startServer(url, settings)
  const command = (...args: string[]) => run(args, { DATABASE_URL: url, ...settings })
  const verify = (where: string) => command('verify', 'log', where, '--state', state, '--no-cases')
  const head = async () => (await db.reads.select().from(logHeads))[0]
  const grow = async (n: number) => {
    const before = (await head())?.signedSize ?? 0
    await write(db, async (tx) => {
      for (let i = 0; i < n; i++)
        await append(tx, {
          ...{ governmentId: government.id, proposalId: null, kind: 'settings_changed', role: 'administrator' },
          ...{ occurredAt: new Date(), facts: { n: i } },
        })
    })
    await until(async () => ((await head())?.signedSize ?? 0) >= before + n)
  }
  await until(async () => (await head())?.checkpoint != null)
  const base = `http://127.0.0.1:${server.port}`
  const text = async (path: string) => (await fetch(`${base}${path}`)).text()
  return { db, government, command, verify, head, grow, base, text, mirrors }
}
const sizeIn = (checkpoint: string) => readCheckpoint(readNote(checkpoint)!.text)!.size

// on PostgreSQL a worker has one database, and this needs two
test.runIf(engine === 'sqlite')(
  'one server keeps the log of another, hands it out and signs it; the other names it on its page and in its policy',
  async () => {
    const [one, two] = [await deployment('one'), await deployment('two')]
    await one.grow(300)
    const address = `${one.base}/haicheng/log`
    const begun = await two.command('log', 'mirror', address)
    expect([begun.code, begun.err]).toEqual([0, ''])
    expect(begun.out).toContain('First look: trusting one.test/haicheng/log+')
    const hash = sha256('one.test/haicheng/log')
    const copy = `/mirror/${hash}`
    const size = sizeIn(await two.text(`${copy}/checkpoint`))
    expect(size).toBe((await one.head())!.signedSize)

    // whoever looked at the log itself finds the same in the copy, and nothing but files of a log is handed out
    expect((await two.verify(address)).code).toBe(0)
    expect(await two.verify(`${two.base}${copy}`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Everything fits'),
    })
    expect(await two.verify(join(two.mirrors, hash))).toMatchObject({ code: 0 })
    for (const path of [
      'mirror.json',
      'tile/../mirror.json',
      'tile/%2e%2e/mirror.json',
      'tile/0/..%2f..%2fmirror.json',
      'tile/0/000.p/1/../../../../mirror.json',
    ])
      expect([path, await raw(`${two.base}${copy}/${path}`)]).toEqual([path, 404])

    // the operator of the log names the mirror, whose line is then beside its own
    const listed = (await two.command('log', 'mirrors')).out.split('\n')
    const key = listed.find((line) => line.startsWith('two.test/mirror+'))!
    expect((await one.command('log', 'ask', '--mirror', key, `${two.base}/mirror`)).code).toBe(0)
    expect(await one.command('log', 'cosign')).toMatchObject({
      code: 0,
      out: expect.stringContaining('two.test/mirror signed'),
    })
    const policy = await one.text('/haicheng/log/policy')
    expect(policy).toContain(`witness mirror-1 ${key} ${two.base}/mirror`)
    const note = readNote(await one.text('/haicheng/log/witnessed'))!
    expect(signedBy(note, readVkey(key)!)).toMatchObject({ good: true })
    expect(await one.text('/haicheng/log?lang=en')).toContain(`Copy at two.test/mirror`)
    expect(await two.text('/haicheng/log?lang=en')).toContain('Logs that are kept here')

    // the job goes on by itself; a new key of the log is learnt from the one that is known
    expect((await one.command('log', 'rotate', 'haicheng')).code).toBe(0)
    await one.grow(5)
    expect((await two.command('log', 'mirror', address)).code).toBe(0)
    expect(stateIn(join(two.mirrors, hash))!.vkeys).toHaveLength(2)
    expect((await two.verify(address)).out).toContain('A new key, signed by one that was seen before')
    expect((await two.verify(`${two.base}${copy}`)).code).toBe(0)

    // ended: it stays, and is not asked any more
    expect((await two.command('log', 'unmirror', 'one.test/haicheng/log')).code).toBe(0)
    expect((await two.command('log', 'mirrors')).out).toContain(', until ')
    expect((await two.verify(`${two.base}${copy}`)).code).toBe(0)
  },
)

/** As it is typed: without the dots being resolved here. */
const raw = (url: string) =>
  new Promise<number>((done, failed) => {
    const { hostname, port } = new URL(url)
    const path = url.slice(url.indexOf('/', 'http://'.length))
    ask({ hostname, port, path }, (reply) => done(reply.resume().statusCode!))
      .on('error', failed)
      .end()
  })

test.runIf(manyConnections)(
  'a copy that is killed at any moment while the log grows is never half, and goes on where it was',
  async () => {
    const one = await deployment('one')
    await one.grow(3000)
    const folder = join(folderOf('killed'), 'copy')
    // it is killed while it waits for a file, each time for another one, or a moment after, when that file is there
    let [left, after, killed] = [0, 0, () => {}]
    const between = createServer((request, reply) => {
      if (--left === 0 && after === 0) return killed()
      if (left === 0) setTimeout(killed, after)
      ask(`${one.base}${request.url}`, (from) => {
        reply.writeHead(from.statusCode!, from.headers)
        from.pipe(reply)
      }).end()
    })
    await new Promise<void>((done) => between.listen(0, '127.0.0.1', done))
    onTestFinished(() => {
      between.closeAllConnections()
      between.close()
    })
    const address = `http://127.0.0.1:${(between.address() as AddressInfo).port}/haicheng/log`
    let kills = 0
    for (let i = 0; i < 12; i++) {
      left = i < 4 ? 2 + 3 * i : 1 + (i % 4)
      after = (i % 3) * 2
      const { child, ended } = start(['log', 'mirror', address, folder], { DATABASE_URL: 'file:./none.db' })
      killed = () => void child.kill('SIGKILL')
      if ((await ended) === 'SIGKILL') kills++
      if (existsSync(join(folder, 'checkpoint'))) expect(await one.verify(folder)).toMatchObject({ code: 0, err: '' })
      await one.grow(40)
    }
    expect(kills).toBeGreaterThan(4)
    expect(await run(['log', 'mirror', address, folder], { DATABASE_URL: 'file:./none.db' })).toMatchObject({ code: 0 })
    expect((await one.verify(folder)).out).toContain(`: ${(await one.head())!.signedSize} lines`)
  },
)
