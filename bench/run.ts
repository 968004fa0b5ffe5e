// `npm run bench`: what the production server carries, over HTTP on this machine's loopback, as Markdown tables.
//
//   --quick            a small database and short runs: minutes, for a look while working
//   --only WORD        rows whose name holds the word, and no second table
//   --no-sizes         no second table
//   --sizes            nothing but the second table
//   --seconds N        of each measurement (5)
//   --connections N    at once (32)
//   --processes N      `fuyi serve --processes N`
//   --wrk              what wrk (Debian's package) makes of the same pages, to check this generator against another
import { copyFileSync, rmSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { type Crowd, crowdFor, databaseOf, type Size, slug, someNumbers } from './data.ts'
import { browser, get, type Load, type Measured } from './load.ts'
import { needLinux, needProgram, numberOf, optionsOf } from './options.ts'
import { undisturbed } from './quiet.ts'
import { caseAt, cosigning, mostPresses, type Row, rowsOf } from './rows.ts'
import { measured, type Server, serve, servePlain, wrk } from './server.ts'

const options = optionsOf({
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  'no-sizes': { type: 'boolean', default: false },
  sizes: { type: 'boolean', default: false },
  seconds: { type: 'string' },
  connections: { type: 'string', default: '32' },
  processes: { type: 'string', default: '1' },
  wrk: { type: 'boolean', default: false },
})
needLinux()
if (options.wrk) needProgram('wrk', 'wrk')
const seconds = numberOf('seconds', options.seconds ?? (options.quick ? '2' : '5'))
const connections = numberOf('connections', options.connections)
const processes = numberOf('processes', options.processes)
const size: Size = options.quick ? { cases: 1000, cosignatures: 20_000 } : { cases: 10_000, cosignatures: 500_000 }
const sizes: Size[] = options.quick
  ? [
      { cases: 0, cosignatures: 0 },
      { cases: 1000, cosignatures: 20_000 },
    ]
  : [
      { cases: 0, cosignatures: 0 },
      { cases: 10_000, cosignatures: 1_000_000 },
      { cases: 100_000, cosignatures: 10_000_000 },
    ]
const unmeasured = 4000 * processes
const copy = `var/bench/run-${process.pid}.db`
process.on('exit', dropCopy)

async function firstTable() {
  const { path, seconds: took } = await databaseToWrite(size)
  const crowd = await crowdFor(path, mostPresses * seconds + unmeasured)
  const server = await serve(path, processes)
  await warmUp(server, crowd)
  console.log(
    `\n${size.cases.toLocaleString('en')} cases, ${size.cosignatures.toLocaleString('en')} co-signatures ` +
      `(${took ? `made in ${took.toFixed(0)} s` : 'kept from before'}); ${connections} connections, ${seconds} s a row; ` +
      `${processes === 1 ? 'one process' : `${processes} processes`}; ${cpus().length} × ${cpus()[0]!.model}, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}\n`,
  )
  console.log('| | requests/s | processor ms | p50 ms | p99 ms | bytes on the wire | of a plain reply |')
  console.log('|---|--:|--:|--:|--:|--:|--:|')
  for (const { name, load, ...row } of rowsOf(path, crowd, seconds)) {
    if (options.only && !name.includes(options.only)) continue
    const found = await run(server, load, row.seconds ?? seconds)
    const sameBytes = { requests: [get(`/${Math.round(found.body)}`)], status: 200 }
    const same = await run(plain, sameBytes, Math.min(3, seconds))
    const share = (found.perSecond / same.perSecond).toFixed(2)
    console.log(`| ${name} | ${cells(found)} | ${Math.round(found.bytes).toLocaleString('en')} | ${share} |`)
  }
  console.log(`\n${await firstView(server, crowd)}`)
  if (options.wrk) await checkedByWrk(server, crowd)
  const { largest, total } = server.memory()
  console.log(
    `Resident memory after it: ${largest.toFixed(0)} MB a process${processes > 1 ? `, ${total.toFixed(0)} MB in all` : ''}.`,
  )
  await server.stop()
}

/**
 * A copy: the mails of a run, which nobody takes, would slow the next. The largest is written to itself, since what a run adds to
 * ten million is nothing, and copying it takes longer than all else.
 */
async function databaseToWrite(size: Size): Promise<{ path: string; seconds: number }> {
  const made = await databaseOf(size)
  if (size.cosignatures > 1_000_000) return made
  dropCopy()
  copyFileSync(made.path, copy)
  return { ...made, path: copy }
}

function dropCopy(): void {
  for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true })
}

