// `npm run bench:open-data`: what everything public costs whoever hands it out, as Markdown: whole tables, feeds, the change feed,
// cases that nobody asked for before, and a static copy made new and again.
//
//   --cases N      of the database (10000)
//   --seconds N    of each measurement of requests (3)
//   --only WORD    rows whose name holds the word
//   --processes N  that draw the static copy (1)
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseOf, slug, someNumbers } from './data.ts'
import { get } from './load.ts'
import { needLinux, numberOf, optionsOf } from './options.ts'
import { caseAt } from './rows.ts'
import { measured, serve } from './server.ts'

const options = optionsOf({
  cases: { type: 'string', default: '10000' },
  seconds: { type: 'string', default: '3' },
  only: { type: 'string', default: '' },
  processes: { type: 'string', default: '1' },
})
needLinux()
const cases = numberOf('cases', options.cases)
const seconds = numberOf('seconds', options.seconds)
const wanted = (name: string) => name.includes(options.only)
const whole = (n: number) => Math.round(n).toLocaleString('en')

const rows = ['Atom of a list', 'API list', 'change feed', 'archived cases']
const { path } = await databaseOf({ cases, cosignatures: cases * 20 })
console.log(`\n${whole(cases)} cases, Node ${process.versions.node}\n`)
if (['CSV', 'Parquet', 'NDJSON'].some(wanted)) await tables()
if (rows.some(wanted)) await requests()
if (wanted('static copy')) await copies()

/** A whole table, read by one reader as quickly as it comes. */
async function tables(): Promise<void> {
  console.log('| table of cases | rows/s | MB | peak memory |\n|---|--:|--:|--:|')
  for (const [name, ending] of [
    ['CSV', 'csv'],
    ['NDJSON', 'ndjson'],
    ['Parquet', 'parquet'],
  ] as const) {
    if (!wanted(name)) continue
    const server = await serve(path, 1)
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, server.memory().largest)
    }, 50)
    const began = performance.now()
    const reply = await fetch(`http://127.0.0.1:${server.port}/api/v1/${slug}/proposals.${ending}`)
    let bytes = 0
    let rows = 0
    for await (const piece of reply.body!) {
      bytes += piece.length
      for (const byte of piece) if (byte === 10) rows++
    }
    const took = (performance.now() - began) / 1000
    clearInterval(watch)
    const lines = ending === 'parquet' ? cases : rows
    console.log(`| ${name} | ${whole(lines / took)} | ${(bytes / 1e6).toFixed(1)} | ${peak.toFixed(0)} MB |`)
    await server.stop()
  }
}

async function requests(): Promise<void> {
  const server = await serve(path, 1)
  const numbers = someNumbers(path, 2000)
  const list = `/api/v1/${slug}/proposals`
  const etag = (await fetch(`http://127.0.0.1:${server.port}${list}`, { headers: { host: 'localhost' } })).headers.get(
    'etag',
  )
  console.log('\n| | requests/s | processor ms | of the first | p50 ms | p99 ms |\n|---|--:|--:|--:|--:|--:|')
  let first = 0 // processor ms of the last row in which each was asked for once
  const row = async (name: string, asked: string[], status = 200, once = false) => {
    if (!wanted(name)) return
    const before = server.worked()
    const found = await measured({
      port: server.port,
      connections: 32,
      seconds: once ? 120 : seconds,
      requests: asked,
      status,
      once,
    })
    if (Object.keys(found.wrong).length) throw new Error(`${name}: ${JSON.stringify(found.wrong)}`)
    const worked = (server.worked() - before) / found.done
    if (once) first = worked
    const share = first ? (worked / first).toFixed(2) : ''
    console.log(
      `| ${name} | ${whole(found.perSecond)} | ${worked.toFixed(2)} | ${share} | ${found.p50.toFixed(1)} | ${found.p99.toFixed(1)} |`,
    )
  }
  await row('Atom of a list', [get(`/${slug}/archive.atom`)])
  await row('API list', [get(list)])
  if (etag) await row('API list, unchanged by its ETag', [get(list, { 'if-none-match': etag })], 304)
  await row('change feed, nothing new', [get(`${list}?since=now`)])
  const archived = numbers.map((number) => get(caseAt(number)))
  await row(`${whole(archived.length)} archived cases, the first time`, archived, 200, true)
  await row(`${whole(archived.length)} archived cases, drawn`, archived)
  await server.stop()
}

/** The command as an operator runs it, twice into one folder. It says its own time and memory. */
async function copies(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-bench-site-'))
  try {
    let first = 0
    for (const name of ['static copy, new', 'static copy, again']) {
      const [began, before] = [performance.now(), workedByChildren()]
      const said = await copied(folder)
      const took = (performance.now() - began) / 1000
      const worked = workedByChildren() - before
      first ||= worked
      console.log(
        `\n${name}: ${took.toFixed(1)} s, ${(worked / cases).toFixed(1)} ms of processor time a case, ${(worked / first).toFixed(2)} of the first. ${said.split('\n').at(-3) ?? ''}`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** ms of processor time of commands that have ended. Linux counts in hundredths of a second. */
function workedByChildren(): number {
  const [user, system] = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ').slice(13, 15)
  return (Number(user) + Number(system)) * 10
}

function copied(folder: string): Promise<string> {
  const env = { ...process.env, DATABASE_URL: `file:${path}`, ORIGIN: 'https://fuyi.example', NODE_ENV: 'production' }
  const child = spawn(
    process.execPath,
    ['dist/cli/fuyi.js', 'export', 'site', folder, '--processes', options.processes],
    {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (piece: Buffer) => {
      said += piece
    })
    child.on('close', (code) => (code === 0 ? resolve(said) : reject(new Error(`export site ended with ${code}`))))
  })
}
