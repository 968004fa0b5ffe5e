// A database as an older version left it: its migrations up to 0008, rows that its own code wrote, and the migrations that came
// before the one named data_model. The rows are the demonstration with few signers, cases imported from JOIN, and each kind of
// thing that people could do then.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject, onTestFinished } from 'vitest'
import { engine } from '../../src/config.ts'
import type { Database, Exec } from '../../src/platform/db/database.ts'
import { coded, searchTokens } from '../../src/platform/db/tokens.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { connectForTest, testUrl } from './database.ts'
import { blankPglite } from './pglite.ts'

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

/** Filled, and migrated up to data_model. */
export async function databaseBefore(): Promise<Database> {
  const db = await blankDatabase()
  await migrate(db, migrationsUpTo(filledAt))
  await db.exclusively(async (exec) => {
    await exec(engine === 'sqlite' ? 'pragma foreign_keys = off' : 'set session_replication_role = replica') // any order does
    for (const [table, rows] of Object.entries(readRows())) await insert(exec, table, rows)
    await exec(engine === 'sqlite' ? 'pragma foreign_keys = on' : 'set session_replication_role = origin')
  })
  await migrate(db, migrationsUpTo(dataModel - 1))
  return db
}

/** Names what it ran. */
export const migrateDataModel = (db: Database): Promise<string[]> => migrate(db, migrationsUpTo(dataModel))

async function blankDatabase(): Promise<Database> {
  if (engine === 'sqlite') return connectForTest(`${await testUrl()}.before`)
  const db = await blankPglite()
  onTestFinished(db.close)
  return db
}

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

async function insert(exec: Exec, table: string, rows: Row[]): Promise<void> {
  const types = await typesOf(exec, table)
  for (const row of rows) {
    const filled = table === 'search_documents' ? await indexed(exec, row) : row
    const columns = Object.keys(filled)
    const values = columns.map((column) => literal(filled[column], types.get(column) ?? ''))
    await exec(`insert into ${table} (${columns.map((c) => `"${c}"`).join(', ')}) values (${values.join(', ')})`)
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
