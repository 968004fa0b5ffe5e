// How people sign in: codes by mail, passkeys, sessions; how often something was tried, and what was pressed a moment ago.
import { sql } from 'drizzle-orm'
import {
  boolean,
  id,
  index,
  integer,
  json,
  moment,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../platform/db/columns.ts'
import { address, atLeast, filled, flags, hash, inOrder, list, object, oneOf } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { type PendingAction, type SignInMeans, signInMeans } from './values.ts'

/** The public half of a key that a person's device or password manager keeps; the other half never leaves that. */
export const passkeys = table(
  'passkeys',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    credentialId: text('credential_id').notNull(), // base64url, as browsers give it
    publicKey: text('public_key').notNull(), // COSE, in base64url
    counter: integer('counter').notNull(), // how often it signed, where it counts: going back, it was copied
    transports: json<string[]>('transports').notNull(), // how browsers reach it: 'internal', 'usb', …
    name: text('name').notNull(), // the person's own
    backedUp: boolean('backed_up').notNull(), // its owner has it on other devices as well
    createdAt: moment('created_at').notNull(),
    lastUsedAt: moment('last_used_at'),
  },
  (t) => [
    uniqueIndex('passkeys_credential').on(t.credentialId),
    index('passkeys_person').on(t.personId),
    filled(t.credentialId),
    filled(t.publicKey),
    atLeast(t.counter, 0),
    list(t.transports),
    filled(t.name),
    ...flags(t.backedUp),
  ],
)

/**
 * An account at a sign-in service (OpenID Connect) that a person connected with theirs. What the service calls them is not kept:
 * only a keyed digest, which finds the row when they come again and tells nobody else who they are there.
 */
export const linkedAccounts = table(
  'linked_accounts',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    service: text('service').notNull(), // its id in the operator's file
    subjectHash: text('subject_hash').notNull(), // HMAC-SHA-256 of issuer and subject with SECRET
    createdAt: moment('created_at').notNull(),
    lastUsedAt: moment('last_used_at'),
  },
  (t) => [
    uniqueIndex('linked_accounts_subject').on(t.subjectHash),
    index('linked_accounts_person').on(t.personId),
    filled(t.service),
    hash(t.subjectHash),
    inOrder(t.createdAt, t.lastUsedAt),
  ],
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
    // the passkey that opened it; null for one opened from the mailbox, and once that passkey is removed
    passkeyId: id('passkey_id').references(() => passkeys.id, { onDelete: 'set null' }),
    means: text('means').$type<SignInMeans>(), // null: opened before this was kept
    usedAt: moment('used_at'), // kept up for staff, to the minute: their sessions end when they are left alone
  },
  (t) => [
    index('sessions_person').on(t.personId),
    index('sessions_expires').on(t.expiresAt),
    index('sessions_passkey').on(t.passkeyId).where(sql`passkey_id is not null`),
    uniqueIndex('sessions_id').on(t.id),
    hash(t.hash),
    oneOf(t.means, signInMeans),
    inOrder(t.createdAt, t.expiresAt, { strictly: true }),
  ],
)

export const signInCodes = table(
  'sign_in_codes',
  {
    id: id('id').primaryKey(),
    email: text('email').notNull(), // where it was sent
    emailKey: text('email_key').notNull().default(''), // the mailbox in its one form
    codeHash: text('code_hash').notNull(), // HMAC of id and code with SECRET: a million codes are soon guessed from a plain hash
    browserHash: text('browser_hash').notNull(), // of the cookie of the browser that asked
    tries: integer('tries').notNull(),
    next: text('next').notNull(), // where the person was going
    act: json<PendingAction | null>('act'), // what the person was about to do
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [
    index('sign_in_codes_mailbox').on(t.emailKey, t.createdAt),
    index('sign_in_codes_expires').on(t.expiresAt),
    address(t.email),
    filled(t.codeHash),
    hash(t.browserHash),
    atLeast(t.tries, 0),
    object(t.act),
    inOrder(t.createdAt, t.expiresAt),
    inOrder(t.createdAt, t.usedAt),
  ],
)

/** Challenges that passkeys have answered, until their end: each is answered once. Open ones are kept nowhere (people/challenge.ts). */
export const passkeyChallenges = table(
  'passkey_challenges',
  {
    hash: text('hash').primaryKey(),
    browserHash: text('browser_hash').notNull(), // of the cookie of the browser that asked
    personId: id('person_id').references(() => people.id, { onDelete: 'cascade' }), // whose new passkey; null to sign in
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    index('passkey_challenges_expires').on(t.expiresAt),
    index('passkey_challenges_person').on(t.personId),
    hash(t.hash),
    hash(t.browserHash),
  ],
)

/**
 * Somebody lost theirs, and the government whose desk asks for one lets them add another after a code alone. Used once. Who
 * allowed it stands in setting_changes.
 */
export const passkeyAllowances = table(
  'passkey_allowances',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.governmentId] }), index('passkey_allowances_expires').on(t.expiresAt)],
)

/** How often something was tried in a window of time: shared by all processes, written by sign-in-limits.ts. */
export const rateLimitCounters = table(
  'rate_limit_counters',
  {
    key: text('key').primaryKey(), // what was tried, an HMAC of who tried it, and the number of the window
    count: integer('count').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('rate_limit_counters_expires').on(t.expiresAt), filled(t.key), atLeast(t.count, 1)],
)

/** Buttons that were pressed a moment ago: another process that is asked the same leads where the first one led (presses.ts). */
export const presses = table(
  'presses',
  {
    key: text('key').primaryKey(), // a digest of the session's secret, the address and what was sent
    leadsTo: text('leads_to'), // null while it is being answered
    knownUntil: moment('known_until').notNull(),
  },
  (t) => [index('presses_known').on(t.knownUntil), hash(t.key), filled(t.leadsTo)],
)
