// The primary dies in the middle of a co-signing storm, its synchronous replica is promoted, and nobody restarts anything.
// One command, loopback only, stops by itself: npm run bench:failover
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newToken } from '../src/lib/id.ts'
import { connect } from '../src/platform/db/connect.ts'
import { migrate } from '../src/platform/db/tools/migrate.ts'
import { ask } from '../test/support/ask.ts'
import { givenCase } from '../test/support/cases.ts'
import { makeCity, manySessions } from '../test/support/city.ts'
import { freePort, hasPostgres, startPrimary, startStandby } from '../test/support/postgres.ts'
import { needProgram } from './options.ts'

const signers = 6000
const crowd = 24 // people pressing at once
const calm = 5000 // ms of storm before the primary dies, and after writing goes on
const tiredAfter = 60_000 // ms
const day = 86_400_000
const path = '/haicheng/proposals/2026-0001/cosignatures'

needProgram('PostgreSQL’s server', 'postgresql-15', hasPostgres)
needProgram('haproxy', 'haproxy')

const ends: (() => unknown)[] = [] // what to end, newest first
try {
  await failOver()
} finally {
  for (const end of ends.reverse()) await end()
}
process.exit()

async function failOver(): Promise<void> {
  const primary = await startPrimary()
  ends.push(primary.gone)
  const standby = await startStandby(primary)
  ends.push(standby.gone)
  primary.psql(`alter system set synchronous_standby_names = '*'`)
  primary.psql('select pg_reload_conf()')
  const url = `postgres://fuyi@127.0.0.1:${primary.port},127.0.0.1:${standby.port}/fuyi?target_session_attrs=read-write`
  const everyone = await fill(url)
  console.log(`A primary with a synchronous replica, ${primary.psql('select sync_state from pg_stat_replication')}`)

  const ports = [await startApp(url), await startApp(url)]
  const front = await startProxy(ports)
  console.log('Two app processes behind haproxy. The storm begins.')

  const acknowledged: { person: string; at: number }[] = []
  const refusals = new Map<string, number>()
  const queue = [...everyone]
  let pressing = true
  const one = async () => {
    while (pressing && queue.length) {
      const { personId, cookie } = queue.shift()!
      // As people do: press, and press again where the page said "not now" or the connection broke.
      while (pressing) {
        const reply = await ask(front, path, { cookie, form: { district: 'gangdong' } }).catch(() => null)
        if (reply?.status === 303) {
          acknowledged.push({ person: personId, at: performance.now() })
          break
        }
        const how = String(reply?.status ?? 'connection broken')
        refusals.set(how, (refusals.get(how) ?? 0) + 1)
        await sleep(50)
      }
    }
  }
  const storm = Promise.all(Array.from({ length: crowd }, one))

  await sleep(calm)
  const killedAt = performance.now()
  const before = acknowledged.length
  primary.kill()
  const promoting = performance.now()
  standby.promote()
  const promotedAt = performance.now()
  while (performance.now() - killedAt < tiredAfter && acknowledged.at(-1)!.at < promotedAt) await sleep(20)
  await sleep(calm)
  pressing = false
  await storm

  const number = (query: string) => Number(standby.psql(query))
  const rows = new Set(standby.psql('select person_id from cosignatures').split('\n'))
  const lost = acknowledged.filter(({ person }) => !rows.has(person)).length
  const count = number('select count from proposals')
  const entries = number(`select count(*) from record where kind = 'cosigned'`)
  const duplicates = Math.max(count, entries) - rows.size
  const gap = acknowledged.find(({ at }) => at > promoting)!.at - acknowledged.findLast(({ at }) => at < promoting)!.at
  console.log(
    [
      `acknowledged   ${acknowledged.length} (${before} before the primary was killed)`,
      `found          ${rows.size} (with those whose reply was lost on the way)`,
      `lost           ${lost}`,
      `duplicates     ${duplicates} (count ${count}, rows ${rows.size}, record entries ${entries})`,
      `not writing    ${(gap / 1000).toFixed(2)} s, of which the promotion took ${((promotedAt - promoting) / 1000).toFixed(2)} s`,
      `asked to wait  ${[...refusals].map(([how, times]) => `${how}: ${times}`).join(', ') || 'nobody'}`,
    ].join('\n'),
  )
  process.exitCode = lost || duplicates || acknowledged.length === before ? 1 : 0
}

/** A city, a case, and people who have signed in. */
async function fill(url: string) {
  const db = await connect(url)
  await migrate(db)
  const now = new Date()
  const city = await makeCity(db, now, { holdsUnusual: false })
  await givenCase(city, {
    number: '2026-0001',
    threshold: 1_000_000,
    publishedAt: new Date(now.getTime() - day),
    closesBefore: new Date(now.getTime() + 30 * day),
  })
  const everyone = await manySessions(db, signers, now, 'en')
  await db.close()
  return everyone
}

async function startApp(url: string): Promise<number> {
  const port = await freePort()
  const app = spawn(process.execPath, ['dist/cli/fuyi.js', 'serve'], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      ORIGIN: 'http://localhost',
      SECRET: newToken(),
      SMTP_URL: 'smtp://127.0.0.1:9', // nobody listens there
      MAIL_FROM: 'fuyi@example.test',
      PORT: String(port),
      TRUST_PROXY: '127.0.0.1',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  ends.push(() => app.kill('SIGKILL'))
  await answering(port)
  return port
}

async function startProxy(ports: number[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-proxy-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  const port = await freePort()
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(
    file,
    `defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  option forwardfor
frontend people
  bind 127.0.0.1:${port}
  default_backend apps
backend apps
  option httpchk GET /healthz
${ports.map((app, i) => `  server app${i} 127.0.0.1:${app} check inter 1s`).join('\n')}
`,
  )
  execFileSync('haproxy', ['-c', '-q', '-f', file])
  const proxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
  ends.push(async () => {
    const gone = once(proxy, 'exit')
    proxy.kill('SIGKILL')
    await gone
  })
  await answering(port)
  return port
}

async function answering(port: number): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if ((await ask(port, '/healthz').catch(() => null))?.status === 200) return
    await sleep(50)
  }
  throw new Error(`Nobody answers on port ${port}`)
}
