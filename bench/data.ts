// Databases to measure on: made once by the fast way (rows without the application), kept under var/bench/ for a week, since
// a case that gathers co-signatures closes some day. Everything but the ids of the government is the same each time.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { addAgency, addGovernment, addSeat } from '../src/domain/governments/commands.ts'
import { findOrCreatePerson } from '../src/domain/people/store.ts'
import { reindex } from '../src/domain/search/reindex.ts'
import { newId, newToken, sha256 } from '../src/lib/id.ts'
import { connect } from '../src/platform/db/connect.ts'
import { migrate } from '../src/platform/db/tools/migrate.ts'
import { write } from '../src/platform/db/write.ts'
import { haicheng } from '../test/support/city.ts'
import { answerTexts, districtNames, pick, promiseTexts, randomFrom, textsOf } from './words.ts'

export type Size = { cases: number; cosignatures: number }
type Db = Sqlite.Database

const folder = 'var/bench'
const day = 86_400_000
const keptFor = 7 * day
const districts = districtNames.map((name, i) => ({
  code: `d${i}`,
  name: { 'zh-Hant': name, en: `District ${i + 1}` },
}))
export const { slug } = haicheng

/** The path of a database of this size, and the seconds it took to make; 0 where it was there. */
export async function databaseOf(size: Size): Promise<{ path: string; seconds: number }> {
  mkdirSync(folder, { recursive: true })
  const path = `${folder}/${size.cases}-${size.cosignatures}-${fingerprint()}.db`
  if (existsSync(path) && Date.now() - statSync(path).birthtimeMs < keptFor) return { path, seconds: 0 }
  const began = performance.now()
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}.new${end}`, { force: true })
  await make(`${path}.new`, size)
  renameSync(`${path}.new`, path)
  return { path, seconds: (performance.now() - began) / 1000 }
}

/** A database made by older code is another one. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const sources = ['bench/data.ts', 'bench/words.ts', 'src/platform/db/tokens.ts', 'src/domain/search/reindex.ts']
  const migrations = ['migrations/sqlite', 'migrations/derived'].flatMap((from) =>
    readdirSync(from)
      .filter((name) => name.endsWith('.sql'))
      .map((name) => `${from}/${name}`),
  )
  for (const file of [...sources, ...migrations]) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 10)
}

async function make(path: string, size: Size): Promise<void> {
  const place = await makePlace(path)
  const db = new Sqlite(path)
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -400000'])
    db.pragma(pragma)
  db.pragma('temp_store = MEMORY')
  derive(db, 'sqlite-drop')
  const indexes = db.prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null`).all() as {
    name: string
    sql: string
  }[]
  for (const { name } of indexes) db.exec(`drop index "${name}"`)
  const counts = sharesOf(size)
  db.transaction(() => addCases(db, place, counts))()
  db.transaction(() => addCosignatures(db, place, size))()
  for (const { sql } of indexes) db.exec(sql)
  derive(db, 'sqlite')
  db.pragma('journal_mode = WAL')
  db.close()
  const connection = await connect(`file:${path}`)
  await reindex(connection, { again: true }) // else the server would do it while it is measured
  await connection.close()
}

/** What triggers keep of each case is slow while there are no indexes: made at the end, for all of them. */
const derive = (db: Db, name: string) => {
  for (const sql of readFileSync(`migrations/derived/desk-${name}.sql`, 'utf8').split('--> statement-breakpoint'))
    db.exec(sql)
}

type Place = { id: string; rules: string; agencies: string[] }

async function makePlace(path: string): Promise<Place> {
  const connection = await connect(`file:${path}`)
  await migrate(connection)
  const at = new Date('2016-01-01T00:00:00+08:00')
  const place = await write(connection, async (tx) => {
    const id = await addGovernment(tx, { ...haicheng, districts }, at)
    await addGovernment(tx, { ...haicheng, slug: 'yunan', name: { 'zh-Hant': '雲安縣', en: 'Yunan County' } }, at)
    const agencies: string[] = []
    for (let i = 0; i < 24; i++)
      agencies.push(
        await addAgency(tx, id, { code: `a${i}`, name: { 'zh-Hant': `第${i + 1}局`, en: `Bureau ${i + 1}` } }, at),
      )
    return { id, agencies }
  })
  await connection.close()
  const db = new Sqlite(path)
  const { id: rules } = db.prepare('select id from rule_versions where government_id = ?').get(place.id) as {
    id: string
  }
  db.close()
  return { ...place, rules }
}

