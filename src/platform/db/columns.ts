// One set of column builders over two engines. Drizzle has no dialect-neutral schema, so everything is typed as SQLite
// and built for the engine that config.ts found at import; the cast stays in this folder.
import {
  type AnyColumn,
  and,
  max as largest,
  or,
  type SQL,
  type SQLWrapper,
  min as smallest,
  sql,
  type Table,
} from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import * as lite from 'drizzle-orm/sqlite-core'
import { engine } from '../../config.ts'
import type { Db } from './database.ts'

const postgres = engine === 'postgres'

// ICU and libc collations change between releases and corrupt indexes silently; "C" sorts as SQLite does.
const pgText = pg.customType<{ data: string }>({
  dataType: () => 'text COLLATE "C"',
  toDriver: withoutNul, // PostgreSQL refuses U+0000 in text, SQLite keeps it
})
const pgJson = pg.customType<{ data: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value).replaceAll('\\u0000', ''),
})

function withoutNul(value: string): string {
  return value.replaceAll('\0', '')
}

const pgBytes = pg.customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value), // PGlite gives an Uint8Array
})

const asLite = <Builder>(builder: unknown): Builder => builder as Builder

export const table = postgres ? asLite<typeof lite.sqliteTable>(pg.pgTable) : lite.sqliteTable
export const primaryKey = postgres ? asLite<typeof lite.primaryKey>(pg.primaryKey) : lite.primaryKey
export const index = postgres ? asLite<typeof lite.index>(pg.index) : lite.index
export const uniqueIndex = postgres ? asLite<typeof lite.uniqueIndex>(pg.uniqueIndex) : lite.uniqueIndex
export const check = postgres ? asLite<typeof lite.check>(pg.check) : lite.check
export const alias = postgres ? asLite<typeof lite.alias>(pg.alias) : lite.alias

/** A column as the tables type it, for a reference to its own table. */
export type Column = lite.AnySQLiteColumn

const liteText = (name: string) => lite.text(name)
const liteBytes = (name: string) => lite.blob(name, { mode: 'buffer' })
const liteInteger = (name: string) => lite.integer(name, { mode: 'number' })
const liteBoolean = (name: string) => lite.integer(name, { mode: 'boolean' })
const litePosition = (name: string) => lite.integer(name, { mode: 'number' }).primaryKey()
const liteMoment = (name: string) => lite.integer(name, { mode: 'timestamp_ms' })

/** Unicode text, compared and sorted by code point on both engines. */
export const text = (name: string) => (postgres ? asLite<ReturnType<typeof liteText>>(pgText(name)) : liteText(name))

/** Bytes, as a Buffer. */
export const bytes = (name: string) =>
  postgres ? asLite<ReturnType<typeof liteBytes>>(pgBytes(name)) : liteBytes(name)

/** A key given by the app, a UUIDv7 made before `write`: never a default of the database. */
export const id = text

