// How well the search finds, and how quickly: judged queries and judged pairs of alike cases over real cases of JOIN, which are
// not part of Fuyi and are read from the file that is named. See README.md beside this file.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addGovernment } from '../../src/domain/governments/commands.ts'
import { findGovernment } from '../../src/domain/governments/store.ts'
import { proposalText } from '../../src/domain/proposals/store.ts'
import { everything } from '../../src/domain/search/list-query.ts'
import { searchCases } from '../../src/domain/search/search.ts'
import { similarCases } from '../../src/domain/search/similar.ts'
import { importJoin } from '../../src/import/join/import-join.ts'
import { connect } from '../../src/platform/db/connect.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { multiply } from './multiply.ts'
import { multiplyOnPostgres } from './multiply-postgres.ts'

type Judged = { kind: string; q: string; about: string[]; mentions: string[]; heldOut: boolean }
/** `of`: a real case. `written`: what somebody might write who means one. */
type Pair = { similar: string[]; heldOut: boolean } & ({ of: string } | { written: { title: string; text: string } })

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '100000' },
    misses: { type: 'boolean', default: false },
    tuning: { type: 'boolean', default: false }, // without the third that is held out
    timed: { type: 'boolean', default: true },
    least: { type: 'string' }, // another share of a title's weight for alike cases
    untimed: { type: 'boolean', default: false },
    queries: { type: 'string', multiple: true, default: ['judged-queries.json'] }, // other sets beside this file
    pairs: { type: 'string', multiple: true, default: ['judged-pairs.json'] },
  },
})
const file = positionals[0]
if (!file || !existsSync(file)) {
  console.error('Name the file of the cases: npm run bench:search -- …/join/proposals.jsonl')
  process.exit(2)
}