/** How many co-signatures each case has: a few have most of them. */
function sharesOf({ cases, cosignatures }: Size): number[] {
  const random = randomFrom(7)
  const weights = Array.from({ length: cases }, () => Math.min(400, random() ** -0.75))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((w) => Math.floor((w / sum) * cosignatures))
}

const keyOf = (kind: number, n: number) =>
  `0190${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const topics = ['traffic', 'environment', 'culture', 'health', 'education', 'other']

function addCases(db: Db, place: Place, counts: number[]): void {
  const insert = inserter(db)
  const now = Date.now()
  const first = now - 3000 * day
  const numbers = new Map<number, number>()
  const knownTopics = (
    db.prepare('select code from topics where government_id = ?').all(place.id) as { code: string }[]
  ).map((t) => t.code)
  for (const [i, count] of counts.entries()) {
    const random = randomFrom(i + 1)
    const live = i >= counts.length * 0.94 // the newest are open, or waiting for their answer
    const published = live ? now - random() * 55 * day : first + (i / counts.length) * 2800 * day
    const drawn = random()
    const stage = live
      ? drawn < 0.7
        ? 'gathering'
        : 'review'
      : drawn < 0.35
        ? 'resolved'
        : drawn < 0.9
          ? 'expired'
          : drawn < 0.97
            ? 'refused'
            : 'withdrawn'
    const year = new Date(published).getUTCFullYear()
    const serial = (numbers.get(year) ?? 0) + 1
    numbers.set(year, serial)
    const number = `${year}-${String(serial).padStart(4, '0')}`
    const met = stage === 'review' || stage === 'resolved'
    const closes = published + 60 * day
    const metAt = met ? published + random() * 30 * day : null
    const due = metAt && metAt + (random() < 0.1 && live ? 20 : 61) * day
    const answered = stage === 'resolved' ? due! + (random() - 0.8) * 40 * day : null
    const id = keyOf(1, i)
    const agencyId = pick(random, place.agencies)
    const texts = textsOf(i)
    insert('proposals', {
      id,
      government_id: place.id,
      number,
      year,
      author_name: '海澄居民',
      stage,
      title: texts.title,
      topic_code: pick(random, knownTopics.length ? knownTopics : topics),
      district_code: pick(random, districts).code,
      place: null,
      suggested_agencies: '[]',
      rule_version_id: place.rules,
      threshold: met ? Math.max(1, Math.floor(count * 0.9)) : Math.max(5000, count + 1),
      count,
      created_at: Math.floor(published - 5 * day),
      updated_at: Math.floor(answered ?? metAt ?? published),
      submitted_at: Math.floor(published - 3 * day),
      published_at: stage === 'refused' ? null : Math.floor(published),
      closes_before: stage === 'refused' ? null : Math.floor(closes),
      threshold_met_at: metAt && Math.floor(metAt),
      answer_due_before: due && Math.floor(due),
      answered_at: answered && Math.floor(answered),
      overdue_at: due && due < now && !answered ? Math.floor(due) : null,
      ended_at: ['expired', 'refused', 'withdrawn'].includes(stage) ? Math.floor(closes) : null,
      outcome:
        stage === 'resolved'
          ? pick(random, ['adopted', 'partly', 'under_study', 'not_adopted'])
          : stage === 'gathering' || stage === 'review'
            ? null
            : stage,
      reason_code: stage === 'refused' ? 'unclear' : null,
      revision: 1,
    })
    insert('proposal_texts', { proposal_id: id, problem: texts.problem, benefit: texts.benefit, salt: 'salt' })
    for (const [n, text] of texts.asks.entries()) insert('asks', { proposal_id: id, number: n + 1, text })
    if (stage !== 'refused')
      insert('assignments', {
        id: keyOf(2, i),
        proposal_id: id,
        agency_id: agencyId,
        role: 'lead',
        assigned_at: Math.floor(published),
        due_before: due && Math.floor(due),
        answered_at: answered && Math.floor(answered),
      })
    const entry = (n: number, kind: string, at: number, facts: object = {}) =>
      insert('record', {
        id: keyOf(3, i * 16 + n),
        government_id: place.id,
        proposal_id: id,
        kind,
        role: kind === 'published' ? 'moderator' : 'system',
        agency_id: kind === 'assigned' || kind === 'answered' ? agencyId : null,
        occurred_at: Math.floor(at),
        recorded_at: Math.floor(at),
        facts: JSON.stringify(facts),
      })
    entry(1, 'submitted', published - 3 * day)
    entry(2, 'published', published, { closes_before: new Date(closes).toISOString() })
    if (met) entry(3, 'threshold_met', metAt!, { count, due_before: new Date(due!).toISOString() })
    if (met) entry(4, 'assigned', metAt!, { role: 'lead' })
    if (stage === 'expired') entry(5, 'expired', closes)
    if (!answered) continue
    entry(6, 'answered', answered, { version: 1 })
    const answerId = keyOf(4, i)
    insert('answers', {
      id: answerId,
      proposal_id: id,
      agency_id: agencyId,
      version: 1,
      analysis: [0, 1, 2].map(() => pick(random, answerTexts)).join('\n\n'),
      deliberation: [0, 1].map(() => pick(random, answerTexts)).join('\n\n'),
      adoption: '',
      follow_up: '',
      note: '',
      salt: 'salt',
      created_at: Math.floor(answered),
      updated_at: Math.floor(answered),
      published_at: Math.floor(answered),
    })
    for (const [n] of texts.asks.entries())
      insert('ask_decisions', {
        answer_id: answerId,
        ask_number: n + 1,
        decision: pick(random, ['adopted', 'partly', 'under_study', 'not_adopted']),
        reason: pick(random, answerTexts),
      })
    if (random() < 0.4) {
      const kept = random() < 0.5
      insert('commitments', {
        id: keyOf(5, i),
        government_id: place.id,
        proposal_id: id,
        answer_id: answerId,
        agency_id: agencyId,
        ask_number: 1,
        position: 0,
        number: 1,
        measure: '',
        what: pick(random, promiseTexts),
        owner: '規劃科',
        due_on: new Date(answered + 200 * day).toISOString().slice(0, 10),
        state: kept ? 'kept' : 'open',
        ...(kept
          ? Object.fromEntries(
              ['closed_at', 'done_at', 'checked_at'].map((name) => [name, Math.floor(answered + 100 * day)]),
            )
          : { closed_at: null, done_at: null, checked_at: null }),
        verdict: kept ? 'complete' : null,
        reported_at: Math.floor(answered),
        salt: 'salt',
      })
    }
  }
  for (const [year, last] of numbers) insert('number_counters', { government_id: place.id, year, last })
}

/** One prepared INSERT for each table and set of columns. */
function inserter(db: Db) {
  const statements = new Map<string, Sqlite.Statement>()
  return (table: string, row: { [column: string]: unknown }) => {
    const columns = Object.keys(row)
    let statement = statements.get(table)
    if (!statement) {
      statement = db.prepare(`insert into ${table} (${columns}) values (${columns.map(() => '?')})`)
      statements.set(table, statement)
    }
    statement.run(Object.values(row))
  }
}

/** People sign several cases each. All by SQL: ten millions in some minutes. */
function addCosignatures(db: Db, place: Place, { cosignatures }: Size): void {
  const people = Math.max(1, Math.ceil(cosignatures / 5))
  if (!cosignatures) return
  db.exec(`
    create temp table n (i integer primary key);
    with recursive up(i) as (select 1 union all select i + 1 from up where i < ${people}) insert into n select i from up;
    insert into people (id, email, email_key, language, created_at)
      select printf('01900006-0000-7000-8000-%012x', i), 'p' || i || '@bench.example', 'p' || i || '@bench.example', 'zh-Hant', 1700000000000 from n;
    create temp table cosigned_cases (id text primary key, since integer, n integer, first integer);
    insert into cosigned_cases
      select id, published_at as since, min(count, ${people}) as n,
        abs(rowid * 7919) % (${people} - min(count, ${people}) + 1) as first
      from proposals where count > 0 and published_at is not null;
    insert into cosignatures (proposal_id, person_id, signed_at, day, district_code, assurance, notice_version)
      select c.id, printf('01900006-0000-7000-8000-%012x', c.first + n.i),
        c.since + n.i * 50 * 86400000 / c.n,
        strftime('%Y-%m-%d', (c.since + n.i * 50 * 86400000 / c.n) / 1000 + 28800, 'unixepoch'),
        'd' || ((c.first + n.i) % ${districts.length}), 1, '2026-11'
      from cosigned_cases c cross join n on n.i <= c.n order by c.id, n.i;
    insert into cosignature_counts (proposal_id, day, district_code, assurance, count)
      select proposal_id, day, district_code, assurance, count(*) from cosignatures group by 1, 2, 3, 4;
    insert into record (id, government_id, proposal_id, kind, role, occurred_at, recorded_at, facts, digest)
      select lower(hex(randomblob(16))), '${place.id}', proposal_id, 'cosigned', 'citizen',
        (signed_at + 28800000) / 86400000 * 86400000 - 28800000, (signed_at + 28800000) / 86400000 * 86400000 - 28800000,
        '{}', printf('%064x', rowid) from cosignatures order by signed_at;
    insert into record_numbers (number, position) select row_number() over (order by position), position from record;
    update proposals set count = coalesce((select n from cosigned_cases c where c.id = proposals.id), 0);
  `)
}

export type Crowd = { number: string; cookies: string[]; administrator: string }

/** What one run adds: an open case, people with a session each, an administrator. */
export async function crowdFor(path: string, signers: number): Promise<Crowd> {
  const connection = await connect(`file:${path}`)
  const administrator = newToken()
  const at = new Date()
  const adminId = await write(
    connection,
    async (tx) => (await findOrCreatePerson(tx, 'admin@bench.example', 'zh-Hant', at)).id,
  )
  await connection.close()

  const db = new Sqlite(path)
  db.pragma('synchronous = OFF')
  const insert = inserter(db)
  const place = db.prepare('select id from governments where slug = ?').get(slug) as { id: string }
  const rules = db.prepare('select id from rule_versions where government_id = ?').get(place.id) as { id: string }
  const year = at.getUTCFullYear()
  const cookies: string[] = []
  const run = newId()
  const session = (personId: string, token: string) =>
    insert('sessions', {
      hash: sha256(token),
      id: newId(),
      person_id: personId,
      created_at: at.getTime(),
      expires_at: at.getTime() + 25 * day,
      device: 'Bench',
    })
  db.transaction(() => {
    session(adminId, administrator)
    for (let i = 0; i < signers; i++) {
      const id = newId()
      const token = newToken()
      // as people's addresses are: made-up ones that are alike would be held apart
      const email = `${`${run}x${i}`.replace(/[^a-z]/g, (sign) => 'ghijklmnop'[Number(sign)] ?? 'q')}@gmail.com`
      insert('people', { id, email, email_key: email, language: 'zh-Hant', created_at: at.getTime() })
      session(id, token)
      insert('residences', {
        person_id: id,
        government_id: place.id,
        district_code: pick(Math.random, districts).code,
        stated_at: at.getTime(),
      })
      cookies.push(`fuyi=${token}`)
    }
  })()
  const { last } = db
    .prepare(
      `insert into number_counters (government_id, year, last) values (?, ?, 1)
       on conflict do update set last = last + 1 returning last`,
    )
    .get(place.id, year) as { last: number }
  const number = `${year}-${String(last).padStart(4, '0')}`
  const id = newId()
  const texts = textsOf(last)
  insert('proposals', {
    id,
    government_id: place.id,
    number,
    year,
    author_name: '海澄居民',
    stage: 'gathering',
    title: texts.title,
    topic_code: null,
    district_code: 'd1',
    place: null,
    suggested_agencies: '[]',
    rule_version_id: rules.id,
    threshold: 5000,
    count: 0,
    created_at: at.getTime(),
    updated_at: at.getTime(),
    submitted_at: at.getTime(),
    published_at: at.getTime(),
    closes_before: at.getTime() + 60 * day,
    revision: 1,
  })
  insert('proposal_texts', { proposal_id: id, problem: texts.problem, benefit: texts.benefit, salt: 'salt' })
  for (const [n, text] of texts.asks.entries()) insert('asks', { proposal_id: id, number: n + 1, text })
  const lead = db.prepare('select id from agencies where government_id = ? limit 1').get(place.id) as { id: string }
  insert('assignments', { id: newId(), proposal_id: id, agency_id: lead.id, role: 'lead', assigned_at: at.getTime() })
  db.close()
  await seatFor(path, adminId, place.id)
  return { number, cookies, administrator: `fuyi=${administrator}` }
}

async function seatFor(path: string, personId: string, governmentId: string): Promise<void> {
  const connection = await connect(`file:${path}`)
  await write(connection, (tx) =>
    addSeat(tx, { personId, governmentId, role: 'administrator', agencyId: null, name: 'Bench', at: new Date() }),
  )
  await connection.close()
}

/** Numbers of some public cases, spread over all of them. */
export function someNumbers(path: string, count: number): string[] {
  const db = new Sqlite(path, { readonly: true })
  // a case that its author withdrew answers 410
  const rows = db
    .prepare(`select number from proposals where published_at is not null and stage <> 'withdrawn' order by number`)
    .all() as { number: string }[]
  db.close()
  const step = Math.max(1, Math.floor(rows.length / count))
  return rows.filter((_, i) => i % step === 0).map((row) => row.number)
}
