// A database as an older version left it: its migrations up to 0008, rows that its own code wrote, and the migrations that came
// before the one named data_model. The rows are the demonstration with few signers, cases imported from JOIN, and each kind of
// thing that people could do then.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject } from 'vitest'
import { engine } from '../../src/config.ts'
import { connect } from '../../src/platform/db/connect.ts'
import type { Database, Exec } from '../../src/platform/db/database.ts'
import { coded, searchTokens } from '../../src/platform/db/tokens.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { testUrl } from './database.ts'
import { openEmptyPglite } from './pglite.ts'

export type Row = { [column: string]: unknown }
/** The rows of each table, as SQLite keeps them: moments in ms, 1 for true, JSON as text. */
export type Rows = { [table: string]: Row[] }

const dataModel = Number(
  readdirSync('migrations/sqlite')
    .find((name) => name.endsWith('_data_model.sql'))!
    .slice(0, 4),
)
const filledAt = 8

function readRows(): Rows {
  const rows: Rows = {}
  let table = ''
  let columns: string[] = []
  for (const line of readFileSync(new URL('../schema/before-data-model.jsonl', import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('{')) ({ table, columns } = JSON.parse(line))
    else if (line) {
      const values = JSON.parse(line) as unknown[]
      const row = Object.fromEntries(columns.map((column, i) => [column, values[i]]))
      rows[table] = [...(rows[table] ?? []), row]
    }
  }
  return rows
}

/** Filled, and migrated up to data_model. Who asks closes it. */
export async function databaseBefore(): Promise<Database> {
  const db = await blankDatabase()
  await migrate(db, migrationsUpTo(filledAt))
  await db.exclusively(async (exec) => {
    await exec(engine === 'sqlite' ? 'pragma foreign_keys = off' : 'set session_replication_role = replica') // any order does
    for (const [table, rows] of Object.entries(readRows())) await insert(exec, table, rows)
    await exec(engine === 'sqlite' ? 'pragma foreign_keys = on' : 'set session_replication_role = origin')
  })
  await migrate(db, migrationsUpTo(dataModel - 1))
  await db.exclusively(async (exec) => {
    for (const [table, rows] of Object.entries(writtenSince(readRows()))) await insert(exec, table, rows)
  })
  return db
}

/** What the versions between those two could write besides: as few rows as tell of every table and column. */
function writtenSince(rows: Rows): Rows {
  const [proposal] = rows.proposals!.filter(({ stage }) => stage === 'resolved')
  const [commitment] = rows.commitments!.filter(({ state }) => state === 'open')
  const at = Date.UTC(2026, 10, 20)
  const text = { title: proposal!.title, problem: '夜裡看不見路。', benefit: '', asks: '["請設置照明。"]' }
  return {
    kept_forms: [
      {
        ...{
          id: 'k3pt',
          browser_hash: 'b'.repeat(64),
          path: '/haicheng/drafts/1/asks',
          page: '/haicheng/drafts/1/asks',
        },
        ...{ status: 0, sealed: 'c2VhbGVk', saved_at: at, expires_at: at + 86_400_000 },
      },
    ],
    announcements: [
      {
        ...{ id: 'n0tice', government_id: rows.governments![0]!.id, first_day: '2026-11-20', last_day: '2026-11-22' },
        ...{ words: '{"en":"Closed"}', created_at: at },
      },
    ],
    people: [
      {
        ...{ id: 'd0uble', email: 'w.ang@gmail.com', email_key: null, double_of: rows.people![0]!.id },
        ...{ display_name: null, language: 'en', created_at: at },
      },
    ],
    mailbox_rules: [{ domain: 'example.org', same_as: 'example.test', cut: '+', ignored: '.', subdomains: 0 }],
    pending_corrections: [
      {
        ...{ id: 'p3nding', proposal_id: proposal!.id, field: 'title', before: '海堤歩道', after: '海堤步道' },
        ...{ person_id: rows.people![0]!.id, asked_at: at },
      },
    ],
    text_versions: [{ proposal_id: proposal!.id, revision: 1, ...text, kept_at: at }],
    commitment_updates: [
      {
        ...{ id: 'ch4nged', commitment_id: commitment!.id, kind: 'changed', body: '改到明年。', evidence_url: null },
        ...{ due_from: commitment!.due_on, due_to: '2028-02-29', salt: 's4lt', person_id: null, written_at: at },
      },
    ],
  }
}

/** Names what it ran. */
export const migrateDataModel = (db: Database): Promise<string[]> => migrate(db, migrationsUpTo(dataModel))

/** The same, up to the migration before the one of that name. */
export async function migrateUpToBefore(db: Database, name: string): Promise<void> {
  const file = readdirSync('migrations/sqlite').find((one) => one.endsWith(`_${name}.sql`))!
  await migrate(db, migrationsUpTo(Number(file.slice(0, 4)) - 1))
}

async function blankDatabase(): Promise<Database> {
  return engine === 'sqlite' ? connect(`${await testUrl()}.${++blank}`) : openEmptyPglite()
}
let blank = 0

/** A folder with the migrations of both engines up to a number. */
function migrationsUpTo(number: number): URL {
  const folder = mkdtempSync(join(inject('folder'), 'migrations-'))
  for (const name of ['sqlite', 'postgres']) {
    mkdirSync(join(folder, name))
    for (const file of readdirSync(`migrations/${name}`))
      if (Number(file.slice(0, 4)) <= number) copyFileSync(`migrations/${name}/${file}`, join(folder, name, file))
  }
  return pathToFileURL(`${folder}/`)
}

/** Rows as SQLite keeps them, JSON as text. */
export async function insert(exec: Exec, table: string, rows: Row[]): Promise<void> {
  const types = await typesOf(exec, table)
  const filled: Row[] = []
  for (const row of rows) filled.push(table === 'search_documents' ? await indexed(exec, row) : row)
  const columns = Object.keys(filled[0] ?? {})
  const listed = columns.map((column) => `"${column}"`).join(', ')
  for (let from = 0; from < filled.length; from += 100) {
    const values = filled
      .slice(from, from + 100)
      .map((row) => `(${columns.map((column) => literal(row[column], types.get(column) ?? '')).join(', ')})`)
    await exec(`insert into ${table} (${listed}) values ${values.join(', ')}`)
  }
}

/** The search index keeps no text to copy: its row is made as the platform makes it. */
async function indexed(exec: Exec, row: Row): Promise<Row> {
  const tokens = searchTokens(`${row.title}\n\n${row.body}`).map(coded).join(' ')
  if (engine === 'postgres') return { ...row, tokens }
  await exec(`insert into search_index (rowid, tokens) values (${row.row}, '${tokens}')`)
  return row
}

/** The type of each column, as the engine calls it. Generated ones are left out. */
export async function typesOf(exec: Exec, table: string): Promise<Map<string, string>> {
  const rows = await exec(
    engine === 'sqlite'
      ? `select name, type from pragma_table_info('${table}')`
      : `select column_name as name, udt_name as type from information_schema.columns
         where table_name = '${table}' and is_generated = 'NEVER' order by ordinal_position`,
  )
  return new Map(rows.map(({ name, type }) => [String(name), String(type)]))
}

/** A value as SQLite keeps it, as a literal of this engine. */
export function literal(value: unknown, type: string): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof Uint8Array) {
    const hex = Buffer.from(value).toString('hex')
    return engine === 'postgres' ? `'\\x${hex}'` : `x'${hex}'`
  }
  if (type === 'timestamptz' && typeof value === 'number') return `'${new Date(value).toISOString()}'`
  if (type === 'bool') return value ? 'true' : 'false'
  if (type === '_text') return `string_to_array('${value}', ' ')`
  if (typeof value === 'number') return String(value)
  return `'${String(value).replaceAll("'", "''")}'`
}

/** The rows of each table. */
export async function allRows(db: Database): Promise<Rows> {
  const tables = await db.exclusively((exec) =>
    exec(
      engine === 'sqlite'
        ? `select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'search_index%'`
        : `select tablename as name from pg_tables where schemaname = 'public'`,
    ),
  )
  const rows: Rows = {}
  for (const { name } of tables) if (name !== 'fuyi_migrations') rows[String(name)] = await rowsIn(db, String(name))
  return rows
}

/** Every row of a table, as SQLite keeps them, with JSON read. */
export async function rowsIn(db: Database, table: string): Promise<Row[]> {
  const rows = await db.exclusively((exec) => exec(`select * from "${table}"`))
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])))
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : value
}
