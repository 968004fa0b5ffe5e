// People, and where they live. An address is kept here and nowhere else among the features' tables.
import { sql } from 'drizzle-orm'
import { type Column, id, index, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { address, filled, hash, inOrder, needs, rule } from './checks.ts'
import { governments } from './governments.ts'

/** What `people_without_key` holds: doubles, and people whose mailbox was not put in its form yet. */
export const isWithoutKey = sql`email_key is null and email is not null`

/** Erasing somebody leaves the row as an id that others point to. */
export const people = table(
  'people',
  {
    id: id('id').primaryKey(),
    email: text('email'), // as it was typed, where mail goes (src/lib/email.ts); null once erased
    emailKey: text('email_key'), // the mailbox in its one form: null once erased, and for a double
    doubleOf: id('double_of').references((): Column => people.id), // several accounts of one mailbox, made before it had one form: the one that has the key, which names itself
    displayName: text('display_name'), // what the person last signed a proposal with
    language: text('language').notNull(),
    createdAt: moment('created_at').notNull(),
    formerAccountId: id('former_account_id').references((): Column => people.id), // who had this mailbox before: what they co-signed with it is not counted again
  },
  (t) => [
    uniqueIndex('people_email').on(t.email),
    uniqueIndex('people_email_key').on(t.emailKey),
    index('people_former_account').on(t.formerAccountId).where(sql`former_account_id is not null`),
    index('people_without_key').on(t.doubleOf).where(isWithoutKey),
    address(t.email),
    filled(t.displayName),
    filled(t.language),
    rule('people_erased', 'email is not null or display_name is null'),
    needs(t.emailKey, t.email),
    filled(t.emailKey),
    needs(t.doubleOf, t.email),
    rule('people_double', 'double_of is null or email_key is null or double_of = id'),
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

/** Somebody gave another address of theirs, and has not pressed the button in the mail to it yet. Gone after 48 hours. */
export const pendingAddresses = table(
  'pending_addresses',
  {
    personId: id('person_id')
      .primaryKey()
      .references(() => people.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    tokenHash: text('token_hash').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('pending_addresses_token').on(t.tokenHash),
    index('pending_addresses_expires').on(t.expiresAt),
    address(t.email),
    hash(t.tokenHash),
    inOrder(t.createdAt, t.expiresAt, { strictly: true }),
  ],
)

/**
 * A mailbox that somebody left for another one, as a hash. Whoever opens an account with it may be the same person. Several may have left
 * it, one after another: the last one's row is not the only one, since it goes with its person.
 */
export const formerMailboxes = table(
  'former_mailboxes',
  {
    keyHash: text('key_hash').notNull(), // SHA-256 of the mailbox in its one form
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    leftAt: moment('left_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.keyHash, t.personId] }),
    index('former_mailboxes_person').on(t.personId),
    hash(t.keyHash),
  ],
)
