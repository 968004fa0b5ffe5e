// The migration named later_promises: tables are made again with more CHECKs, and every row that was there is there after it.
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
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

test('rows of every table that is made again are carried over as they are', async () => {
  const wanted: Rows = {}
  const newest = await databaseBefore()
  await migrate(newest)
  await addRowsSince(newest)
  for (const table of [...pointedTo, ...madeAgain]) wanted[table] = await rowsIn(newest, table)
  await newest.close()

  const db = await databaseBefore()
  onTestFinished(db.close)
  await migrateUpToBefore(db, 'later_promises')
  await db.exclusively(async (exec) => {
    for (const [table, rows] of Object.entries(wanted)) {
      expect(rows.length, table).toBeGreaterThan(0)
      const moment = gone[table]
      await exec(`delete from "${table}"`)
      const stood = rows.map((row) => asKept(moment ? { ...row, [moment]: 1_800_000_000_000 } : row))
      await insert(exec, table, stood)
    }
  })
  await migrate(db)
  for (const table of madeAgain) expect(sorted(await rowsIn(db, table)), table).toEqual(sorted(wanted[table]!))
})
