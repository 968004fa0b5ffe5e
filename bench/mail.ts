// `npm run bench:mail`: an answer is published and everybody who wanted to know is told, by the production server, through a
// mail server on this machine's loopback. Meanwhile pages are looked at and sign-in codes asked for. As Markdown.
//
//   --people N     who want to know (100000)
//   --only WORD    runs whose name holds the word
//   --minutes N    of sending, at most: a longer run is left off, and says how far it came
//   --quick        2,000 people, a small database
import { copyFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { cpus, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { crowdFor, databaseOf, slug } from './data.ts'
import { needLinux, numberOf, optionsOf } from './options.ts'
import { type MailServer, type Server, serve, serveMail } from './server.ts'

const options = optionsOf({
  people: { type: 'string' },
  only: { type: 'string', default: '' },
  minutes: { type: 'string', default: '90' },
  quick: { type: 'boolean', default: false },
})
needLinux()
const people = numberOf('people', options.people ?? (options.quick ? '2000' : '100000'))
const longest = numberOf('minutes', options.minutes) * 60_000
const size = options.quick ? { cases: 1000, cosignatures: 20_000 } : { cases: 10_000, cosignatures: 500_000 }

type Run = {
  name: string
  /** ms the mail server takes for each mail */
  slow: number
  /** an expression of SQL over `n`, a person's number */
  domain: string
}
const many = `printf('d%d.bench.example', n % 2000)`
const runs: Run[] = [
  { name: 'a quick mail server, 2,000 domains', slow: 0, domain: many },
  { name: 'a mail server that takes 50 ms a mail', slow: 50, domain: many },
  {
    name: 'a quick mail server, gmail.com 60 %, yahoo.com.tw 15 %, hotmail.com 10 %, 2,000 others',
    slow: 0,
    domain: `case when n % 20 < 12 then 'gmail.com' when n % 20 < 15 then 'yahoo.com.tw'
      when n % 20 < 17 then 'hotmail.com' else ${many} end`,
  },
]

type Place = { path: string; number: string; officer: string; reader: string }

/** A case before its answer, with so many people who want to hear it. */
async function waitingCase({ domain }: Run): Promise<Place> {
  const path = `var/bench/mail-${process.pid}.db`
  drop(path)
  copyFileSync((await databaseOf(size)).path, path)
  const { number, cookies, administrator } = await crowdFor(path, people)
  const db = new Sqlite(path)
  db.pragma('synchronous = OFF')
  db.exec(`
    create temp table crowd as
      select person_id, row_number() over (order by created_at, id) as n from sessions where device = 'Bench'
        and person_id not in (select person_id from staff);
    update people set email = 'p' || crowd.n || '@' || crowd.domain
      from (select person_id, n, ${domain} as domain from crowd) as crowd where crowd.person_id = people.id;
    -- nothing is mailed while it can be taken back, ten minutes usually
    update rule_versions set rules = json_set(rules, '$.takeBackMinutes', 0);
    insert into follows (proposal_id, person_id, wanted, since)
      select proposals.id, person_id, 1, proposals.created_at from crowd, proposals where number = '${number}';
    update proposals set stage = 'review', count = ${people}, threshold_met_at = published_at, answer_due_before = closes_before
      where number = '${number}';
  `)
  db.close()
  return { path, number, officer: administrator, reader: cookies[0]! }
}

const drop = (path: string) => {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
}

async function measure(run: Run): Promise<string[]> {
  const place = await waitingCase(run)
  const mail = await serveMail(run.slow)
  const server = await serve(place.path, 1, `smtp://127.0.0.1:${mail.port}`)
  await sleep(3000)
  const load = loadavg()[0]!.toFixed(2)
  const before = lookAtPages(server, place)
  await sleep(5000)
  const quiet = before.stop()

  await publish(server, place)
  const pages = lookAtPages(server, place)
  const codes = askForCodes(server)
  const sent = await watch(place, server)
  const [looked, asked] = [pages.stop(), await codes.stop(mail)]
  const box = await mail.box()
  await Promise.all([server.stop(), mail.stop()])
  drop(place.path)

  const bulk = box.mails - Object.keys(box.codes).length
  return [
    run.name,
    `${seconds(sent.expanded)} s`,
    `${whole((sent.mails / sent.ended) * 1000)}/s`,
    sent.whole ? `${seconds(sent.ended)} s` : `left off after ${whole(sent.mails)} in ${seconds(sent.ended)} s`,
    whole(sent.deepest),
    `${whole(sent.memory)} MB`,
    `${(sent.share * 100).toFixed(0)} % of one, ${((sent.share * sent.ended) / sent.mails).toFixed(2)} ms a mail, pages included`,
    `${ms(quiet.p50)}, ${ms(quiet.p99)}`,
    `${ms(looked.p50)}, ${ms(looked.p99)}, ${ms(looked.worst)}`,
    `${ms(asked.p50)}, ${ms(asked.worst)} of ${asked.count}`,
    `${whole(bulk)}, ${box.twice} twice, ${(box.bytes / box.mails / 1000).toFixed(1)} kB each, ${box.connections} connections`,
    load,
  ]
}

/** As the officer's form would send it. */
async function publish(server: Server, { number, officer }: Place): Promise<void> {
  const words = '本府已完成評估並編列預算，自下一年度起逐步改善。'
  const form = new URLSearchParams({ action: 'publish', revision: '0', analysis: words, deliberation: words })
  for (let ask = 1; ask <= 5; ask++) {
    form.set(`decision-${ask}`, 'adopted')
    form.set(`reason-${ask}`, words)
  }
  const path = `/${slug}/proposals/${number}/answers`
  const { status } = await ask(server, path, { cookie: officer, form: form.toString() })
  if (status !== 303) throw new Error(`The answer was not published: ${status}`)
}

/** Fifty looks a second, whether the last was answered or not: at the front page, and signed in at the case. */
function lookAtPages(server: Server, { number, reader }: Place) {
  const times: number[] = []
  const wrong: number[] = []
  let n = 0
  const timer = setInterval(async () => {
    const signedIn = n++ % 2 === 0
    const path = signedIn ? `/${slug}/proposals/${number}` : `/${slug}`
    const { status, took } = await ask(server, path, signedIn ? { cookie: reader } : {})
    times.push(took)
    if (status !== 200) wrong.push(status)
  }, 20)
  return {
    stop() {
      clearInterval(timer)
      if (wrong.length) throw new Error(`Pages that were not expected: ${wrong.slice(0, 10)}`)
      return spread(times)
    },
  }
}

/** Every two seconds somebody wants to sign in. How long their code waits, from their press to the mail server. */
function askForCodes(server: Server) {
  const asked = new Map<string, number>()
  const timer = setInterval(async () => {
    const email = `code-${asked.size}@gmail.com`
    asked.set(email, Date.now())
    const from = `20.${asked.size >> 8}.${asked.size & 255}.7`
    const { status } = await ask(server, '/sign-in', { form: `email=${encodeURIComponent(email)}`, from })
    if (status !== 303) throw new Error(`A code was refused: ${status}`)
  }, 2000)
  return {
    async stop(mail: MailServer) {
      clearInterval(timer)
      await sleep(2000)
      const { codes } = await mail.box()
      const missing = [...asked.keys()].filter((email) => !codes[email])
      if (missing.length) throw new Error(`Codes that never came: ${missing}`)
      return spread([...asked].map(([email, at]) => codes[email]! - at))
    },
  }
}

/** Looks at the outbox until nothing waits, once a second, as few queries as that takes. */
async function watch({ path }: Place, server: Server) {
  const db = new Sqlite(path, { readonly: true })
  const mailing = db.prepare('select done_at from mailings order by created_at desc limit 1').pluck()
  const waiting = db.prepare('select count(*) from outbox where priority = 2 and next_try_at > 0').pluck()
  const done = db.prepare('select count(*) from outbox where priority = 2 and sent_at is not null').pluck()
  const [began, worked] = [performance.now(), server.worked()]
  const since = () => performance.now() - began
  let [expanded, deepest, memory, left] = [0, 0, 0, 0]
  while (since() < longest) {
    if (!expanded && mailing.get()) expanded = since()
    left = waiting.get() as number
    deepest = Math.max(deepest, left)
    memory = Math.max(memory, server.memory().largest)
    if (expanded && left === 0) break
    await sleep(expanded ? 1000 : 100)
  }
  const ended = since()
  const share = (server.worked() - worked) / ended
  const mails = done.get() as number
  db.close()
  return { expanded, deepest, memory, ended, mails, share, whole: left === 0 }
}

const agent = new Agent({ keepAlive: true })

type Asking = { cookie?: string; form?: string; from?: string }

function ask({ port }: Server, path: string, { cookie, form, from }: Asking = {}) {
  const began = performance.now()
  return new Promise<{ status: number; took: number }>((resolve, reject) => {
    const headers = {
      'accept-encoding': 'gzip, br',
      'accept-language': 'zh-TW,zh;q=0.9',
      'sec-fetch-site': 'same-origin',
      ...(cookie && { cookie }),
      ...(from && { 'x-forwarded-for': from }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) }),
    }
    const asked = request({ host: '127.0.0.1', port, path, agent, method: form ? 'POST' : 'GET', headers }, (reply) => {
      reply.resume()
      reply.on('end', () => resolve({ status: reply.statusCode!, took: performance.now() - began }))
    })
    asked.on('error', reject)
    asked.end(form)
  })
}

function spread(times: number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), worst: at(1), count: sorted.length }
}

const whole = (n: number) => Math.round(n).toLocaleString('en')
const seconds = (time: number) => (time / 1000).toFixed(1)
const ms = (time: number) => `${time.toFixed(time < 10 ? 1 : 0)} ms`

const columns = [
  '',
  'in the outbox after',
  'mails sent',
  'the last mail after',
  'deepest outbox',
  'resident memory',
  'processor time',
  'pages before (p50, p99)',
  'pages meanwhile (p50, p99, worst)',
  'sign-in code to the mail server (p50, worst)',
  'received, reminders of other cases included',
  'load before',
]
console.log(`${whole(people)} people; ${cpus().length} × ${cpus()[0]!.model}, Node ${process.versions.node}\n`)
for (const run of runs.filter(({ name }) => name.includes(options.only))) {
  const cells = await measure(run)
  console.log(`${cells[0]}:`)
  for (const [i, cell] of cells.entries()) if (i) console.log(`  ${columns[i]}: ${cell}`)
}
process.exit()
