// A log that the application serves, read and checked by an implementation that is not ours: Go's sumdb tlog and note.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { appendCounted } from '../../../src/domain/record/store.ts'
import { sha256 } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { logHeads } from '../../../src/schema/log.ts'
import { givenCase } from '../../support/cases.ts'
import { makeCity } from '../../support/city.ts'
import { run, until } from '../../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../../support/database.ts'
import { startServer } from '../../support/server.ts'

const sources = '/usr/share/gocode'
const hasGo = existsSync(`${sources}/src/golang.org/x/mod/sumdb/tlog`) && existsSync('/usr/bin/go')

/** Ends with an error where the reader finds a fault. */
async function otherReader(...args: string[]): Promise<string> {
  const cache = mkdtempSync(join(tmpdir(), 'fuyi-go-'))
  const env = { ...process.env, GOPATH: sources, GO111MODULE: 'off', GOFLAGS: '', GOCACHE: cache, HOME: cache }
  const { stdout } = await promisify(execFile)('/usr/bin/go', ['run', 'test/other/read-log.go', ...args], { env })
  return stdout
}

test.runIf(manyConnections && hasGo)(
  'Go’s checksum database code reads the log of a running server, and finds it whole',
  async () => {
    const url = await testUrl()
    const db = await connectForTest(url, { busyFor: 20_000 })
    const at = new Date()
    const { government, agencies } = await makeCity(db, at)
    const proposalId = await givenCase({ db, government, agencies } as never, {
      number: '2026-0001',
      title: '公園的樹',
    })
    const signed = 700 // more than two tiles
    await write(db, async (tx) => {
      for (let i = 0; i < signed; i++)
        await appendCounted(tx, {
          ...{ governmentId: government.id, timeZone: government.timeZone, proposalId, kind: 'cosigned', at },
          digest: sha256(`${i}`),
        })
    })
    const server = await startServer(url)
    const heads = () => db.reads.select().from(logHeads)
    await until(async () => (await heads()).some((head) => head.signedSize! > signed && head.signedSize === head.size))
    const base = `http://127.0.0.1:${server.port}/haicheng/log`
    const policy = await (await fetch(`${base}/policy`)).text()
    const vkey = /^log (\S+)/.exec(policy)![1]!
    // The server runs, and its jobs may add a line of their own while somebody reads.
    const size = async () => (await heads())[0]!.signedSize!
    const isWhole = async (read: () => Promise<string>, line: RegExp) => {
      const [before, lines, after] = [await size(), Number(line.exec(await read())?.[1]), await size()]
      expect(lines).toBeGreaterThanOrEqual(before)
      expect(lines).toBeLessThanOrEqual(after)
    }
    await isWhole(() => otherReader(base, vkey), /^size (\d+)\n$/)

    // and ours says the same, from outside, and at home
    const state = mkdtempSync(join(tmpdir(), 'fuyi-log-'))
    const ours = async () => {
      const { code, out } = await run(['verify', 'log', base, '--state', state, '--no-cases'], {})
      expect(code).toBe(0)
      return out
    }
    await isWhole(ours, /(\d+) lines/)
    const again = await run(['verify', 'log', base, '--state', state], {})
    expect(again.err).toContain('Case 2026-0001 shows 0 co-signatures; the log comes to 700.') // nobody was counted here
    expect(again.code).toBe(1)
    const home = await run(['verify', 'log'], { DATABASE_URL: url })
    expect([home.code, home.err.trim().split('\n')]).toEqual([
      1,
      [
        'Case 2026-0001: it has 0 co-signatures; the record comes to 700.',
        'Case 2026-0001: 0 co-signatures lie here; the record comes to 700.',
      ],
    ])
  },
)
