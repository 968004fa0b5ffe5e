// Marks every value of every table that the public must not read, so that a walk over everything public can look for them. Which
// columns are open is said in open-columns.ts; whatever is not named there is marked, a new column and a new table too.
import { getTableName, isTable, type Table } from 'drizzle-orm'
import * as lite from 'drizzle-orm/sqlite-core'
import { personTables } from '../../src/domain/retention/person-tables.ts'
import type { Exec } from '../../src/platform/db/database.ts'
import { openColumns, secretRows } from './open-columns.ts'
import { schemaTables } from './tables.ts'
import type { World } from './world.ts'

type Row = { [column: string]: unknown }
export type Marks = {
  /** what is looked for, and the column that holds it */
  of: Map<string, string>
  /** columns that hold persons or secrets in which nothing could be marked, and why not */
  without: string[]
}

/** What a mark looks like wherever it comes out: as it is in every encoding of text, address and JSON. */
export const markPattern = /qz[0-9a-z]+zq/g

/** They decide what is done with a row. Each is a word of a short list. */
const decides =
  /^(kind|role|area|group_key|former_account_id|double_of|state|stage|from_state|to_state|language|pace|purpose|area|act|task|lane|readers|origin|time_zone|country|use|status|notice_version|domain_kind|group_kind|claim|method|means|field|news|page|path|type|kinds|transports|fields|vkeys|subject|target)$/
const isDay = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
/** An id, a token, a salt, a digest: nothing else looks like it, so that it is a mark by itself. */
const isUnlike = (value: unknown): value is string =>
  typeof value === 'string' && (/^[0-9a-f-]{32,}$/.test(value) || (/^[\w-]{16,}$/.test(value) && /\d/.test(value)))

/** Marks a database and says what to look for. Nothing that holds its rows together is asked meanwhile: no key, CHECK or trigger. */
export async function markAll({ db }: Pick<World, 'db'>): Promise<Marks> {
  const marks: Marks = { of: new Map(), without: [] }
  let made = 0
  const newMark = (column: string) => {
    const mark = `qz${(++made + 46_656).toString(36)}zq`
    marks.of.set(mark, column)
    return mark
  }
  await db.exclusively(async (exec) => {
    const triggers = await exec(`select name, sql from sqlite_master where type = 'trigger'`)
    await exec('pragma foreign_keys = off')
    await exec('pragma ignore_check_constraints = on')
    for (const { name } of triggers) await exec(`drop trigger "${name}"`)
    for (const table of await schemaTables()) await markTable(exec, table, newMark, marks)
    for (const { sql } of triggers) await exec(String(sql))
    await exec('pragma ignore_check_constraints = off')
    await exec('pragma foreign_keys = on')
  })
  return marks
}

async function markTable(exec: Exec, table: Table, newMark: (column: string) => string, marks: Marks): Promise<void> {
  const name = getTableName(table)
  const { columns, foreignKeys } = lite.getTableConfig(table as lite.SQLiteTable)
  const open = openColumns[name] ?? []
  if (open === 'nobody') return
  const secret = secretRows.filter(({ table }) => table === name)
  if (!open.length && !(await exec(`select 1 from "${name}" limit 1`)).length)
    await insertOne(exec, name, columns, foreignKeys)
  const keys = new Set(foreignKeys.flatMap((key) => key.reference().columns.map((column) => column.name)))
  for (const column of columns) {
    const full = `${name}.${column.name}`
    const isOpen = open.includes(column.name)
    const rows = isOpen ? secret.filter((one) => one.columns.includes(column.name)).map(({ where }) => where) : ['true']
    for (const where of rows) {
      const isOwn = keys.has(column.name) || column.primary
      const given = { name, column: column.name, full, where, isOwn, newMark, marks }
      if (column.columnType === 'SQLiteTimestamp') await markMoments(exec, given)
      else if (column.getSQLType() === 'text' && !decides.test(column.name))
        if (!(await markTexts(exec, given)) && !isOwn && !isDayColumn(column.name))
          marks.without.push(isOpen ? `${full} where ${where}` : full)
    }
  }
}

type Marking = {
  name: string
  column: string
  full: string
  where: string
  /** it holds rows together: only what is unlike anything else is looked for */
  isOwn: boolean
  newMark: (column: string) => string
  marks: Marks
}

const isDayColumn = (name: string) => /_on$|day$/.test(name)

