// The tables as src/schema says, for tests that go through all of them, whatever they are called.
import { readdirSync } from 'node:fs'
import { is, isTable, type SQL, type Table } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import * as lite from 'drizzle-orm/sqlite-core'
import { engine } from '../../src/config.ts'

export type TableOf = {
  name: string
  columns: { name: string; notNull: boolean }[]
  /** by name, with the condition as this engine reads it */
  checks: { name: string; condition: string }[]
  foreignKeys: { columns: string[]; to: string }[]
}

const files = [
  ...readdirSync('src/schema')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `../../src/schema/${name}`),
  '../../src/platform/db/deployment-tables.ts',
]

/** Each table once, by name. */
export async function allTables(): Promise<TableOf[]> {
  const found = new Map<string, TableOf>()
  for (const value of await schemaTables()) {
    const table = engine === 'postgres' ? onPostgres(value) : onSqlite(value)
    if (table) found.set(table.name, table)
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Each table as the application itself has it. */
export async function schemaTables(): Promise<Table[]> {
  const found = new Set<Table>()
  for (const file of files)
    for (const value of Object.values((await import(file)) as { [name: string]: unknown }))
      if (isTable(value)) found.add(value)
  return [...found]
}

function onSqlite(value: unknown): TableOf | null {
  if (!is(value, lite.SQLiteTable)) return null
  const config = lite.getTableConfig(value)
  return { ...shapeOf(config), checks: checksOf(config.checks, new lite.SQLiteSyncDialect()) }
}

function onPostgres(value: unknown): TableOf | null {
  if (!is(value, pg.PgTable)) return null
  const config = pg.getTableConfig(value)
  return { ...shapeOf(config), checks: checksOf(config.checks, new pg.PgDialect()) }
}

type Config = {
  name: string
  columns: { name: string; notNull: boolean }[]
  foreignKeys: { reference(): { columns: { name: string }[]; foreignTable: unknown } }[]
}

const shapeOf = ({ name, columns, foreignKeys }: Config) => ({
  name,
  columns: columns.map((column) => ({ name: column.name, notNull: column.notNull })),
  foreignKeys: foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference()
    return { columns: columns.map((column) => column.name), to: nameOf(foreignTable) }
  }),
})

const nameOf = (table: unknown): string =>
  is(table, pg.PgTable) ? pg.getTableConfig(table).name : lite.getTableConfig(table as lite.SQLiteTable).name

const checksOf = (checks: { name: string; value: SQL }[], dialect: { sqlToQuery(sql: SQL): { sql: string } }) =>
  checks.map(({ name, value }) => ({ name, condition: dialect.sqlToQuery(value).sql }))
