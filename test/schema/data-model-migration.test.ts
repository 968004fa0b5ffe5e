// The migration named data_model carries over what the version before wrote: nothing is lost, and it says no where it cannot.

import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../src/config.ts'
import { isPublic } from '../../src/domain/proposals/proposal.ts'
import { reindex } from '../../src/domain/search/reindex.ts'
import { rowsOf } from '../../src/platform/db/columns.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { matching } from '../../src/platform/db/search.ts'
import { parseQuery } from '../../src/platform/db/search-query.ts'
import { migrate, RowsInTheWay } from '../../src/platform/db/tools/migrate.ts'
import { allRows, databaseBefore, migrateDataModel, type Row, type Rows, rowsIn } from '../support/version-before.ts'

const renamed: { [table: string]: string } = {
  parts: 'assignments',
  routings: 'assignment_changes',
  updates: 'proposal_updates',
  notes: 'private_messages',
  counters: 'number_counters',
  settings: 'deployment_status',
  attempts: 'rate_limit_counters',
  decisions: 'moderation_decisions',
  pending_dates: 'deadline_recomputations',
}
/** Nobody ever wrote there. */
const gone = ['consents']

/** What becomes of a row of each table; the others stay as they are. */
const changed: { [table: string]: (row: Row, before: Rows) => Row } = {
  proposals: (row) => ({ ...row, listed: seenByAll(row) ? 1 : 0 }),
  decisions: ({ target_id, before: _, ...row }) => ({ ...row, merged_into_id: target_id }),
  reason_removals: ({ removed_by, ...row }) => ({ ...row, removed_by_id: removed_by }),
  residences: ({ id: _, verified: __, ...row }) => row,
  passkeys: ({ user_verified: _, ...row }) => row,
  passkey_allowances: ({ allowed_by: _, ...row }) => row,
  holiday_years: ({ loaded_at: _, ...row }) => row,
  setting_changes: ({ person_id, ...row }) => ({ ...row, person_id: person_id || null }),
  sessions: ({ passkey_id, ...row }, { passkeys }) => ({
    ...row,
    passkey_id: passkeys!.some(({ id }) => id === passkey_id) ? passkey_id : null,
  }),
  rule_versions: (row) => {
    const { assuranceToCosign: _, ...rules } = row.rules as { [name: string]: unknown }
    return { ...row, rules }
  },
}

const seenByAll = ({ stage, published_at, hidden_at }: Row) =>
  hidden_at === null && isPublic({ stage: stage as never, publishedAt: published_at as never })

const inOrder = (rows: Row[]) => rows.map((row) => JSON.stringify(row, sortingKeys)).sort()

/** jsonb does not keep the order of keys. */
const sortingKeys = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

test('every row of every table is carried over under its new name, and what was only ever appended to still is', async () => {
  const db = await databaseBefore()
  onTestFinished(db.close)
  const before = await allRows(db)
  expect(Object.values(before).filter((rows) => rows.length).length).toBeGreaterThan(45)
  expect(await migrateDataModel(db)).toEqual([expect.stringMatching(/_data_model.sql$/)])
  const after = await allRows(db)
  for (const [table, rows] of Object.entries(before)) {
    if (gone.includes(table)) expect(rows).toEqual([])
    else {
      const wanted = rows.map((row) => changed[table]?.(row, before) ?? row)
      expect([table, ...inOrder(after[renamed[table] ?? table]!)]).toEqual([table, ...inOrder(wanted)])
    }
  }
  await whole(db)

  for (const table of ['record', 'record_numbers', 'setting_changes'])
    for (const statement of [`update ${table} set ${appended[table]} = ${appended[table]}`, `delete from ${table}`])
      await expect(db.exclusively((exec) => exec(statement))).rejects.toThrow(/only ever appended to/)

  await migrate(db) // and on to the newest version
  await reindex(db)
  const found = await rowsOf(db.reads, sql`select document_id from ${matching(parseQuery('釣魚')!)}`)
  const [pier] = before.proposals!.filter(({ title }) => String(title).includes('釣魚'))
  expect(found).toEqual([{ document_id: pier!.id }])
  expect(await rowsIn(db, 'proposals')).toHaveLength(before.proposals!.length)
  await whole(db)
})
const appended: { [table: string]: string } = { record: 'kind', record_numbers: 'number', setting_changes: 'act' }

test('every row that breaks a rule is named before anything is changed', async () => {
  const db = await databaseBefore()
  onTestFinished(db.close)
  const { parts } = await allRows(db)
  const run = (statement: string) => db.exclusively((exec) => exec(statement))
  const wrong = [
    {
      breaking: "update proposals set count = count - 1000 where number = '2026-0001'",
      mending: "update proposals set count = count + 1000 where number = '2026-0001'",
      named: /^proposals \S+ breaks proposals_count$/m,
    },
    {
      breaking: "update proposals set place = outcome, outcome = null where stage = 'resolved'",
      mending: "update proposals set outcome = place, place = null where stage = 'resolved'",
      named: /^proposals \S+ breaks proposals_outcome_of_stage$/m,
    },
    {
      breaking: "update parts set role = 'third' where role = 'lead'",
      mending: "update parts set role = 'lead' where role = 'third'",
      named: /^parts \S+ breaks assignments_role$/m,
    },
    {
      breaking: "update answers set person_id = 'nobody'",
      mending: 'update answers set person_id = null',
      named: /^answers \S+ breaks answers_person_id$/m,
    },
  ]
  for (const { breaking } of wrong) await run(breaking)
  const refused = await migrateDataModel(db).catch((error: Error) => error)
  expect(refused).toBeInstanceOf(RowsInTheWay)
  for (const { named } of wrong) expect((refused as Error).message).toMatch(named)
  expect(await rowsIn(db, 'parts')).toHaveLength(parts!.length)
  for (const { mending } of wrong) await run(mending)
  expect(await migrateDataModel(db)).toHaveLength(1)
})

/** Nothing points nowhere, and the file itself is sound. */
async function whole(db: Database): Promise<void> {
  if (engine === 'postgres') return // there foreign keys are checked as they are made
  await db.exclusively(async (exec) => {
    expect(await exec('pragma foreign_key_check')).toEqual([])
    expect(await exec('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(await exec("insert into search_index (search_index) values ('integrity-check')")).toEqual([])
  })
}
