// Two deployments that witness each other, as their operators set them up: real servers and real commands.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openKey, signingRows } from '../../../src/domain/log/keys.ts'
import { checkpointText, readNote, readVkey, signedBy, signNote } from '../../../src/lib/signed-note.ts'
import { logHeads } from '../../../src/schema/log.ts'
import { makeCity } from '../../support/city.ts'
import { run, until } from '../../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { startServer } from '../../support/server.ts'

const sources = '/usr/share/gocode'
const hasGo = existsSync(`${sources}/src/golang.org/x/mod/sumdb/note`) && existsSync('/usr/bin/go')

async function deployment(host: string) {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const { government } = await makeCity(db, new Date())
  const ORIGIN = `http://${host}.test`
  const server = await startServer(url, { ORIGIN })
  const command = async (...args: string[]) => run(args, { DATABASE_URL: url, ORIGIN, SECRET: testConfig.secret })
  const head = async () => (await db.reads.select().from(logHeads))[0]
  await until(async () => (await head())?.checkpoint != null)
  const base = `http://127.0.0.1:${server.port}`
  const text = async (path: string) => (await fetch(`${base}/haicheng/log/${path}`)).text()
  return { db, government, server, command, head, base, text }
}

test.runIf(manyConnections)(
  'two servers witness each other; a second history is refused, and other people’s code reads the signature',
  async () => {
    const [one, two] = [await deployment('one'), await deployment('two')]
    for (const [log, witness] of [
      [one, two],
      [two, one],
    ] as const) {
      const [, vkey] = /^log (\S+)/.exec(await log.text('policy'))!
      expect((await witness.command('witness', 'add', vkey!)).code).toBe(0)
      const [key] = (await witness.command('witness', 'key')).out.split('\n')
      expect((await log.command('log', 'ask', key!, `${witness.base}/witness`)).code).toBe(0)
      const asked = await log.command('log', 'cosign')
      expect([asked.code, asked.out, asked.err]).toEqual([0, expect.stringContaining('/witness signed.'), ''])
      const note = readNote(await log.text('witnessed'))!
      expect(signedBy(note, readVkey(key!)!)).toMatchObject({ good: true })
      expect((await witness.command('witness', 'list')).out).toContain('/haicheng/log: ')
      if (!hasGo) continue
      const cache = mkdtempSync(join(tmpdir(), 'fuyi-go-'))
      const env = { ...process.env, GOPATH: sources, GO111MODULE: 'off', GOFLAGS: '', GOCACHE: cache, HOME: cache }
      const args = ['run', 'test/other/read-cosignature.go', `${log.base}/haicheng/log/witnessed`, key!]
      expect((await promisify(execFile)('/usr/bin/go', args, { env })).stdout).toMatch(/^cosigned \d{10}\n$/)
    }

    // whoever holds the key of the log signs another history of the same length
    const { signedSize: size, origin, governmentId } = (await one.head())!
    const [row] = await signingRows(one.db.reads, { governmentId, use: 'log' }, new Date())
    const logKey = openKey(testConfig.secret, row!)
    const forged = signNote(checkpointText({ origin, size: size!, root: Buffer.alloc(32, 7) }), [logKey])
    const send = (body: string) => fetch(`${two.base}/witness/add-checkpoint`, { method: 'POST', body })
    const known = await send(`old 0\n\n${forged}`)
    expect([known.status, known.headers.get('content-type')]).toEqual([409, 'text/x.tlog.size'])
    expect((await send(`old ${(await known.text()).trim()}\n\n${forged}`)).status).toBe(422)
    const listed = await two.command('witness', 'list')
    expect([listed.code, listed.out]).toEqual([1, expect.stringContaining(forged.trimEnd())])
  },
)
