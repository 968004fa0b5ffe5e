// Every promise that the tables make is tried: for each CHECK a row that breaks it and nothing else, for each foreign key a row
// that points nowhere. Nothing is listed here by hand: a rule that is new is tried, and one that nothing can break is a mistake.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine } from '../../src/config.ts'
import type { Database, Exec } from '../../src/platform/db/database.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { addRowsSince } from '../support/rows-since.ts'
import { pressedTables, rulesTrigger } from '../support/rules-triggers.ts'
import { allTables, type TableOf } from '../support/tables.ts'
import { databaseBefore, literal, type Row, rowsIn, typesOf } from '../support/version-before.ts'

const readme = readFileSync('src/schema/README.md', 'utf8')

let db: Database // with some rows in every table; nothing here changes any
beforeAll(async () => {
  db = await databaseBefore()
  await migrate(db)
  await addRowsSince(db)
  await db.exclusively(writtenNow)
})
afterAll(() => db.close())

/** Rows of tables that the versions before did not have. */
async function writtenNow(exec: Exec): Promise<void> {
  const at = engine === 'sqlite' ? '1800000000000' : "'2027-01-15T08:00:00Z'"
  await exec(`insert into case_officers (id, proposal_id, agency_id, person_id, since, asker_id, asked_at)
    select 'off' || a.id, a.proposal_id, a.agency_id, p.id, ${at}, null, null from assignments a, people p
    where a.ended_at is null and p.id = (select min(id) from people) limit 3`)
  await exec(`update case_officers set asker_id = (select max(id) from people), asked_at = ${at}
    where id = (select min(id) from case_officers)`)
  await exec(`insert into change_steps (number, tag, made_at, names, names_step) values (1, '0a1b2c3d', ${at}, 1, 1)`)
  await exec('update case_changes set step = 1')
  const zeros = (n: number) => (engine === 'sqlite' ? `zeroblob(${n})` : `decode(repeat('00', ${n}), 'hex')`)
  const some = (values: string) => `select ${values} from governments order by id limit 1`
  await exec(`insert into log_heads (government_id, origin, begun_at, size, signed_size, checkpoint, signed_at)
    ${some(`id, 'a.test/log', ${at}, 2, 2, 'note', ${at}`)}`)
  await exec("insert into log_progress (name, number) values ('record', 5)")
  await exec(`insert into log_tiles (government_id, level, n, width, hashes) ${some(`id, 0, 0, 2, ${zeros(64)}`)}`)
  await exec(`insert into log_bundles (government_id, n, width, entries, first_at, last_at)
    ${some(`id, 0, 2, ${zeros(4)}, ${at}, ${at}`)}`)
  await exec(`insert into log_witnesses (id, vkey, url, added_at, ended_at)
    values ('w1', 'b.test/witness+0+x', 'https://b.test/witness', ${at}, ${at})`)
  await exec(`insert into log_cosignatures (government_id, witness_id, size, checkpoint, line, cosigned_at, failure, failed_at)
    ${some(`id, 'w1', 2, 'note', 'line', ${at}, 'It answered 500.', ${at}`)}`)
  await exec(`insert into witnessed_logs (origin, origin_hash, vkeys, size, root, checkpoint, cosigned_at, contradiction,
      contradicted_at, added_at, ended_at)
    values ('b.test/log', '${'0'.repeat(64)}', 'x', 2, 'root', 'note', ${at}, 'note', ${at}, ${at}, ${at})`)
  await exec(`insert into log_days (government_id, day, size, checkpoint, kept_at)
    ${some(`id, '2027-01-15', 2, 'note', ${at}`)}`)
  for (const [owner, use] of [
    ['id', 'log'],
    ['null', 'witness'],
  ])
    await exec(`insert into log_keys (id, government_id, use, name, public_key, sealed, made_at, ended_at)
      ${some(`'key ${use}', ${owner}, '${use}', 'a.test/log', '${use!.padEnd(44, '=')}', 'x', ${at}, ${at}`)}`)
}

type Tried = { exec: Exec; table: string; types: Map<string, string> }

const asLiteral = (value: unknown, type: string) =>
  literal(value && typeof value === 'object' && !(value instanceof Uint8Array) ? JSON.stringify(value) : value, type)

