// Copies a SQLite database into an empty PostgreSQL: one snapshot there, one transaction here, and every row compared at the
// end. The tables are read from the databases themselves, so a table that is new needs nothing here.
import { createHash } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { fuyi } from '../../../config.ts'
import { jobKeys } from '../deployment-values.ts'
import { numberParsers } from '../postgres.ts'
import { addressesOf } from '../servers.ts'
import { coded, searchTokens } from '../tokens.ts'

export type Moved = { table: string; rows: number; checksum: string }
type MoveReport = { tables: Moved[]; writtenMeanwhile: boolean }
/** Why nothing was moved, in words for the operator. */
export class NotMoved extends Error {}

type Row = { [column: string]: unknown }
type Column = { name: string; type: string }

const batch = 5000
/** Of tables that hold files: some megabytes each. */
const fewFiles = 4
/** Rebuilt, counted anew, filled by triggers there, or of no use to another database: leases belong to processes. */
const leftOut = /^(sqlite_|search_index|fuyi_migrations$|leases$|presses$|shown_versions$|desk_items$)/

/** Migrations leave rows here, of the database that they made. */
const ofMigrations = ['deployment_status']

/** `told` hears of every batch: how many rows of a table are over, and of how many. */
export async function moveDatabase(
  file: string,
  url: string,
  told: (table: string, done: number, of: number) => void,
): Promise<MoveReport> {
  const source = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5000 })
  const target = new pg.Client({ connectionString: addressesOf(url).servers[0], keepAlive: true })
  try {
    await target.connect()
    const version = () => source.pragma('data_version', { simple: true })
    const before = version()
    source.exec('begin') // a snapshot from its first query on, while the platform goes on writing
    await sameMigrations(source, target)
    const tables = await orderedTables(source, target)
    await target.query('begin')
    await refuseRows(target, tables)
    const report: Moved[] = []
    for (const table of tables) report.push(await moveTable(source, target, table, told))
    await restartNumbers(target)
    for (const moved of report) await compare(target, moved)
    await target.query('delete from deployment_status where key like $1', [jobKeys]) // so that the looks at all look here too
    await target.query('commit')
    source.exec('commit')
    return { tables: report, writtenMeanwhile: version() !== before }
  } finally {
    source.close()
    await target.end().catch(() => {}) // with what was not committed
  }
}

async function sameMigrations(source: Sqlite.Database, target: pg.Client): Promise<void> {
  const query = 'select name from fuyi_migrations order by name'
  if (!source.prepare(`select 1 from sqlite_master where name = 'fuyi_migrations'`).get())
    throw new NotMoved('The file is not a database of Fuyi. Does DATABASE_URL name the right one?')
  const here = source.prepare(query).all() as { name: string }[]
  const there = (await target.query<{ name: string }>(query)).rows
  if (JSON.stringify(here) !== JSON.stringify(there))
    throw new NotMoved(`The file is not up to date. Run ${fuyi} migrate on it first, with this version.`)
}

/** Every table, each after those it points to. */
async function orderedTables(source: Sqlite.Database, target: pg.Client): Promise<string[]> {
  const here = (source.prepare(`select name from sqlite_master where type = 'table'`).all() as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !leftOut.test(name))
    .sort()
  const there = await target.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = current_schema()`,
  )
  const missing = here.filter((name) => !there.rows.some((row) => row.name === name))
  if (missing.length) throw new NotMoved(`PostgreSQL lacks the tables ${missing.join(', ')}.`)

  const ordered: string[] = []
  const visit = (name: string) => {
    if (ordered.includes(name) || !here.includes(name)) return
    const pointsTo = source.pragma(`foreign_key_list("${name}")`) as { table: string }[]
    for (const { table } of pointsTo) if (table !== name) visit(table)
    ordered.push(name)
  }
  here.forEach(visit)
  return ordered
}

async function refuseRows(target: pg.Client, tables: string[]): Promise<void> {
  // Nobody else writes until the end: a platform that was started too early waits.
  await target.query(`lock table ${tables.map(quoted).join(', ')} in exclusive mode`)
  const filled: string[] = []
  for (const table of tables)
    if (!ofMigrations.includes(table) && (await target.query(`select 1 from ${quoted(table)} limit 1`)).rowCount)
      filled.push(table)
  if (filled.length)
    throw new NotMoved(`The PostgreSQL database is not empty (${filled.join(', ')}). Nothing was changed.`)
  for (const table of ofMigrations) await target.query(`delete from ${quoted(table)}`)
}

async function moveTable(
  source: Sqlite.Database,
  target: pg.Client,
  table: string,
  told: (table: string, done: number, of: number) => void,
): Promise<Moved> {
  const columns = await columnsOf(target, table)
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  const lists = columns.map(({ type }, i) => `$${i + 1}::${type === '_text' || type === 'jsonb' ? 'text' : type}[]`)
  const picked = columns.map(({ type }, i) =>
    type === '_text' ? `string_to_array(c${i}, ' ')` : type === 'jsonb' ? `c${i}::jsonb` : `c${i}`,
  )
  const insert = `insert into ${quoted(table)} (${names}) select ${picked.join(', ')}
    from unnest(${lists.join(', ')}) as rows(${columns.map((_, i) => `c${i}`).join(', ')})`

  const { of } = source.prepare(`select count(*) as of from ${quoted(table)}`).get() as { of: number }
  const sum = checksum()
  const most = batchOf(columns)
  let waiting: Row[] = []
  let done = 0
  const send = async () => {
    if (waiting.length)
      await target.query(
        insert,
        columns.map((column) => waiting.map((row) => row[column.name])),
      )
    done += waiting.length
    waiting = []
    told(table, done, of)
  }
  for (const found of source.prepare(`select * from ${quoted(table)}`).iterate() as Iterable<Row>) {
    const row = table === 'search_texts' ? { ...found, tokens: tokensOf(found) } : found
    sum.add(Object.fromEntries(columns.map(({ name, type }) => [name, plain(row[name], type)])))
    waiting.push(Object.fromEntries(columns.map(({ name, type }) => [name, asPostgres(row[name], type)])))
    if (waiting.length === most) await send()
  }
  await send()
  return { table, rows: done, checksum: sum.value() }
}

async function columnsOf(target: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await target.query<Column>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = current_schema() and table_name = $1 order by ordinal_position`,
    [table],
  )
  return rows
}

