// The migration named later_promises: tables are made again with more CHECKs, and every row that was there is there after it.
import { expect, onTestFinished, test } from 'vitest'
import { migrate, pendingMigrations, RowsInTheWay } from '../../src/platform/db/tools/migrate.ts'
import { addRowsSince } from '../support/rows-since.ts'
import { databaseBefore, insert, migrateUpToBefore, type Row, type Rows, rowsIn } from '../support/version-before.ts'

const madeAgain = [
  ...['answer_attachments', 'brought_cases', 'case_references', 'hand_overs', 'paper_changes', 'paper_entries'],
  ...['paper_signatures', 'presses', 'rolls', 'sample_lines', 'sessions', 'spent_mailboxes', 'staff_looks'],
  ...['webhooks', 'webhook_deliveries'],
]
/** What they point to, among the tables that are newer than the database that was kept. */
const pointedTo = ['files']
const gone: { [table: string]: string } = { brought_cases: 'brought_at', rolls: 'imported_at' }

const asKept = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      Array.isArray(value) || isObject(value) ? JSON.stringify(value) : value,
    ]),
  )
const isObject = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]'

const sorted = (rows: Row[]) => rows.map((row) => JSON.stringify(row)).sort()

/** As the version before left it, with these rows in place of its own. */
async function databaseWith(rows: Rows) {
  const db = await databaseBefore()
  onTestFinished(db.close)
  await migrateUpToBefore(db, 'later_promises')
  await db.exclusively(async (exec) => {
    for (const [table, some] of Object.entries(rows)) {
      const moment = gone[table]
      await exec(`delete from "${table}"`)
      const stood = some.map((row) => asKept(moment ? { ...row, [moment]: 1_800_000_000_000 } : row))
      await insert(exec, table, stood)
    }
  })
  return db
}

/** Some of each of these tables, as the newest version writes them. */
async function newestRows(): Promise<Rows> {
  const rows: Rows = {}
  const newest = await databaseBefore()
  await migrate(newest)
  await addRowsSince(newest)
  for (const table of [...pointedTo, ...madeAgain]) rows[table] = await rowsIn(newest, table)
  await newest.close()
  return rows
}

test('rows of every table that is made again are carried over as they are', async () => {
  const wanted = await newestRows()
  for (const [table, rows] of Object.entries(wanted)) expect(rows.length, table).toBeGreaterThan(0)
  const db = await databaseWith(wanted)
  await migrate(db)
  for (const table of madeAgain) expect(sorted(await rowsIn(db, table)), table).toEqual(sorted(wanted[table]!))
})

test('a row that breaks a new promise is named, each of its kind, and nothing is changed', async () => {
  const db = await databaseWith(await newestRows())
  const breaking = {
    answer_attachments_properties: `update answer_attachments set properties = '{}'`,
    case_references_publisher: `update case_references set publisher = ''`,
    hand_overs_link: `update hand_overs set link = ''`,
    spent_mailboxes_digest: `update spent_mailboxes set digest = 'short'`,
    staff_looks_another: 'update staff_looks set looker_id = person_id',
    paper_signatures_sheet: 'update paper_signatures set sheet = 0',
    presses_leads_to: `update presses set leads_to = ''`,
    sessions_created_at_before_expires_at: 'update sessions set expires_at = created_at',
    webhook_deliveries_status: 'update webhook_deliveries set status = 0',
    webhooks_target: `update webhooks set target = case when kind = 'government' then 'x' else '' end`,
  }
  await db.exclusively(async (exec) => {
    for (const statement of Object.values(breaking)) await exec(statement)
  })
  const refused = await migrate(db).catch((error: Error) => error)
  expect(refused).toBeInstanceOf(RowsInTheWay)
  const named = [...(refused as Error).message.matchAll(/ breaks (\w+)$/gm)].map(([, rule]) => rule!)
  expect([...new Set(named)].sort()).toEqual(Object.keys(breaking).sort())
  expect(await pendingMigrations(db)).not.toEqual([])
})
