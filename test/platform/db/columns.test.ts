import { readdirSync } from 'node:fs'
import { eq, getTableColumns, getTableName, is, sql, Table } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import * as columns from '../../../src/platform/db/columns.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { testDatabase } from '../../support/database.ts'

const samples = columns.table('test_samples', {
  row: columns.integer('row').primaryKey(),
  text: columns.text('text'),
  integer: columns.integer('integer'),
  boolean: columns.boolean('boolean'),
  moment: columns.moment('moment'),
  json: columns.json<unknown>('json'),
})

async function withSamples(run: (db: Database) => Promise<void>): Promise<void> {
  const db = await testDatabase()
  await db.exclusively(async (exec) => {
    await exec(
      engine === 'sqlite'
        ? 'create table test_samples (row integer primary key, text text, integer integer, boolean integer, moment integer, json text)'
        : 'create table test_samples (row bigint primary key, text text collate "C", integer bigint, boolean boolean, moment timestamptz(3), json jsonb)',
    )
  })
  try {
    await run(db)
  } finally {
    await db.exclusively((exec) => exec('drop table test_samples'))
  }
}

type Sample = Omit<typeof samples.$inferInsert, 'row'>
const insert = (db: Database, rows: Sample[], first = 1) =>
  write(db, (tx) =>
    tx
      .insert(samples)
      .values(rows.map((sample, i) => ({ row: first + i, ...sample })))
      .returning(),
  )

test('every kind of value comes back as it went in', async () => {
  await withSamples(async (db) => {
    const values = {
      text: `"附議" 'quoted' \\ 𠮷 é`,
      integer: Number.MAX_SAFE_INTEGER,
      boolean: true,
      moment: new Date('2017-06-13T03:27:21.123Z'),
      json: { 'zh-Hant': '環保', list: [1, null, { deep: true }], text: '"1"' },
    }
    const [stored] = await insert(db, [values])
    expect(stored).toEqual({ row: 1, ...values })
    expect(await db.reads.select().from(samples).where(eq(samples.moment, values.moment))).toEqual([stored])

    const empty = { text: null, integer: null, boolean: null, moment: null, json: null }
    expect(await insert(db, [empty], 2)).toEqual([{ row: 2, ...empty }])
    const others = ['123', 'true', [], 7, false]
    const kept = await insert(
      db,
      others.map((json) => ({ json })),
      3,
    )
    expect(
      kept.map(({ json }) => json),
      'JSON that is no object',
    ).toEqual(others)
  })
})

test('text is sorted by code point, and dates, nulls and numbers count the same on both engines', async () => {
  await withSamples(async (db) => {
    const at = (day: number) => new Date(Date.UTC(2026, 0, day))
    await insert(db, [
      { text: 'b', integer: 2, moment: at(2), boolean: true },
      { text: '乙', integer: 3, moment: null, boolean: false },
      { text: 'B', integer: null, moment: at(1), boolean: true },
      { text: 'á', integer: 2, moment: at(3), boolean: false },
    ])
    const sorted = async (order: ReturnType<typeof sql>) =>
      (await db.reads.select({ text: samples.text }).from(samples).orderBy(order)).map(({ text }) => text).join('')
    expect(await sorted(sql`${samples.text}`)).toBe('Bbá乙')
    expect(await sorted(columns.nullsLast(samples.moment, 'asc'))).toBe('Bbá乙')
    expect(await sorted(columns.nullsLast(samples.moment, 'desc'))).toBe('ábB乙')

    const [sums] = await db.reads
      .select({
        rows: columns.countRows(),
        integers: columns.countRows(samples.integer),
        sum: columns.sumOf(samples.integer),
        first: columns.min(samples.moment),
        last: columns.max(samples.moment),
      })
      .from(samples)
    expect(sums).toEqual({ rows: 4, integers: 3, sum: 7, first: at(1), last: at(3) })
    const [none] = await db.reads
      .select({ rows: columns.countRows(), sum: columns.sumOf(samples.integer) })
      .from(samples)
      .where(eq(samples.text, 'nobody'))
    expect(none).toEqual({ rows: 0, sum: 0 })

    const withB = await db.reads.select().from(samples).where(columns.contains(samples.text, 'b'))
    expect(withB.map(({ text }) => text)).toEqual(['b'])
    expect(await db.reads.select().from(samples).where(columns.contains(samples.text, '%'))).toEqual([])
    expect(await columns.rowsOf(db.reads, sql`select count(*) as n, sum(integer) as sum from test_samples`)).toEqual([
      { n: 4, sum: 7 },
    ])
  })
})

test('an upsert takes what the insert brought', async () => {
  await withSamples(async (db) => {
    const put = (text: string) =>
      write(db, (tx) =>
        tx
          .insert(samples)
          .values({ row: 5, text, integer: 1 })
          .onConflictDoUpdate({
            target: samples.row,
            set: { text: columns.excluded(samples.text), integer: sql`${samples.integer} + 1` },
          })
          .returning({ text: samples.text, integer: samples.integer }),
      )
    await put('first')
    expect(await put('second')).toEqual([{ text: 'second', integer: 2 }])
  })
})

test('the migrations make the tables that the code says', async () => {
  const db = await testDatabase()
  const rooms = [
    ...readdirSync('src/schema')
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `schema/${name}`),
    'platform/db/deployment-tables.ts',
  ]
  const modules: object[] = []
  for (const room of rooms)
    modules.push(await import(/* @vite-ignore */ new URL(`../../../src/${room}`, import.meta.url).href))
  const tables = modules.flatMap((module) => Object.values(module)).filter((one): one is Table => is(one, Table))
  expect(tables.length).toBeGreaterThan(30)
  for (const table of tables) {
    const wanted = Object.values(getTableColumns(table)).map(
      (column) => `${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}`,
    )
    expect(await columnsOf(db, getTableName(table)), getTableName(table)).toEqual(wanted.sort())
  }
})

async function columnsOf(db: Database, table: string): Promise<string[]> {
  const found = await db.exclusively((exec) =>
    exec(
      engine === 'sqlite'
        ? `select name || ' ' || lower(type) || case when "notnull" then ' not null' else '' end as found from pragma_table_info('${table}')`
        : `select attname || ' ' || regexp_replace(format_type(atttypid, atttypmod), 'timestamp\\((\\d)\\)', 'timestamp (\\1)')
                  || case when collname = 'C' then ' COLLATE "C"' else '' end
                  || case when attnotnull then ' not null' else '' end as found
           from pg_attribute left join pg_collation on pg_collation.oid = attcollation
           where attrelid = '"${table}"'::regclass and attnum > 0 and not attisdropped`,
    ),
  )
  return found.map((row) => String(row.found)).sort()
}
