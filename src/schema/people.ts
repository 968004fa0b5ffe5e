// People, and where they live. An address is kept here and nowhere else among the features' tables.
import { boolean, id, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'

export const people = table(
  'people',
  {
    id: id('id').primaryKey(),
    email: text('email'), // normalised (src/lib/email.ts); null once erased
    displayName: text('display_name'), // what the person last signed a proposal with
    language: text('language').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('people_email').on(t.email)],
)

/** Where a person lives, as they said, per government: asked once. */
export const residences = table(
  'residences',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id').notNull(),
    districtCode: text('district_code').notNull(),
    verified: boolean('verified').notNull(),
    statedAt: moment('stated_at').notNull(),
  },
  (t) => [uniqueIndex('residences_once').on(t.personId, t.governmentId)],
)

/** What a person was told and agreed to, with the version of the notice they saw. */
export const consents = table(
  'consents',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id').notNull(),
    purpose: text('purpose').notNull(),
    noticeVersion: text('notice_version').notNull(),
    givenAt: moment('given_at').notNull(),
    withdrawnAt: moment('withdrawn_at'),
  },
  (t) => [uniqueIndex('consents_once').on(t.personId, t.governmentId, t.purpose, t.noticeVersion)],
)
