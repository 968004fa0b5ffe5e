// People, and where they live. An address is kept here and nowhere else among the features' tables.
import { id, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { address, filled, rule } from './checks.ts'
import { governments } from './governments.ts'

/** Erasing somebody leaves the row as an id that others point to. */
export const people = table(
  'people',
  {
    id: id('id').primaryKey(),
    email: text('email'), // normalised (src/lib/email.ts); null once erased
    displayName: text('display_name'), // what the person last signed a proposal with
    language: text('language').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('people_email').on(t.email),
    address(t.email),
    filled(t.displayName),
    filled(t.language),
    rule('people_erased', 'email is not null or display_name is null'),
  ],
)

/** Where a person lives, as they said, per government: asked once. */
export const residences = table(
  'residences',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    districtCode: text('district_code').notNull(),
    statedAt: moment('stated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.governmentId] }), filled(t.districtCode)],
)
