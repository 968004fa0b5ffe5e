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
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { type Crowd, crowdFor, databaseOf, type Size, slug, someNumbers } from './data.ts'
import { browser, get, type Load, type Measured, post } from './load.ts'
import { measured, type Server, serve, servePlain, wrk } from './server.ts'
import { searches } from './words.ts'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    'no-sizes': { type: 'boolean', default: false },
    sizes: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '32' },
    processes: { type: 'string', default: '1' },
    wrk: { type: 'boolean', default: false },
  },
})
const seconds = Number(options.seconds ?? (options.quick ? 2 : 5))
const connections = Number(options.connections)
const processes = Number(options.processes)
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
const mostPresses = 6000 // a second: more people than one process can count
const unmeasured = 4000 * processes

type Row = { name: string; load: Omit<Load, 'port' | 'connections' | 'seconds'> }

async function firstTable() {
  const { path, seconds: took } = await databaseOf(size)
  const crowd = await crowdFor(path, mostPresses * seconds + unmeasured)
  const server = await serve(path, processes)
  await warmUp(server, crowd)
  console.log(
    `\n${size.cases.toLocaleString('en')} cases, ${size.cosignatures.toLocaleString('en')} co-signatures ` +
      `(${took ? `made in ${took.toFixed(0)} s` : 'kept from before'}); ${connections} connections, ${seconds} s a row; ` +
      `${processes === 1 ? 'one process' : `${processes} processes`}; ${cpus().length} × ${cpus()[0]!.model}, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}\n`,
  )
  console.log('| | requests/s | p50 ms | p99 ms | bytes on the wire | of a plain reply |')
  console.log('|---|--:|--:|--:|--:|--:|')
  for (const { name, load } of rowsOf(path, crowd)) {
    if (options.only && !name.includes(options.only)) continue
    const found = await run(server, load, seconds)
    const same = await measured({
      port: plain.port,
      connections,
      seconds: Math.min(3, seconds),
      requests: [get(`/${Math.round(found.body)}`)],
      status: 200,
    })
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

/** Signed in, so that nothing is kept and every request asks the database. */
async function secondTable() {
  const columns = ['case page', '1,000 different ones', 'list', 'co-signing', 'resident memory', 'start-up']
  console.log(`\n| cases, co-signatures | ${columns.join(' | ')} |`)
  console.log(`|---${'|--:'.repeat(columns.length)}|`)
  for (const of of sizes) {
    const { path } = await databaseOf(of)
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

const caseAt = (number: string) => `/${slug}/proposals/${number}`

function rowsOf(path: string, crowd: Crowd): Row[] {
  const one = (name: string, address: string): Row => ({ name, load: { requests: [get(address)], status: 200 } })
  const numbers = someNumbers(path, 2000)
  const signedIn = crowd.cookies.slice(0, 200)
  return [
    one('front page', `/${slug}`),
    one('list', `/${slug}/proposals`),
    one('filtered list', `/${slug}/archive?agency=a1&outcome=adopted`),
    { name: 'filtered list, 480 different ones', load: { requests: filtered(), status: 200 } },
    { name: `search, ${searches.length} different words`, load: { requests: searches.map(searchFor), status: 200 } },
    one('case page, anonymous', caseAt(crowd.number)),
    {
      name: `case page, anonymous, ${numbers.length} different ones`,
      load: { requests: numbers.map((n) => get(caseAt(n))), status: 200 },
    },
    {
      name: 'case page, signed in',
      load: { requests: signedIn.map((cookie) => get(caseAt(crowd.number), { cookie })), status: 200 },
    },
    {
      name: 'the same, just after co-signing',
      load: {
        requests: signedIn.map((cookie) => get(caseAt(crowd.number), { cookie: `${cookie}; acted=${Date.now()}` })),
        acted: true,
        status: 200,
      },
    },
    { name: 'desk', load: { requests: [get(`/${slug}/desk`, { cookie: crowd.administrator })], status: 200 } },
    one('API list', `/api/v1/${slug}/proposals`),
    one('API case', `/api/v1/${slug}/proposals/${crowd.number}`),
    { name: 'co-signing, signed in', load: cosigning(crowd) },
    { name: 'co-signing, newcomer up to the mail', load: newcomers(crowd) },
  ]
}

function filtered(): string[] {
  const addresses: string[] = []
  for (let agency = 0; agency < 24; agency++)
    for (const outcome of ['adopted', 'partly', 'under_study', 'not_adopted', 'expired'])
      for (const more of ['', '&sort=most_signed', '&answered=late', '&sort=newest'])
        addresses.push(`/${slug}/archive?agency=a${agency}&outcome=${outcome}${more}`)
  return addresses.map((address) => get(address))
}

const searchFor = (word: string) => get(`/${slug}/archive?q=${encodeURIComponent(word)}`)

/**
 * People nobody measures press first, so that the compiler has seen it in every process, and the record goes on from now: a
 * process presses twice as quickly after the first thousands.
 */
async function warmUp(server: Server, crowd: Crowd): Promise<void> {
  const { requests, ...load } = cosigning({ ...crowd, cookies: crowd.cookies.splice(-unmeasured) })
  await measured({ requests, ...load, port: server.port, connections, seconds: 20 })
  await new Promise((resolve) => setTimeout(resolve, 3000))
}

/** Each person presses once. */
const cosigning = (crowd: Crowd): Row['load'] => ({
  requests: crowd.cookies.map((cookie) => post(`${caseAt(crowd.number)}/cosignatures`, {}, { cookie })),
  once: true,
  status: 303,
})

const newcomers = (crowd: Crowd): Row['load'] => ({
  requests: Array.from({ length: (mostPresses / 2) * seconds }, (_, i) =>
    post(
      `${caseAt(crowd.number)}/cosignatures`,
      { email: `new-${Date.now()}-${i}@bench.example`, district: 'd1', consent: '1', wants: '1' },
      { 'x-forwarded-for': addressOf(i) },
    ),
  ),
  once: true,
  status: 200,
})

const firstBlock = Math.floor(Math.random() * 2 ** 24)

/** A block of addresses for each newcomer: how many may come from one is limited. */
function addressOf(i: number): string {
  const block = (firstBlock + i * 7919) % 2 ** 24
  return `${20 + ((block >> 16) % 180)}.${(block >> 8) & 255}.${block & 255}.7`
}

/** Half a second to warm up where it changes nothing, then the measurement. Stops at a reply that is not the expected one. */
async function run(server: Server, load: Row['load'], forSeconds: number): Promise<Measured> {
  const base = { ...load, port: server.port, connections }
  if (!load.once) await measured({ ...base, seconds: 0.5 })
  const found = await measured({ ...base, seconds: forSeconds })
  if (Object.keys(found.wrong).length) throw new Error(`Replies that were not expected: ${JSON.stringify(found.wrong)}`)
  return found
}

const whole = (n: number) => Math.round(n).toLocaleString('en')
const cells = (m: Measured) => `${whole(m.perSecond)} | ${m.p50.toFixed(1)} | ${m.p99.toFixed(1)}`

/** All bytes of a first visit to a case: page, styles, scripts, icon, heads included. */
async function firstView(server: Server, crowd: Crowd): Promise<string> {
  const bytesOf = async (address: string) => (await measured({ ...onceMore(server, address) })).bytes
  const html = await (await fetch(`http://127.0.0.1:${server.port}${caseAt(crowd.number)}`)).text()
  const parts = [...html.matchAll(/(?:<script[^>]* src|<link[^>]* href)="([^"]+)"/g)].map((found) => found[1]!)
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