/** What the database says to it; null where it takes it. */
async function said(exec: Exec, statement: string): Promise<string | null> {
  try {
    await exec(statement)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

const ruleIn = (message: string | null): string | null =>
  /CHECK constraint failed: (\w+)|check constraint "(\w+)"/
    .exec(message ?? '')
    ?.slice(1)
    .find(Boolean) ?? null

const insertOf = ({ table, types }: Tried, row: Row): string => {
  const columns = [...types.keys()]
  const values = columns.map((column) => asLiteral(row[column], types.get(column)!))
  return `insert into "${table}" (${columns.map((c) => `"${c}"`).join(', ')}) values (${values.join(', ')})`
}

const updateOf = ({ table, types }: Tried, row: Row, set: Row): string => {
  const each = (of: Row, separator: string, equals: string) =>
    Object.entries(of)
      .map(
        ([column, value]) =>
          `"${column}" ${value === null ? 'is null' : equals + asLiteral(value, types.get(column)!)}`,
      )
      .join(separator)
  const known = Object.fromEntries(Object.entries(row).filter(([column]) => !/json/.test(types.get(column) ?? '')))
  const sets = Object.entries(set)
    .map(([column, value]) => `"${column}" = ${asLiteral(value, types.get(column)!)}`)
    .join(', ')
  return `update "${table}" set ${sets} where ${each(known, ' and ', '= ')}`
}

/** Rows that differ in their words, like their kind or stage, before others. */
function varied(rows: Row[], columns: string[]): Row[] {
  const seen = new Set<string>()
  const first = rows.filter((row) => {
    const kind = JSON.stringify(
      columns.map((column) => (/^(kind|stage|state|role)$/.test(column) ? row[column] : row[column] === null)),
    )
    return !seen.has(kind) && seen.add(kind)
  })
  return first.slice(0, 12)
}

/** Values that a column might have by mistake, given its row, what other rows have, and the condition that looks at it. */
function mistakes(rows: Row[], row: Row, column: string, condition: string, mentioned: string[]): unknown[] {
  const words = [...condition.matchAll(/'((?:[^'^]|'')*)'/g)].map(([, word]) => word)
  const near = mentioned.flatMap((other): unknown[] => {
    const value = row[other]
    if (typeof value === 'number') return [value, value - 1, value + 1]
    return typeof value === 'string' ? [value] : []
  })
  const others = [
    null,
    '',
    'x',
    0,
    -1,
    1,
    2,
    7,
    1e12,
    '2026-02-30',
    '1999-01-01',
    '2999-01-01',
    '[]',
    '{}',
    '[1,2,3,4]',
    '"x"',
  ]
  const elsewhere = new Set(rows.map((other) => other[column]).filter((value) => typeof value !== 'object'))
  return [...others, ...words, ...near, ...[...elsewhere].slice(0, 9)].filter((value) => value !== row[column])
}

/** The first change of such a row that the database refuses by this very rule. */
async function breaking(tried: Tried, rows: Row[], check: TableOf['checks'][number]) {
  const mentioned = [...tried.types.keys()].filter((column) => new RegExp(`\\b${column}\\b`).test(check.condition))
  const some = varied(rows, mentioned)
  const changesOf = (row: Row, column: string) =>
    mistakes(rows, row, column, check.condition, mentioned).map((value) => ({ [column]: value }))
  for (const row of some)
    for (const column of mentioned)
      for (const set of changesOf(row, column))
        if (ruleIn(await said(tried.exec, insertOf(tried, { ...row, ...set }))) === check.name) return { row, set }
  for (const row of some)
    for (const one of mentioned)
      for (const other of mentioned.filter((column) => column > one))
        for (const first of changesOf(row, one))
          for (const second of changesOf(row, other)) {
            const set = { ...first, ...second }
            if (ruleIn(await said(tried.exec, insertOf(tried, { ...row, ...set }))) === check.name) return { row, set }
          }
  return null
}

test('for every CHECK there is a row that it refuses, when it is written and when it is changed', async () => {
  const unbroken: string[] = []
  for (const { name: table, checks } of await allTables()) {
    const rows = await rowsIn(db, table)
    expect(rows.length, `${table} has rows to try with`).toBeGreaterThan(0)
    await db.exclusively(async (exec) => {
      const tried = { exec, table, types: await typesOf(exec, table) }
      expect(await said(exec, insertOf(tried, rows[0]!)), `the same row again, in ${table}`).toMatch(/UNIQUE|unique/)
      for (const check of checks) {
        const found = await breaking(tried, rows, check)
        if (!found) {
          unbroken.push(check.name)
          continue
        }
        const changed = await said(exec, updateOf(tried, found.row, found.set))
        expect([check.name, changed]).toEqual([
          check.name,
          expect.stringMatching(new RegExp(`\\b${check.name}\\b|only ever appended to`)),
        ])
      }
    })
  }
  expect(unbroken).toEqual([])
})

test('no foreign key lets a row point nowhere', async () => {
  for (const { name: table, foreignKeys } of await allTables()) {
    const rows = await rowsIn(db, table)
    await db.exclusively(async (exec) => {
      const tried = { exec, table, types: await typesOf(exec, table) }
      for (const { columns } of foreignKeys) {
        const nowhere = Object.fromEntries(
          columns.map((column) => [column, /^int/i.test(tried.types.get(column)!) ? 987_654_321 : 'nowhere']),
        )
        const pointing = rows.filter((row) => columns.every((column) => row[column] !== null))
        const message = await pointed(tried, [...pointing, ...rows], nowhere)
        expect([`${table}.${columns}`, message]).toEqual([`${table}.${columns}`, expect.stringMatching(/foreign key/i)])
      }
    })
  }
})

/** What the database says of the first of these rows in which nothing but the key is wrong. */
async function pointed(tried: Tried, rows: Row[], nowhere: Row): Promise<string | null> {
  let message: string | null = null
  for (const row of rows.slice(0, 20)) {
    message = await said(tried.exec, updateOf(tried, row, nowhere))
    if (/only ever appended to/.test(message ?? ''))
      message = await said(tried.exec, insertOf(tried, { ...row, ...keyOf(row), ...nowhere }))
    if (!ruleIn(message)) return message
  }
  return message
}

/** Another key than that of the row. */
const keyOf = (row: Row): Row => ({
  ...('id' in row ? { id: 'another' } : {}),
  ...('number' in row ? { number: 987_654 } : {}),
})

test('every column that ends in _id has a foreign key, or README.md says why not', async () => {
  const tables = await allTables()
  const without = tables.flatMap(({ name, columns, foreignKeys }) =>
    columns
      .filter((column) => column.name.endsWith('_id') && !foreignKeys.some((key) => key.columns.includes(column.name)))
      .map((column) => `${name}.${column.name}`),
  )
  const excepted = [...section('Foreign keys').matchAll(/`(\w+\.\w+_id)`/g)].map(([, column]) => column)
  expect(excepted.sort()).toEqual(without.sort())
})

test('README.md names every table', async () => {
  const named = [...section('The tables').matchAll(/^\| `(\w+)` \|/gm)].map(([, table]) => table)
  expect(named.sort()).toEqual((await allTables()).map(({ name }) => name).sort())
})

const section = (heading: string): string => readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''

if (engine === 'sqlite')
  test('a number is a number: every table is STRICT', async () => {
    const lax = await db.exclusively((exec) =>
      exec("select name from pragma_table_list where schema = 'main' and type = 'table' and not strict"),
    )
    const names = new Set((await allTables()).map(({ name }) => name))
    expect(lax.filter(({ name }) => names.has(String(name)))).toEqual([])
  })

if (engine === 'postgres')
  test('the triggers in place of CHECKs are those that the tables ask for', async () => {
    for (const table of pressedTables) {
      const { body, used, statements } = rulesTrigger(table)
      const name = statements[0]!.split(' ')[4]!.slice(0, -2)
      const [made] = await db.exclusively((exec) => exec(`select prosrc from pg_proc where proname = '${name}'`))
      const [set] = await db.exclusively((exec) =>
        exec(`select pg_get_triggerdef(oid) as definition from pg_trigger where tgname = '${name}'`),
      )
      const remedy = `A migration has to end in:\n${statements.join('\n--> statement-breakpoint\n')}`
      expect(made?.prosrc, remedy).toBe(body)
      const columns = / UPDATE OF (.*) ON /.exec(String(set?.definition))?.[1]?.split(', ')
      expect(columns?.map((column) => column.replaceAll('"', '')).sort(), remedy).toEqual([...used].sort())
    }
  })
