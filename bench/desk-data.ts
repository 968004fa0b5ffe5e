// A desk to measure and to walk: a city where 620 cases wait to be checked and 350 for an answer, with as many more open parts as
// are asked for. Their texts are those of a JOIN file, loaded twice over by the import with its dates moved to today; without one
// they are invented. Kept under var/bench/ for a day: a queue goes by today's date.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { addAgency, addGovernment } from '../src/domain/governments/commands.ts'
import type { Government } from '../src/domain/governments/government.ts'
import { agenciesOf, findGovernment } from '../src/domain/governments/store.ts'
import { reindex } from '../src/domain/search/reindex.ts'
import { importJoin } from '../src/import/join/import-join.ts'
import { caseOf } from '../src/import/join/map-case.ts'
import { readJoinLines } from '../src/import/join/read-cases.ts'
import { newReport } from '../src/import/report.ts'
import { rowsOf } from '../src/platform/db/columns.ts'
import { connect } from '../src/platform/db/connect.ts'
import type { Database } from '../src/platform/db/database.ts'
import { migrate } from '../src/platform/db/tools/migrate.ts'
import { write } from '../src/platform/db/write.ts'
import { type GivenCase, givenCases } from '../test/support/cases.ts'
import { haicheng } from '../test/support/city.ts'
import { textsOf } from './words.ts'

export const inChecking = 620
export const inReview = 350
const day = 86_400_000
const partsOfEach = 4 // of the cases that are added to measure a long queue: a lead and three supporting agencies

export type DeskData = { path: string; seconds: number }

/** `join`: the path of a JOIN file. `parts`: open parts in all, at least. The seconds it took to make; 0 where it was there. */
export async function deskData(join: string | null, parts: number): Promise<DeskData> {
  mkdirSync('var/bench', { recursive: true })
  const sources = ['bench/desk-data.ts', 'migrations/derived/desk-sqlite.sql', ...(join ? [join] : [])]
  const hash = createHash('sha256').update(`${parts} ${new Date().toISOString().slice(0, 10)}`)
  for (const source of sources) hash.update(readFileSync(source))
  const path = `var/bench/desk-${parts}-${hash.digest('hex').slice(0, 10)}.db`
  if (existsSync(path) && Date.now() - statSync(path).birthtimeMs < day) return { path, seconds: 0 }
  const began = performance.now()
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}.new${end}`, { force: true })
  await make(`${path}.new`, join, parts)
  renameSync(`${path}.new`, path)
  return { path, seconds: (performance.now() - began) / 1000 }
}

async function make(path: string, join: string | null, parts: number): Promise<void> {
  const db = await connect(`file:${path}`)
  await migrate(db)
  const now = new Date()
  const longAgo = new Date('2010-01-01T00:00:00+08:00')
  const districts = ['東', '西', '南', '北'].map((side, i) => ({
    code: `d${i}`,
    name: { 'zh-Hant': `${side}區`, en: `District ${i}` },
  }))
  await write(db, async (tx) => {
    const id = await addGovernment(tx, { ...haicheng, districts }, longAgo)
    for (let i = 0; i < 12; i++)
      await addAgency(tx, id, { code: `a${i}`, name: { 'zh-Hant': `第${i + 1}局`, en: `Bureau ${i + 1}` } }, longAgo)
  })
  const government = (await findGovernment(db.reads, haicheng.slug))!
  const texts = join ? await loadTwice(db, government, join, now) : invented()
  await addOwn(db, government, texts, now)
  await db.close()
  multiply(path, Math.max(0, parts - open(path)))
  const again = await connect(`file:${path}`)
  await reindex(again, { again: true })
  await again.close()
}

type Text = { title: string; problem: string; lead: string | null }

const invented = (): Text[] => Array.from({ length: inChecking + inReview }, (_, i) => ({ ...textsOf(i), lead: null }))

const moment = /^\d{4}-\d\d-\d\dT/

/** The lines of a file as they are and once more under other ids, all dates later by as many days as make the newest one of today. */
async function loadTwice(db: Database, government: Government, join: string, now: Date): Promise<Text[]> {
  const lines = readFileSync(join, 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as { id: string; submitted_at: string; [field: string]: unknown })
  const newest = Math.max(...lines.map((line) => Date.parse(line.submitted_at)))
  const later = Math.floor((now.getTime() - newest) / day) * day
  const moved = (value: unknown): unknown =>
    typeof value === 'string' && moment.test(value)
      ? `${new Date(Date.parse(value) + later + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
      : Array.isArray(value)
        ? value.map(moved)
        : value && typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, moved(one)]))
          : value
  const file = `var/bench/join-${process.pid}.jsonl`
  try {
    for (const copy of ['', '-2']) {
      const own = lines.map((line) => ({
        ...(moved(line) as typeof line),
        id: line.id + copy,
        ...(copy ? { case_number: null } : {}),
      }))
      writeFileSync(file, `${own.map((line) => JSON.stringify(line)).join('\n')}\n`)
      const { result } = await importJoin(db, government, { file }, now)
      console.log(`${result.imported} imported, ${result.refused} refused`)
    }
    const read = await readJoinLines(file, newReport())
    return read.map(({ line }) => {
      const { title, problem, lead } = caseOf(line, government.timeZone)
      return { title, problem, lead: lead?.name ?? null }
    })
  } finally {
    rmSync(file, { force: true })
  }
}