/** A whole number that the database gives, each larger than those before: the primary key of what is only ever appended to. */
export const position = (name: string) =>
  postgres
    ? asLite<ReturnType<typeof litePosition>>(
        pg.bigint(name, { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
      )
    : litePosition(name)

/** A whole number up to 2^53. */
export const integer = (name: string) =>
  postgres ? asLite<ReturnType<typeof liteInteger>>(pg.bigint(name, { mode: 'number' })) : liteInteger(name)

/** 0 and 1 on SQLite. */
export const boolean = (name: string) =>
  postgres ? asLite<ReturnType<typeof liteBoolean>>(pg.boolean(name)) : liteBoolean(name)

/** A Date to the millisecond: epoch milliseconds in SQLite, timestamptz in PostgreSQL. */
export const moment = (name: string) =>
  postgres
    ? asLite<ReturnType<typeof liteMoment>>(pg.timestamp(name, { mode: 'date', withTimezone: true, precision: 3 }))
    : liteMoment(name)

/** Any JSON value: text in SQLite, jsonb in PostgreSQL (which does not keep the order of keys). */
export const json = <T>(name: string) =>
  (postgres
    ? asLite<ReturnType<typeof liteJson>>(pgJson(name))
    : liteJson(name)) as unknown as lite.SQLiteTextJsonBuilder<{
    name: string
    dataType: 'json'
    columnType: 'SQLiteTextJson'
    data: T
    driverParam: string
    enumValues: undefined
  }>
const liteJson = (name: string) => lite.text(name, { mode: 'json' })

// SQL in which the engines differ, or whose results do.

/** How many rows, or with an expression how many where it is not null, as a number. */
export const countRows = (expression?: SQLWrapper): SQL<number> => sql`count(${expression ?? sql`*`})`.mapWith(Number)

/** The sum as a number; 0 over no rows. */
export const sumOf = (expression: SQLWrapper): SQL<number> => sql`coalesce(sum(${expression}), 0)`.mapWith(Number)

/** The largest value of a column, as that column reads: a Date for a moment. Null over no rows. */
export const max = <Column extends AnyColumn>(column: Column) => largest(column) as SQL<Column['_']['data'] | null>

/** The smallest value of a column, likewise. */
export const min = <Column extends AnyColumn>(column: Column) => smallest(column) as SQL<Column['_']['data'] | null>

/** How many rows the query finds in all, beside each of them: what `limit` leaves out counts as well. */
export const countAll = (): SQL<number> => sql`count(*) over ()`.mapWith(Number)

/** The one number that a query gives, as a column of another query; 0 where it finds no row. */
export const numberOf = (query: SQLWrapper): SQL<number> => sql`coalesce(${query}, 0)`.mapWith(Number)

/** The texts of all rows, one a line; null over no rows. Of many rows it takes a fraction of what reading each would. */
export const linesOf = (text: SQLWrapper, order: SQL[] = []): SQL => {
  const by = order.length ? sql` order by ${sql.join(order, sql`, `)}` : sql``
  return postgres ? sql`string_agg(${text}, chr(10)${by})` : sql`group_concat(${text}, char(10)${by})`
}

/** All of them are true. Drizzle's own `and` may be given nothing, and then gives nothing. */
export const allOf = (first: SQL, ...more: (SQL | undefined)[]): SQL => and(first, ...more) ?? first

/** Any of them is true, likewise. */
export const anyOf = (first: SQL, ...more: (SQL | undefined)[]): SQL => or(first, ...more) ?? first

/** Letter by letter the condition of a partial index, so that both engines see that it answers the query. */
export const isTrue = (column: AnyColumn): SQL => (postgres ? sql`${column}` : sql`${column} = 1`)

/**
 * A table to join of which SQLite reads this index alone, where it has all that is asked: it would take that of the key, and read a
 * whole row for each. A query that the index does not fit is refused.
 */
export const byIndex = <T extends Table>(rows: T, name: string): T =>
  postgres ? rows : asLite<T>(sql`${rows} indexed by ${sql.identifier(name)}`)

/**
 * A text column as an expression, which no index answers: for a condition that decides nothing any more, since few rows are left. SQLite
 * knows nothing of how many rows a value has, and reads all of a government for each case that was found already.
 */
export const unindexed = <Column extends AnyColumn>(text: Column): Column => asLite<Column>(sql`(${text} || '')`)

/** ORDER BY with nulls at the end, whatever the direction. */
export const nullsLast = (expression: SQLWrapper, direction: 'asc' | 'desc'): SQL =>
  direction === 'asc' ? sql`${expression} asc nulls last` : sql`${expression} desc nulls last`

/** A JSON object without some of its keys. */
export const withoutKeys = (column: AnyColumn, keys: readonly string[]): SQL =>
  postgres
    ? sql`${column} - ${sql.raw(`array[${keys.map((key) => `'${key}'`).join(', ')}]`)}`
    : sql`json_remove(${column}, ${sql.raw(keys.map((key) => `'$."${key}"'`).join(', '))})`

/** In the `set` of onConflictDoUpdate: the value that the insert brought. */
export const excluded = (column: AnyColumn): SQL => sql`excluded.${sql.identifier(column.name)}`

/** True where the text holds the piece, letter by letter. No pattern, so nothing in it needs escaping. */
export const contains = (haystack: SQLWrapper, piece: string): SQL =>
  postgres ? sql`strpos(${haystack}, ${withoutNul(piece)}) > 0` : sql`instr(${haystack}, ${piece}) > 0`

/** What follows the first @: the domain of an address. */
export const afterAt = (address: SQLWrapper): SQL =>
  postgres ? sql`split_part(${address}, '@', 2)` : sql`substr(${address}, instr(${address}, '@') + 1)`

/** The whole hours since 1970 of a moment. */
export const hourOf = (moment: SQLWrapper): SQL<number> =>
  (postgres ? sql`floor(extract(epoch from ${moment}) / 3600)` : sql`${moment} / 3600000`).mapWith(Number)

// Conditions for CHECKs. They name a column without its table and hold no parameters.

/** The column's name alone, quoted. */
export const bare = (column: AnyColumn): SQL => sql`${sql.identifier(column.name)}`

const literal = (value: string | number) =>
  sql.raw(typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`)

/** One of a list. SQLite builds the list of an IN anew for each insert: with forty words 4.4 µs instead of 0.3. */
export function isOneOf(column: AnyColumn, values: readonly (string | number)[]): SQL {
  if (postgres) return sql`${bare(column)} in (${sql.join(values.map(literal), sql`, `)})`
  return sql.join(
    values.map((value) => sql`${bare(column)} = ${literal(value)}`),
    sql` or `,
  )
}

// SQLite knows the days that there are; PostgreSQL would answer a wrong one with an error of another kind.
const localDate = [
  '[0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])',
  '[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)',
  '[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])',
  '([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29',
].join('|')

/** A day that exists, as 'YYYY-MM-DD'. */
export const isLocalDate = (column: AnyColumn): SQL =>
  postgres ? sql`${bare(column)} ~ ${literal(`^(${localDate})$`)}` : sql`date(${bare(column)}) is ${bare(column)}`

/** A column of an index in which the largest comes first and null last. SQLite does that by itself, and takes no other word. */
export const descending = (column: AnyColumn): SQL =>
  postgres ? sql`${bare(column)} desc nulls last` : sql`${bare(column)} desc`

/** True or false: SQLite has no type of its own for it. */
export const isFlag = (column: AnyColumn): SQL => sql`${bare(column)} in (0, 1)`

/** JSON of that kind. */
export const isJson = (column: AnyColumn, kind: 'object' | 'array'): SQL =>
  postgres ? sql`jsonb_typeof(${bare(column)}) = ${literal(kind)}` : sql`json_type(${bare(column)}) = ${literal(kind)}`

/** How many entries a JSON list has. */
export const lengthOf = (column: AnyColumn): SQL =>
  postgres ? sql`jsonb_array_length(${bare(column)})` : sql`json_array_length(${bare(column)})`

type Raw = {
  all(query: SQL): Promise<unknown[]>
  run(query: SQL): Promise<unknown>
  execute(query: SQL): Promise<{ rows: unknown[] }>
}

/** The rows of a query no builder can say. Values come as the engine gives them: no Date, and no boolean on SQLite. */
export async function rowsOf<Row>(db: Db, query: SQL): Promise<Row[]> {
  const raw = db as unknown as Raw
  return (postgres ? (await raw.execute(query)).rows : await raw.all(query)) as Row[]
}

/** Runs a statement no builder can say, one that gives no rows. */
export async function execute(tx: Db, statement: SQL): Promise<void> {
  const raw = tx as unknown as Raw
  await (postgres ? raw.execute(statement) : raw.run(statement))
}
