// What somebody did at the desk stands on My data by what it was, never by the name of a table.
import { getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { personTables } from '../../../src/domain/retention/person-tables.ts'
import { languages, translator } from '../../../src/platform/i18n/i18n.ts'

test.each(languages)('every kind of deed has words (%s)', (language) => {
  const t = translator(language)
  const keys = personTables()
    .filter(({ section, table }) => section === 'staff' && getTableName(table) !== 'staff')
    .map(({ table }) => `own.row.deed.${getTableName(table)}`)
  expect(keys.length).toBeGreaterThan(20)
  expect(keys.filter((key) => t(key) === key)).toEqual([])
})
