// `npm run bench:desk`: how long pages of the desk take when much waits, over HTTP on the production server, as a Markdown table.
//
//   --join FILE      texts of a JOIN file, loaded twice over with its dates moved to today; without it they are invented
//   --parts N        open parts in all (50,000)
//   --seconds N      of each measurement (3)
//   --connections N  at once (1: what one colleague waits for)
//   --walk           measures nothing: the server stays, and the addresses and cookies to walk it with are printed
import Sqlite from 'better-sqlite3'
import { findGovernment } from '../src/domain/governments/store.ts'
import { connect } from '../src/platform/db/connect.ts'
import { giveSeat, haicheng, makeSession } from '../test/support/city.ts'
import { deskData, inChecking, inReview } from './desk-data.ts'
import { get, type Measured } from './load.ts'
import { needLinux, numberOf, optionsOf } from './options.ts'
import { undisturbed } from './quiet.ts'
import { measured, type Server, serve } from './server.ts'

const options = optionsOf({
  join: { type: 'string' },
  parts: { type: 'string', default: '50000' },
  seconds: { type: 'string', default: '3' },
  connections: { type: 'string', default: '1' },
  walk: { type: 'boolean', default: false },
})
needLinux()
const parts = numberOf('parts', options.parts)
const seconds = numberOf('seconds', options.seconds)
const connections = numberOf('connections', options.connections)

/** Somebody of the staff, and the cookie of their browser. */
type Colleague = { who: string; cookie: string }
type View = { name: string; who: Colleague; addresses: string[] }

/** Pages are asked for as by somebody who just did something: what colleagues of one second share is not shown to them. */
function views([administrator, moderator, officer]: Colleague[]): View[] {
  const desk = '/haicheng/desk'
  const all = (query: string) => Array.from({ length: 50 }, (_, i) => `${desk}?show=all&${query}&page=${i + 1}`)
  const last = Math.max(1, Math.floor(parts / 4 / 50))
  return [
    { name: 'my desk, administrator', who: administrator!, addresses: [desk] },
    { name: 'my desk, moderator', who: moderator!, addresses: [desk] },
    { name: 'my desk, officer of the agency that has most', who: officer!, addresses: [desk] },
    {
      name: 'everybody’s, pages 1 to 50',
      who: administrator!,
      addresses: Array.from({ length: 50 }, (_, i) => `${desk}?show=all&page=${i + 1}`),
    },
    {
      name: 'everybody’s, the last 50 pages',
      who: administrator!,
      addresses: Array.from({ length: 50 }, (_, i) => `${desk}?show=all&page=${Math.max(1, last - i)}`),
    },
    { name: 'filtered by task', who: administrator!, addresses: all('task=contribution') },
    { name: 'filtered by agency and due date', who: administrator!, addresses: all('agency=a3&due=week').slice(0, 10) },
    { name: 'filtered by case officer', who: administrator!, addresses: all('officer=nobody') },
    {
      name: 'searched by words',
      who: administrator!,
      addresses: ['公車', '學校', '安全', '環境', '路燈', '停車'].map(
        (word) => `${desk}?show=all&q=${encodeURIComponent(word)}`,
      ),
    },
    { name: 'workload', who: administrator!, addresses: [`${desk}/workload`] },
  ]
}

async function row(server: Server, { name, who, addresses }: View): Promise<string> {
  const load = {
    ...{ port: server.port, connections, status: 200 },
    requests: addresses.map((address) => get(address, { cookie: `${who.cookie}; acted=${Date.now()}` })),
    acted: true,
  }
  await measured({ ...load, seconds: 1 })
  const before = server.worked()
  const { found } = await undisturbed<Measured>(3, () => measured({ ...load, seconds }))
  if (Object.keys(found.wrong).length) throw new Error(`${name}: ${JSON.stringify(found.wrong)}`)
  const worked = (server.worked() - before) / found.done
  return `| ${name} | ${found.perSecond.toFixed(0)} | ${worked.toFixed(1)} | ${found.p50.toFixed(1)} | ${found.p99.toFixed(1)} |`
}

/** An administrator, a moderator and an officer of the agency that has most, each with a seat and a session. */
async function staffOf(path: string): Promise<Colleague[]> {
  const db = await connect(`file:${path}`)
  const government = (await findGovernment(db.reads, haicheng.slug))!
  const file = new Sqlite(path, { readonly: true })
  const agencyId = file
    .prepare(
      `select agency_id from desk_items where lane = 'owed' and agency_id is not null group by 1 order by count(*) desc limit 1`,
    )
    .pluck()
    .get() as string
  file.close()
  const at = new Date()
  const staff: Colleague[] = []
  for (const [role, agency] of [
    ['administrator', null],
    ['moderator', null],
    ['officer', agencyId],
  ] as const) {
    const { personId, cookie } = await makeSession(db, `${role}-${process.pid}@bench.example`, at)
    await giveSeat(db, { personId, governmentId: government.id, role, agencyId: agency, name: role, at })
    staff.push({ who: role, cookie })
  }
  await db.close()
  return staff
}

const made = await deskData(options.join ?? null, parts)
console.log(
  `${inChecking} in checking, ${inReview} in review, at least ${parts.toLocaleString('en')} open parts; ` +
    `${made.seconds ? `made in ${made.seconds.toFixed(0)} s` : 'kept from before'}: ${made.path}`,
)
const staff = await staffOf(made.path)
const server = await serve(made.path, 1)
if (options.walk) {
  console.log(`http://127.0.0.1:${server.port}/haicheng/desk`)
  for (const { who, cookie } of staff) console.log(`${who}: ${cookie}`)
} else {
  console.log(`${connections} at once, ${seconds} s a row, Node ${process.versions.node}\n`)
  console.log('| | requests/s | processor ms | p50 ms | p99 ms |\n|---|--:|--:|--:|--:|')
  for (const view of views(staff)) console.log(await row(server, view))
  await server.stop()
}