/** How many values it found. */
async function markTexts(exec: Exec, { name, column, full, where, isOwn, newMark, marks }: Marking): Promise<number> {
  const rows = await exec(`select rowid as at, "${column}" as value from "${name}" where ${where}`)
  const written = rows.filter(({ value }) => value !== null && value !== '')
  if (!written.length && rows.length && !isOwn && !isDayColumn(column)) written.push(rows[0]!) // nobody filled it in
  for (const { at, value } of written) {
    if (isUnlike(value)) marks.of.set(value, full)
    else if (!isOwn && !isDay(value))
      await exec(`update "${name}" set "${column}" = ${quoted(marked(value, newMark(full)))} where rowid = ${at}`)
  }
  return written.length
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`

/** A mark in an address stays an address, one in JSON stays JSON of the same shape. */
function marked(value: unknown, mark: string): string {
  const text = String(value ?? '')
  if (/^[[{]/.test(text)) return JSON.stringify(inLeaves(JSON.parse(text), mark))
  return text.includes('@') ? `${mark}.${text}` : `${text}${mark}`
}

function inLeaves(value: unknown, mark: string): unknown {
  if (typeof value === 'string') return isDay(value) || /^\d{4}-\d\d-\d\dT/.test(value) ? value : `${value}${mark}`
  if (Array.isArray(value)) return value.length ? value.map((one) => inLeaves(one, mark)) : [mark]
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  return entries.length ? Object.fromEntries(entries.map(([key, one]) => [key, inLeaves(one, mark)])) : { noted: mark }
}

const day = 86_400_000

/** The moment at which somebody did something, to the second: what is public of a person is a day. */
async function markMoments(exec: Exec, { name, column, full, where, marks }: Marking): Promise<void> {
  const rows = await exec(
    `select rowid as at, "${column}" as value from "${name}" where (${where}) and "${column}" is not null`,
  )
  for (const { at, value } of rows) {
    let moved = Number(value) + 1009
    // What the machine's clock wrote a moment ago: an answer of the walk that says when it was given could say the same millisecond.
    if (Math.abs(moved - Date.now()) < day) moved -= 30 * day
    while (moved % 60_000 < 1000 || marks.of.has(saidAs(moved)[0]!)) moved += 1009 // whole minutes are those of public events
    await exec(`update "${name}" set "${column}" = ${moved} where rowid = ${at}`)
    for (const said of saidAs(moved)) marks.of.set(said, full)
  }
}

/** UTC, the city's own time, and numbers. */
const saidAs = (ms: number): string[] => [
  new Date(ms).toISOString().slice(0, 19),
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19),
  String(ms),
  String(Math.floor(ms / 1000)),
]

/** A row of a table that no feature filled: each column something, and what points to another table an id that is there. */
async function insertOne(
  exec: Exec,
  name: string,
  columns: lite.SQLiteColumn[],
  foreignKeys: lite.ForeignKey[],
): Promise<void> {
  const row: Row = {}
  for (const key of foreignKeys) {
    const { columns: own, foreignColumns, foreignTable } = key.reference()
    const target = getTableName(foreignTable)
    const [first] = await exec(`select * from "${target}" order by rowid limit 1`)
    for (const [i, column] of own.entries()) row[column.name] = first?.[foreignColumns[i]!.name] ?? null
  }
  const config = columns.filter((column) => !(column.name in row))
  for (const column of config) row[column.name] = await someValue(exec, name, column)
  const names = Object.keys(row)
  const values = names.map((column) => {
    const value = row[column]
    if (Buffer.isBuffer(value)) return `x'${value.toString('hex')}'`
    return value === null ? 'null' : typeof value === 'number' ? String(value) : quoted(String(value))
  })
  await exec(`insert into "${name}" (${names.map((one) => `"${one}"`).join(', ')}) values (${values.join(', ')})`)
}

async function someValue(exec: Exec, name: string, column: lite.SQLiteColumn): Promise<string | number | Buffer> {
  if (column.getSQLType() === 'blob') return Buffer.from(`some ${column.name}`)
  if (column.columnType === 'SQLiteTimestamp') return Date.parse('2026-06-18T01:00:00Z')
  if (column.columnType === 'SQLiteTextJson') return '{}'
  if (column.getSQLType() === 'integer') return 1
  const [{ sql } = {}] = await exec(`select sql from sqlite_master where name = '${name}'`)
  const listed = new RegExp(`"${column.name}" in \\('([^']+)'`).exec(String(sql)) // the first of its CHECK
  if (listed) return listed[1]!
  if (/_on$|^day$|_day$/.test(column.name)) return '2026-06-18'
  if (/_code$/.test(column.name)) return 'xinan'
  if (/email|address/.test(column.name)) return `somebody.${name}@example.tw`
  return `some ${column.name} of ${name}`
}

/** Tables that hold persons, and yet are said to hold nobody; or named though there are none. */
export async function wronglyOpen(): Promise<string[]> {
  const persons = new Set(personTables().map(({ table }) => getTableName(table)))
  const all = new Map((await schemaTables()).filter(isTable).map((table) => [getTableName(table), table]))
  return Object.entries(openColumns).flatMap(([name, open]) => {
    const table = all.get(name)
    if (!table) return [`${name}: no such table`]
    if (open === 'nobody') return persons.has(name) ? [`${name}: holds persons`] : []
    const known = new Set(lite.getTableConfig(table as lite.SQLiteTable).columns.map((column) => column.name))
    return open.filter((column) => !known.has(column)).map((column) => `${name}.${column}: no such column`)
  })
}
