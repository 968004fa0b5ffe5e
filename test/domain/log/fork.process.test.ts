// A primary that is killed, an older copy of its database that is put back, and signing that goes on: what a mirror, a witness, whoever
// looked before, the doctor and the log's page say of it, before and after the log is as long as it was.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { append } from '../../../src/domain/record/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { logHeads } from '../../../src/schema/log.ts'
import { makeCity } from '../../support/city.ts'
import { run, until } from '../../support/command.ts'
import { connectForTest, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { startServer } from '../../support/server.ts'

const folderOf = (name: string) => {
  const folder = mkdtempSync(join(tmpdir(), `fuyi-${name}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
/** The same before and after it is started again. */
async function somePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

async function deployment(host: string) {
  const url = await testUrl()
  const first = await connectForTest(url, { busyFor: 20_000 })
  const { government } = await makeCity(first, new Date())
  await first.close()
  const settings = {
    ORIGIN: `http://${host}.test`,
    MIRRORS_FOLDER: folderOf(`mirrors-${host}`),
    SECRET: testConfig.secret,
    PORT: String(await somePort()),
    SMTP_URL: 'smtp://127.0.0.1:9', // nobody listens there
  }
  const command = (...args: string[]) => run(args, { DATABASE_URL: url, ...settings })
  const base = `http://127.0.0.1:${settings.PORT}`
  const text = async (path: string) => (await fetch(`${base}${path}`)).text()
  const begin = async () => {
    const server = await startServer(url, settings)
    const db = await connectForTest(url, { busyFor: 20_000 })
    const size = async () => (await db.reads.select().from(logHeads))[0]?.signedSize ?? 0
    await until(async () => (await db.reads.select().from(logHeads))[0]?.checkpoint != null)
    const grow = async (n: number) => {
      const before = await size()
      await write(db, async (tx) => {
        for (let i = 0; i < n; i++)
          await append(tx, {
            ...{ governmentId: government.id, proposalId: null, kind: 'settings_changed', role: 'administrator' },
            ...{ occurredAt: new Date(), facts: { n: i } },
          })
      })
      await until(async () => (await size()) >= before + n)
    }
    return { db, size, grow, server }
  }
  return { command, text, begin, address: `${base}/haicheng/log`, base }
}

// on PostgreSQL a worker has one database, and this needs two
test.runIf(engine === 'sqlite')(
  'an older copy that is put back and goes on is told by all who had seen more',
  async () => {
    const [one, two] = [await deployment('one'), await deployment('two')]
    const [before] = [await one.begin(), await two.begin()]
    await before.grow(300)
    const copies = folderOf('copies')
    const state = folderOf('seen')
    expect((await two.command('log', 'mirror', one.address)).code).toBe(0)
    const mirrorKey = (await two.command('log', 'mirrors')).out
      .split('\n')
      .find((l) => l.startsWith('two.test/mirror+'))!
    expect((await one.command('log', 'ask', '--mirror', mirrorKey, `${two.base}/mirror`)).code).toBe(0)
    const [, vkey] = /^log (\S+)/.exec(await one.text('/haicheng/log/policy'))!
    expect((await two.command('witness', 'add', vkey!)).code).toBe(0)
    const [witnessKey] = (await two.command('witness', 'key')).out.split('\n')
    expect((await one.command('log', 'ask', witnessKey!, `${two.base}/witness`)).code).toBe(0)
    expect((await one.command('backup', copies)).code).toBe(0)
    const copied = await before.size()
    await before.grow(60)
    const most = await before.size()
    expect((await two.command('log', 'mirror', one.address)).code).toBe(0)
    expect((await one.command('log', 'cosign')).code).toBe(0)
    const verify = () => one.command('verify', 'log', one.address, '--state', state, '--no-cases')
    expect((await verify()).code).toBe(0)
    expect((await one.command('doctor')).out).toContain('ok       record log')

    await before.server.end('SIGKILL')
    await before.db.close()
    const copy = join(copies, readdirSync(copies).find((name) => name.endsWith('.db'))!)
    const restored = await one.command('restore', copy, '--force')
    expect([restored.code, restored.err]).toEqual([0, expect.stringContaining(`has ${copied} lines in this copy`)])
    const after = await one.begin()
    expect(await after.size()).toBeLessThan(most)

    /** All who have something to say, in the order in which an operator asks them. */
    async function all() {
      const said = {
        mirror: await two.command('log', 'mirror', one.address),
        cosign: await one.command('log', 'cosign'),
        verify: await verify(),
        doctor: await one.command('doctor'),
        ofMirror: await two.command('doctor'),
      }
      const [page, zh, kept] = [
        await one.text('/haicheng/log?lang=en'),
        await one.text('/haicheng/log?lang=zh-Hant'),
        await two.text('/haicheng/log?lang=en'),
      ]
      return { ...said, page, zh, kept }
    }
    const expectTold = ({ doctor, ofMirror, page, zh }: Awaited<ReturnType<typeof all>>) => {
      expect(doctor.out).toContain(
        'PROBLEM  record log     These have seen other lines of this log, or more than it has: two.test/mirror, two.test/witness.',
      )
      expect(ofMirror.out).toContain('These logs could not be followed: one.test/haicheng/log.')
      expect(page.match(/It has seen other lines of this log than those here/g), 'witness and mirror').toHaveLength(2)
      expect(zh).toContain('它看過的日誌內容與這裡不同')
    }
    const short = await all()
    expect(short.mirror.out).toContain(
      `It shows ${copied} lines, and had ${most}: lines were taken away, or an older copy`,
    )
    expect(short.cosign.out).toContain(
      `It has ${most} lines of this log, which has ${copied}. Was an older copy put back`,
    )
    expect(short.cosign.out).toContain(`It has seen ${most} lines of this log, which has ${copied}.`)
    expect([short.verify.code, short.verify.err]).toEqual([1, expect.stringContaining(String(most))])
    expectTold(short)

    await after.grow(most - copied + 40)
    const long = await all()
    expect(long.mirror.out).toContain(
      `lines do not begin with the ${most} that it signed before: it has two histories.`,
    )
    expect(long.cosign.out.match(/it has two histories\. Was an older copy put back here\?/g)).toHaveLength(2)
    expect([long.verify.code, long.verify.err]).toEqual([1, expect.stringContaining('The log was written anew')])
    expectTold(long)
    expect(long.kept).toContain('one.test/haicheng/log')
    // what the mirror has is what was: it can still be read, and fits itself
    const path = /\/mirror\/[0-9a-f]{64}/.exec(long.kept)![0]
    expect(await two.command('verify', 'log', `${two.base}${path}`, '--state', folderOf('seen-copy'))).toMatchObject({
      code: 0,
      out: expect.stringContaining(`: ${most} lines`),
    })
    // inside, everything fits: that is why others are needed
    expect((await one.command('verify', 'log')).code).toBe(0)
  },
)
