// People, and where they live. An address is kept here and nowhere else among the features' tables.
import { sql } from 'drizzle-orm'
import { boolean, id, index, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'

/** What `people_without_key` holds: doubles, and people whose mailbox was not put in its form yet. */
export const isWithoutKey = sql`email_key is null and email is not null`

export const people = table(
  'people',
  {
    id: id('id').primaryKey(),
    email: text('email'), // as it was typed, where mail goes (src/lib/email.ts); null once erased
    emailKey: text('email_key'), // the mailbox in its one form: null once erased, and for a double
    doubleOf: id('double_of'), // several accounts of one mailbox, made before it had one form: the one that has the key
    displayName: text('display_name'), // what the person last signed a proposal with
    language: text('language').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('people_email').on(t.email),
    uniqueIndex('people_email_key').on(t.emailKey),
    index('people_without_key').on(t.doubleOf).where(isWithoutKey),
  ],
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
