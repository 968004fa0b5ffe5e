// `npm run bench:log`: what the log of the record costs co-signing. In one run, on one database, the server is measured by turns with
// the log's job and without it: there another holder has its lease. What a press does for its receipt is in both.
//
//   --rounds N    of each, by turns (3)
//   --seconds N   of each measurement (4)
import { copyFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { crowdFor, databaseOf } from './data.ts'
import { needLinux, numberOf, optionsOf } from './options.ts'
import { cosigning, mostPresses } from './rows.ts'
import { measured, serve } from './server.ts'

const options = optionsOf({ rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '4' } })
needLinux()
const [rounds, seconds] = [numberOf('rounds', options.rounds), numberOf('seconds', options.seconds)]
const connections = 32
const unmeasured = 4000
const copy = `var/bench/log-${process.pid}.db`
const drop = () => {
  for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true })
}
process.on('exit', drop)

type Found = { perSecond: number; worked: number; p99: number; leaves: number }

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
  const load = cosigning({ ...crowd, cookies: crowd.cookies.splice(-unmeasured) })
  await measured({ ...load, port: server.port, connections, seconds: 20 })
  const numbered = () => (file.prepare('select max(number) as n from record_numbers').get() as { n: number }).n
  const logged = () => (file.prepare('select number as n from log_progress').get() as { n: number } | undefined)?.n ?? 0
  while (withLog && logged() < numbered()) await sleep(200)
  await sleep(3000)
  const [before, begun] = [server.worked(), logged()]
  const found = await measured({ ...cosigning(crowd), port: server.port, connections, seconds })
  const worked = (server.worked() - before) / found.done
  const leaves = logged() - begun
  await server.stop()
  file.close()
  if (Object.keys(found.wrong).length) throw new Error(`Replies that were not expected: ${JSON.stringify(found.wrong)}`)
  return { perSecond: found.perSecond, worked, p99: found.p99, leaves }
}

const middle = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!

const all: { [turn in 'without' | 'with']: Found[] } = { without: [], with: [] }
console.log('| | co-signings/s | processor ms | p99 ms | leaves meanwhile |\n|---|--:|--:|--:|--:|')
for (let round = 0; round < rounds; round++)
  for (const turn of ['without', 'with'] as const) {
    const found = await once(turn === 'with')
    all[turn].push(found)
    console.log(
      `| ${turn} the log | ${Math.round(found.perSecond)} | ${found.worked.toFixed(3)} | ${found.p99.toFixed(1)} | ${found.leaves} |`,
    )
  }
const ratio = (of: (found: Found) => number) => middle(all.with.map(of)) / middle(all.without.map(of))
console.log(
  `\nWith the log, of without it (medians of ${rounds}): ${(100 * ratio((f) => f.perSecond)).toFixed(1)} % of the co-signings a second, ${(100 * ratio((f) => f.worked)).toFixed(1)} % of the processor time of each.`,
)
