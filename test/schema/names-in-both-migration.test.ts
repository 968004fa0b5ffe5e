// The migration named names_in_both: contacts and units that stood in one language are in the government's first language.
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { databaseBefore, migrateUpToBefore, rowsIn } from '../support/version-before.ts'

const read = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value)

test('what stood in one language is kept as that of the first language, and units of commitments are units of their agencies', async () => {
  const db = await databaseBefore()
  onTestFinished(db.close)
  await migrateUpToBefore(db, 'names_in_both')
  const before = await rowsIn(db, 'governments')
  const owned = (await rowsIn(db, 'commitments')).filter(({ state }) => state !== 'draft')
  expect(owned.length).toBeGreaterThan(0)
  await migrate(db)

  const after = await rowsIn(db, 'governments')
  for (const was of before) {
    const { contact, ...rest } = after.find(({ id }) => id === was.id)!
    expect(read(contact)).toEqual(was.contact ? { [read(was.languages)[0]]: was.contact } : null)
    expect({ ...rest, contact: was.contact }).toEqual(was)
  }
  const units = (await rowsIn(db, 'agency_units')).map((unit) => [unit.agency_id, Object.values(read(unit.name))[0]])
  const wanted = new Set(owned.map((row) => JSON.stringify([row.agency_id, row.owner])))
  expect(new Set(units.map((unit) => JSON.stringify(unit)))).toEqual(wanted)
  expect(units).toHaveLength(wanted.size)
})
