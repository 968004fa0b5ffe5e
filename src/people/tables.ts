// Who signs in, and how. An address is kept here and nowhere else among the features' tables.
import { boolean, id, index, integer, json, moment, table, text, uniqueIndex } from '../db/columns.ts'

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

/** A session's id is a secret: only its SHA-256 lies here. Our own row id names it on "my sessions". */
export const sessions = table(
  'sessions',
  {
    hash: text('hash').primaryKey(),
    id: id('id').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    device: text('device').notNull(), // the browser's family, in words, so that its owner knows it again
  },
  (t) => [
    index('sessions_person').on(t.personId),
    index('sessions_expires').on(t.expiresAt),
    uniqueIndex('sessions_id').on(t.id),
  ],
)

export const signInCodes = table(
  'sign_in_codes',
  {
    id: id('id').primaryKey(),
    email: text('email').notNull(),
    codeHash: text('code_hash').notNull(), // HMAC of id and code with SECRET: a million codes are soon guessed from a plain hash
    browserHash: text('browser_hash').notNull(), // of the cookie of the browser that asked
    tries: integer('tries').notNull(),
    next: text('next').notNull(), // where the person was going
    act: json<SignInAct | null>('act'), // what the person was about to do
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [index('sign_in_codes_email').on(t.email, t.createdAt), index('sign_in_codes_expires').on(t.expiresAt)],
)

/** An act that waits for its person to sign in; done as soon as the code is right. */
export type SignInAct =
  | { kind: 'cosign'; government: string; number: string }
  | { kind: 'propose'; government: string }
  | { kind: 'join'; token: string }

/** How often something was tried in a window of time: shared by all processes, written by limits.ts. */
export const attempts = table(
  'attempts',
  {
    key: text('key').primaryKey(), // what was tried, an HMAC of who tried it, and the number of the window
    count: integer('count').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('attempts_expires').on(t.expiresAt)],
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
