// `npm run bench:log`: what the log of the record costs co-signing. In one run, on one database, the server is measured by turns with
// the log's job and without it: there another holder has its lease. What a press does for its receipt is in both. Before each
// measurement everything is in the log, and processor time counts until everything is again: so the log's work is in it, and whoever
// measures a server whose log does not keep up is told so. Then the log alone takes in what the server without it left.
//
//   --rounds N    of each, by turns (3)
//   --seconds N   of each measurement (8)
import { copyFileSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { takeIn } from '../src/domain/log/take-in.ts'
import { numberEntries } from '../src/domain/record/jobs.ts'
import { connect } from '../src/platform/db/connect.ts'
import { crowdFor, databaseOf } from './data.ts'
import { needLinux, numberOf, optionsOf } from './options.ts'
import { cosigning, mostPresses } from './rows.ts'
import { measured, secret, serve } from './server.ts'

const options = optionsOf({ rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '8' } })
needLinux()
const [rounds, seconds] = [numberOf('rounds', options.rounds), numberOf('seconds', options.seconds)]
const connections = 32
const unmeasured = 8000
const warmUp = 5 // seconds at most
const settling = 4000 // ms after the load, with the log and without it
const leastThere = 0.5 // of the presses are in a checkpoint when the load ends; the others are of the last one to two seconds
const copy = `var/bench/log-${process.pid}.db`
const drop = () => {
  for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true })
}
process.on('exit', drop)

type Found = { perSecond: number; worked: number; p99: number; presses: number; leaves: number; own: number }

async function once(withLog: boolean): Promise<Found> {
  const { path } = await databaseOf({ cases: 1000, cosignatures: 20_000 })
  drop()
  copyFileSync(path, copy)
  const crowd = await crowdFor(copy, mostPresses * seconds + unmeasured)
  const file = new Database(copy)
  if (!withLog)
    file
      .prepare(
        "insert into leases (name, holder, until) values ('log', 'bench', 9e15) on conflict (name) do update set holder = 'bench', until = 9e15",
      )
      .run()
  const server = await serve(copy, 1)
  const warm = cosigning({ ...crowd, cookies: crowd.cookies.splice(-unmeasured) })
  await measured({ ...warm, port: server.port, connections, seconds: warmUp })
  const one = (sql: string) => (file.prepare(sql).get() as { n: number | null }).n ?? 0
  const signed = () => one('select sum(signed_size) as n from log_heads')
  const settled = async (until: number) => {
    const last = one('select max(position) as n from record')
    const isIn = () =>
      one('select max(position) as n from record_numbers') === last &&
      (!withLog ||
        (one('select number as n from log_progress') === one('select max(number) as n from record_numbers') &&
          one('select count(*) as n from log_heads where signed_size < size') === 0))
    while (!isIn()) {
      if (performance.now() > until) throw new Error('What was pressed is not in the log yet: it does not keep up.')
      await sleep(50)
    }
  }
  await settled(performance.now() + 60_000)
  const [before, begun] = [server.worked(), signed()]
  const found = await measured({ ...cosigning(crowd), port: server.port, connections, seconds })
  const leaves = signed() - begun
  const end = performance.now() + settling
  await settled(end)
  await sleep(Math.max(0, end - performance.now()))
  const worked = (server.worked() - before) / found.done
  if (withLog && signed() - begun < found.done)
    throw new Error(`${found.done} presses made ${signed() - begun} leaves.`)
  await server.stop()
  file.close()
  if (Object.keys(found.wrong).length) throw new Error(`Replies that were not expected: ${JSON.stringify(found.wrong)}`)
  if (withLog && leaves < leastThere * found.done)
    throw new Error(`Of ${found.done} presses ${leaves} were in a checkpoint when the load ended: the log lags behind.`)
  const own = withLog ? 0 : await alone()
  return { perSecond: found.perSecond, worked, p99: found.p99, presses: found.done, leaves, own }
}

/** What taking in costs by itself: ms of processor time a leaf, a second's presses at a time. */
async function alone(): Promise<number> {
  const db = await connect(`file:${copy}`)
  const deps = { db, now: () => new Date(), config: { secret, origin: 'http://localhost' } } as Parameters<
    typeof takeIn
  >[0]
  await numberEntries(deps)
  const begun = process.cpuUsage()
  const taken = await takeIn(deps)
  const { user, system } = process.cpuUsage(begun)
  await db.close()
  return (user + system) / 1000 / taken
}

const middle = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!

const all: { [turn in 'without' | 'with']: Found[] } = { without: [], with: [] }
console.log(`Load of the machine before: ${loadavg()[0]!.toFixed(1)}\n`)
console.log(
  '| | co-signings/s | processor ms | p99 ms | presses | in a checkpoint at the end |\n|---|--:|--:|--:|--:|--:|',
)
for (let round = 0; round < rounds; round++)
  for (const turn of ['without', 'with'] as const) {
    const found = await once(turn === 'with')
    all[turn].push(found)
    console.log(
      `| ${turn} the log | ${Math.round(found.perSecond)} | ${found.worked.toFixed(3)} | ${found.p99.toFixed(1)} | ${found.presses} | ${turn === 'with' ? found.leaves : ''} |`,
    )
  }
const ratio = (of: (found: Found) => number) => middle(all.with.map(of)) / middle(all.without.map(of))
const [own, press] = [middle(all.without.map((f) => f.own)), middle(all.without.map((f) => f.worked))]
console.log(
  `\nWith the log, of without it (medians of ${rounds}): ${(100 * ratio((f) => f.perSecond)).toFixed(1)} % of the co-signings a second, ${(100 * ratio((f) => f.worked)).toFixed(1)} % of the processor time of each.`,
)
console.log(
  `The log alone takes in a leaf in ${own.toFixed(4)} ms of processor time: ${((100 * own) / press).toFixed(1)} % of a press.`,
)