const slug = 'join'
const sums = () => ({ p: 0, r: 0, n: 0 })
const mean = (sum: number, n: number) => (sum / n).toFixed(3)
const folder = mkdtempSync(join(tmpdir(), 'fuyi-search-'))
const at = new Date()
try {
  const url = process.env.DATABASE_URL?.startsWith('postgres') ? process.env.DATABASE_URL : `file:${folder}/search.db`
  const db = await connect(url)
  await migrate(db)
  const government = await prepare(db)
  const rows = await db.reads
    .select({ id: proposals.id, sourceId: proposals.sourceId, number: proposals.number, title: proposals.title })
    .from(proposals)
  const bySource = new Map(rows.map((row) => [row.sourceId!.slice(0, 8), row]))
  const sourceOf = new Map(rows.map((row) => [row.id, row.sourceId!.slice(0, 8)]))
  const queries = options.queries.flatMap(read<Judged>).map((one) => ({ ...one, q: filledIn(one.q) }))
  const pairs = options.pairs.flatMap(read<Pair>)

  await measureQueries(queries)
  await measurePairs(pairs)
  if (!options.untimed) await measureTime(queries)
  await db.close()

  function filledIn(q: string): string {
    return q.replace(/\{(\w+):(\w+)\}/, (_, how: string, id: string) => {
      const number = [...bySource].find(([source]) => source.startsWith(id))![1].number!
      const [year, count] = number.split('-') as [string, string]
      if (how === 'year') return `${year} 年第 ${Number(count)} 號`
      if (how === 'slash') return `${year}/${count}`
      if (how === 'case') return `case no. ${number}`
      if (how === 'space') return `${year} ${count}`
      if (how === 'dash') return `${year}—${count}`
      if (how === 'none') return `${year}${count}`
      if (how === 'wide') return number.replace(/[\d-]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
      return how === 'short' ? number.replace(/-0*/, '-') : `第 ${number} 號`
    })
  }

  async function measureQueries(all: Judged[]) {
    const kinds = new Map<string, { p: number; r: number; n: number }>()
    const parts = { tuned: sums(), heldOut: sums() }
    for (const one of all) {
      if (options.tuning && one.heldOut) continue
      const { exact, close } = await searchCases(db.reads, government.id, { ...everything, q: one.q, per_page: 10 }, at)
      const shown = (exact.ids.length ? exact.ids : close).slice(0, 10).map((id) => sourceOf.get(id)!)
      const firstTen = [...exact.ids, ...close].slice(0, 10).map((id) => sourceOf.get(id)!)
      const right = new Set([...one.about, ...one.mentions])
      const p = shown.length ? shown.filter((id) => right.has(id)).length / shown.length : 0
      const wanted = Math.min(10, one.about.length)
      // a case that only mentions it fills no place of one that is about it
      const r = Math.min(wanted, firstTen.filter((id) => one.about.includes(id)).length) / wanted
      const sum = kinds.get(one.kind) ?? { p: 0, r: 0, n: 0 }
      kinds.set(one.kind, { p: sum.p + p, r: sum.r + r, n: sum.n + 1 })
      const part = one.heldOut ? parts.heldOut : parts.tuned
      Object.assign(part, { p: part.p + p, r: part.r + r, n: part.n + 1 })
      if (options.misses && (p < 0.9 || r < 0.9)) {
        console.log(
          `\n${one.kind} ${one.q}: P ${p.toFixed(2)} R ${r.toFixed(2)}, ${exact.total} exact, about ${one.about.length}`,
        )
        for (const id of firstTen)
          console.log(
            `   ${one.about.includes(id) ? 2 : right.has(id) ? 1 : '-'} ${bySource.get(id)!.title.slice(0, 40)}`,
          )
      }
    }
    for (const [kind, { p, r, n }] of kinds)
      console.log(`${kind.padEnd(12)} P@10 ${mean(p, n)}  R@10 ${mean(r, n)}  (${n})`)
    for (const [part, { p, r, n }] of Object.entries(parts))
      if (n) console.log(`${part.padEnd(12)} P@10 ${mean(p, n)}  R@10 ${mean(r, n)}  (${n})`)
  }

  async function measurePairs(all: Pair[]) {
    for (const [name, withText] of [
      ['after the title', false],
      ['after title and text', true],
    ] as const) {
      const parts = { tuned: sums(), heldOut: sums() }
      for (const one of all) {
        if (options.tuning && one.heldOut) continue
        const { title, text, except } = await writingOf(one)
        const found = await similarCases(
          db.reads,
          government.id,
          { title, text: withText ? text : '', except },
          options.least === undefined ? undefined : Number(options.least),
        )
        const ids = found.ids.slice(0, 5).map((id) => sourceOf.get(id)!)
        const r = ids.filter((id) => one.similar.includes(id)).length / Math.min(5, one.similar.length)
        const part = one.heldOut ? parts.heldOut : parts.tuned
        Object.assign(part, { r: part.r + r, n: part.n + 1 })
        if (options.misses && r < 0.7) {
          console.log(`\n${title.slice(0, 50)}: recall ${r.toFixed(2)} (${name})`)
          for (const id of ids)
            console.log(`   ${one.similar.includes(id) ? '+' : '-'} ${bySource.get(id)!.title.slice(0, 40)}`)
          for (const id of one.similar.filter((id) => !ids.includes(id)))
            console.log(`   missing ${bySource.get(id)!.title.slice(0, 40)}`)
        }
      }
      for (const [part, { r, n }] of Object.entries(parts))
        if (n) console.log(`similar, ${name}, ${part}: recall@5 ${mean(r, n)} (${n})`)
    }
  }

  /** Of a case what the pages give: its title and what it says is wrong. */
  async function writingOf(one: Pair) {
    if ('written' in one) return { ...one.written, except: '' }
    const { id, title } = bySource.get(one.of)!
    return { title, text: (await proposalText(db.reads, id)).problem, except: id }
  }

  async function measureTime(all: Judged[]) {
    const wanted = Number(options.cases)
    const cases = db.engine === 'sqlite' ? await multiply(db, url, wanted) : await multiplyOnPostgres(url, wanted)
    const times: { q: string; ms: number }[] = []
    for (let round = 0; round < 4; round++)
      for (const { q } of all) {
        const spent = db.engine === 'sqlite' ? stopwatchOfProcess() : stopwatch()
        await searchCases(db.reads, government.id, { ...everything, q }, at)
        if (round) times.push({ q, ms: spent() }) // the first round warms the file's cache
      }
    times.sort((a, b) => a.ms - b.ms)
    const at_ = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!.ms.toFixed(1)
    console.log(
      `${cases} cases: p50 ${at_(0.5)} ms, p90 ${at_(0.9)} ms, p99 ${at_(0.99)} ms of ${db.engine === 'sqlite' ? 'processor' : 'waiting'} time, slowest ${at_(1)} ms`,
    )
    if (options.misses) for (const { q, ms } of times.slice(-24)) console.log(`   ${ms.toFixed(1)} ms ${q}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Processor time in ms: neighbours on the same processor do not lengthen it. */
function stopwatchOfProcess(): () => number {
  const began = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1000
  }
}

/** Where another process does the work: whatever passes, in ms. */
function stopwatch(): () => number {
  const began = performance.now()
  return () => performance.now() - began
}

function read<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T[]
}

async function prepare(db: Database) {
  const name = { 'zh-Hant': '提點子', en: 'JOIN' }
  const place = { slug, name, languages: ['zh-Hant', 'en'], timeZone: 'Asia/Taipei', country: 'TW' }
  await write(db, (tx) => addGovernment(tx, place, at))
  const government = (await findGovernment(db.reads, slug))!
  await importJoin(db, government, { file: file! }, at)
  return government
}