/** The city's own cases, which no import brings: sent or at their threshold in the last weeks, some of them late. */
async function addOwn(db: Database, government: Government, texts: Text[], now: Date): Promise<void> {
  const agencies = await agenciesOf(db.reads, government.id)
  const named = new Map(agencies.map((agency) => [agency.name['zh-Hant'], agency.id]))
  const others = agencies.filter(({ coordinating }) => !coordinating)
  const leadOf = (text: Text, i: number) => named.get(text.lead ?? '') ?? others[i % others.length]!.id
  const at = (days: number) => new Date(now.getTime() + days * day)
  const year = String(now.getFullYear())
  const [first] = await rowsOf<{ last: number }>(
    db.reads,
    sql`select last from number_counters where year = ${Number(year)}`,
  )
  const from = (first?.last ?? 0) + 1
  const own = Array.from({ length: inChecking + inReview }, (_, i): GivenCase => {
    const text = texts[i % texts.length]!
    const base = {
      number: `${year}-${String(from + i).padStart(4, '0')}`,
      title: text.title.slice(0, 80),
      problem: text.problem || '請見標題。',
    }
    if (i < inChecking) {
      const sent = at(-(i % 70) / 10)
      return {
        ...{ ...base, stage: 'checking', publishedAt: null, closesBefore: null, submittedAt: sent, createdAt: sent },
        checkDueBefore: new Date(sent.getTime() + 5 * day),
      }
    }
    const met = at(-(i % 70) - 0.5)
    const scheduled = i % 70 > 8
    return {
      ...{ ...base, stage: 'review', lead: leadOf(text, i), thresholdMetAt: met, publishedAt: at(-(i % 70) - 25) },
      ...{ closesBefore: at(35 - (i % 70)), scheduleDueBefore: new Date(met.getTime() + 9 * day) },
      ...{
        scheduledAt: scheduled ? new Date(met.getTime() + 5 * day) : null,
        contactDueBefore: new Date(met.getTime() + 14 * day),
      },
      answerDueBefore: new Date(met.getTime() + 61 * day),
    }
  })
  const agencyIds = { environment: others[0]!.id, transport: others[1]!.id }
  for (let i = 0; i < own.length; i += 100)
    await givenCases({ db, government, agencies: agencyIds }, own.slice(i, i + 100))
  await db.exclusively((exec) =>
    exec(`insert into number_counters (government_id, year, last) values ('${government.id}', ${year}, ${from + own.length - 1})
      on conflict do update set last = excluded.last`),
  )
}

const open = (path: string): number => {
  const db = new Sqlite(path, { readonly: true })
  const { n } = db.prepare(`select count(*) as n from desk_items where lane = 'owed'`).get() as { n: number }
  db.close()
  return n
}

/** So many more open parts: cases under review again under other ids, numbers and dates, each with its lead and three more agencies. */
function multiply(path: string, parts: number): void {
  if (!parts) return
  const db = new Sqlite(path)
  db.pragma('synchronous = OFF')
  const cases = Math.ceil(parts / partsOfEach)
  type Row = { [column: string]: unknown }
  const rows = db.prepare(`select p.* from proposals p where p.stage = 'review' and p.source_id is null`).all() as Row[]
  const agencies = (db.prepare('select id from agencies where coordinating = 0').all() as { id: string }[]).map(
    ({ id }) => id,
  )
  const lead = db.prepare(`select agency_id from assignments where proposal_id = ? and role = 'lead'`).pluck()
  const prepared = new Map<string, Sqlite.Statement>()
  const insert = (table: string, row: Row) => {
    const names = Object.keys(row)
    const known =
      prepared.get(table) ?? db.prepare(`insert into ${table} (${names}) values (${names.map((name) => `@${name}`)})`)
    prepared.set(table, known)
    known.run(row)
  }
  const copyTexts = [
    `insert into proposal_texts (proposal_id, problem, benefit, salt) select @id, problem, benefit, salt from proposal_texts where proposal_id = @from`,
    `insert into asks (proposal_id, number, text) select @id, number, text from asks where proposal_id = @from`,
  ].map((sql) => db.prepare(sql))
  db.transaction(() => {
    for (let i = 0; i < cases; i++) {
      const one = rows[i % rows.length]!
      const id = `0190abcd-0000-7000-8000-${i.toString(16).padStart(12, '0')}`
      const later = (i % 97) * 6 * 3_600_000
      const moments = ['schedule_due_before', 'contact_due_before', 'answer_due_before'].map((name) => [
        name,
        (one[name] as number) + later,
      ])
      insert('proposals', {
        ...one,
        ...Object.fromEntries(moments),
        id,
        number: `${one.year}-9${String(i).padStart(5, '0')}`,
      })
      for (const copy of copyTexts) copy.run({ id, from: one.id })
      const leading = lead.get(one.id) as string
      const others = agencies.filter((agency) => agency !== leading)
      const answer = (one.answer_due_before as number) + later
      for (let n = 0; n < partsOfEach; n++)
        insert('assignments', {
          ...{ id: `${id.slice(0, -1)}${n}-${i}`, proposal_id: id, role: n ? 'supporting' : 'lead' },
          ...{ agency_id: n ? others[(i + n * 3) % others.length] : leading, assigned_at: one.threshold_met_at },
          ...{ due_before: answer - (n ? 7 * day : 0), days_before: n ? 7 : 0 },
        })
    }
  })()
  db.exec('analyze')
  db.close()
}