const batchOf = (columns: Column[]) => (columns.some(({ type }) => type === 'bytea') ? fewFiles : batch)

/** Reads back what PostgreSQL has, batch by batch. */
async function compare(target: pg.Client, { table, rows, checksum: wanted }: Moved): Promise<void> {
  const columns = await columnsOf(target, table)
  const sum = checksum()
  const most = batchOf(columns)
  let found = 0
  await target.query(`declare moved cursor for select * from ${quoted(table)}`)
  for (;;) {
    const piece = await target.query<Row>({ text: `fetch ${most} from moved`, types })
    for (const row of piece.rows)
      sum.add(Object.fromEntries(columns.map(({ name, type }) => [name, plain(row[name], type)])))
    found += piece.rows.length
    if (piece.rows.length < most) break
  }
  await target.query('close moved')
  if (found !== rows || sum.value() !== wanted)
    throw new NotMoved(`${table} differs after copying (${found} of ${rows} rows). Nothing was changed.`)
}

const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    numberParsers[oid] ?? pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
}

/** Columns that PostgreSQL numbers go on where the file stopped. */
async function restartNumbers(target: pg.Client): Promise<void> {
  const { rows } = await target.query<{ table: string; column: string; sequence: string }>(
    `select table_name as table, column_name as column,
            pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
     from information_schema.columns
     where table_schema = current_schema() and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null`,
  )
  for (const { table, column, sequence } of rows)
    await target.query(
      `select setval($1, coalesce((select max(${quoted(column)}) from ${quoted(table)}), 0) + 1, false)`,
      [sequence],
    )
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
/** Enough to be found until `fuyi move` has made the index anew. */
const tokensOf = ({ body }: Row) => searchTokens(String(body)).map(coded).join(' ')

/** SQLite's value as PostgreSQL takes it: moments are milliseconds there, truth is 1, JSON is text. */
function asPostgres(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null
  if (type === 'timestamptz') return new Date(Number(value))
  if (type === 'bool') return value === 1
  if (type === 'jsonb') return String(value).replaceAll('\\u0000', '')
  return typeof value === 'string' ? value.replaceAll('\0', '') : value
}

/** A value in the one form that both engines' values come to. */
function plain(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null
  if (type === 'timestamptz') return Number(value)
  if (type === 'bool') return value === true || value === 1
  if (type === 'jsonb')
    return sorted(typeof value === 'string' && isJson(value) ? JSON.parse(value.replaceAll('\\u0000', '')) : value)
  if (type === 'bytea') return Buffer.from(value as Uint8Array).toString('hex')
  if (type === '_text') return Array.isArray(value) ? value.join(' ') : value
  return typeof value === 'string' ? value.replaceAll('\0', '') : value
}

/** jsonb does not keep the order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Row)[key])]))
}

/** SQLite keeps JSON as text; from PostgreSQL a JSON string comes without its quotes. */
function isJson(value: string): boolean {
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

/** The sum of all rows' SHA-256: the same whatever their order, another if a row is missing, changed or there twice. */
function checksum() {
  let sum = 0n
  return {
    add(row: Row) {
      const digest = createHash('sha256').update(JSON.stringify(row)).digest('hex')
      sum = (sum + BigInt(`0x${digest}`)) % (1n << 256n)
    },
    value: () => sum.toString(16).padStart(64, '0'),
  }
}