/** Signed in, so that nothing is kept and every request asks the database. */
async function secondTable() {
  const columns = ['case page', '1,000 different ones', 'list', 'co-signing', 'resident memory', 'start-up']
  console.log(`\n| cases, co-signatures | ${columns.join(' | ')} |`)
  console.log(`|---${'|--:'.repeat(columns.length)}|`)
  for (const of of sizes) {
    const { path } = await databaseToWrite(of)
    const crowd = await crowdFor(path, mostPresses * seconds + unmeasured)
    const server = await serve(path, processes)
    await warmUp(server, crowd)
    const cookie = crowd.cookies[0]!
    const asked = (...addresses: string[]): Row['load'] => ({
      requests: addresses.map((address) => get(address, { cookie })),
      status: 200,
    })
    const loads = [
      asked(caseAt(crowd.number)),
      asked(...[crowd.number, ...someNumbers(path, 1000)].map(caseAt)),
      asked(`/${slug}/proposals`),
      cosigning(crowd),
    ]
    const told: string[] = []
    for (const load of loads) {
      const m = await run(server, load, seconds)
      told.push(`${whole(m.perSecond)}/s, p99 ${m.p99.toFixed(1)} ms`)
    }
    const { largest } = server.memory()
    const name = `${of.cases.toLocaleString('en')}, ${of.cosignatures.toLocaleString('en')}`
    console.log(
      `| ${name} | ${told.join(' | ')} | ${largest.toFixed(0)} MB | ${(server.startedIn / 1000).toFixed(2)} s |`,
    )
    await server.stop()
  }
}

/**
 * People nobody measures press first, so that the compiler has seen it in every process, and the record goes on from now: a
 * process presses twice as quickly after the first thousands.
 */
async function warmUp(server: Server, crowd: Crowd): Promise<void> {
  const { requests, ...load } = cosigning({ ...crowd, cookies: crowd.cookies.splice(-unmeasured) })
  await measured({ requests, ...load, port: server.port, connections, seconds: 20 })
  await new Promise((resolve) => setTimeout(resolve, 3000))
}

let mostTaken = 0 // by others on the same host, in what was printed

/**
 * A second and a half to warm up where it changes nothing, then the measurement; again where others took the processors and it can be
 * repeated. Says how much of the server’s processor a reply takes: less than its time, it does not know neighbours. Stops at a reply that is not the expected one.
 */
async function run(
  server: { port: number; worked?: () => number },
  load: Row['load'],
  forSeconds: number,
): Promise<Measured & { worked: number }> {
  const base = { ...load, port: server.port, connections }
  if (!load.once) await measured({ ...base, seconds: 1.5 })
  const { found, taken } = await undisturbed(load.once ? 1 : 3, async () => {
    const before = server.worked?.() ?? 0
    const found = await measured({ ...base, seconds: forSeconds })
    return { ...found, worked: ((server.worked?.() ?? 0) - before) / found.done }
  })
  mostTaken = Math.max(mostTaken, taken)
  if (Object.keys(found.wrong).length) throw new Error(`Replies that were not expected: ${JSON.stringify(found.wrong)}`)
  return found
}

const whole = (n: number) => Math.round(n).toLocaleString('en')
const cells = (m: Measured & { worked: number }) =>
  `${whole(m.perSecond)} | ${m.worked.toFixed(2)} | ${m.p50.toFixed(1)} | ${m.p99.toFixed(1)}`

/** All bytes of a first visit to a case: page, styles, scripts, icon, heads included. */
async function firstView(server: Server, crowd: Crowd): Promise<string> {
  const bytesOf = async (address: string) => (await measured({ ...onceMore(server, address) })).bytes
  const html = await (await fetch(`http://127.0.0.1:${server.port}${caseAt(crowd.number)}`)).text()
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].map(([tag]) => tag)
  const fetched = tags.filter((tag) => /^<script|\brel="(?:stylesheet|icon)"/.test(tag)) // not where else a page is, or is told of
  const parts = fetched.flatMap((tag) => /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? [])
  let all = await bytesOf(caseAt(crowd.number))
  for (const part of parts) all += await bytesOf(part)
  return `First view of a case, compressed, ${parts.length + 1} files: ${(all / 1000).toFixed(1)} kB.`
}

/** Two rows once more, by another generator: one that costs little and one that costs much. */
async function checkedByWrk(server: Server, crowd: Crowd): Promise<void> {
  const rows: [string, string, { [header: string]: string }][] = [
    ['front page', `/${slug}`, {}],
    ['case page, signed in', caseAt(crowd.number), { cookie: crowd.cookies[0]! }],
  ]
  for (const [name, address, headers] of rows) {
    const ours = await run(server, { requests: [get(address, headers)], status: 200 }, seconds)
    const theirs = wrk(server.port, address, { ...browser, ...headers }, connections, seconds)
    console.log(`${name}: ${whole(ours.perSecond)}/s, p99 ${ours.p99.toFixed(1)} ms; by wrk ${theirs}`)
  }
}

const onceMore = (server: Server, address: string): Load => ({
  port: server.port,
  connections: 1,
  seconds: 60,
  requests: [get(address)],
  once: true,
  status: 200,
})

const plain = await servePlain()
if (!options.sizes) await firstTable()
if (!options['no-sizes'] && !options.only) await secondTable()
await plain.stop()
console.log(
  `\nOthers on the same host took at most ${(mostTaken * 100).toFixed(1)} % of the processor time of any row.`,
)
