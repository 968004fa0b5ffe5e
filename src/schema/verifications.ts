// Who is verified to live under a government, or to be so old as its rules ask, and what that is compared with. Nothing that somebody showed or typed lies here: only
// digests under SECRET, which is outside the database (docs/decisions/250).
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
import { atLeast, filled, flags, hash, inOrder, list, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { sessions } from './sign-in.ts'
import {
  type IdentityField,
  type PersonLevel,
  personLevels,
  type VerificationMethod,
  verificationMethods,
  verifiedClaims,
  walletOutcomes,
} from './values.ts'

/** What is verified of somebody under a government: each claim once. */
export const verifications = table(
  'verifications',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    claim: text('claim').$type<(typeof verifiedClaims)[number]>().notNull(),
    leastAge: integer('least_age'), // of an age, and no more than a rule asks: at least so many years
    level: integer('level').$type<PersonLevel>().notNull(),
    method: text('method').$type<VerificationMethod>().notNull(),
    issuer: text('issuer').notNull(), // which roll or service, by its name in the operator's file; 'counter'
    subjectKey: text('subject_key').notNull(), // keyed digest of who it is there: one entry verifies one person
    givenAt: moment('given_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('verifications_person').on(t.personId, t.governmentId, t.claim),
    uniqueIndex('verifications_subject').on(t.governmentId, t.subjectKey, t.claim),
    index('verifications_expires').on(t.expiresAt),
    oneOf(t.claim, verifiedClaims),
    rule('verifications_age', "(claim = 'age') = (least_age is not null)"),
    atLeast(t.leastAge, 1),
    oneOf(t.level, personLevels),
    oneOf(t.method, verificationMethods),
    filled(t.issuer),
    hash(t.subjectKey),
    inOrder(t.givenAt, t.expiresAt, { strictly: true }),
  ],
)

/** The roll of a government: who lives there, as keyed digests. A new one takes the place of the one before. */
export const rolls = table(
  'rolls',
  {
    governmentId: id('government_id')
      .primaryKey()
      .references(() => governments.id),
    name: text('name').notNull(),
    fields: json<IdentityField[]>('fields').notNull(), // what a digest is made of, in this order
    entries: integer('entries').notNull(),
  },
  (t) => [filled(t.name), list(t.fields, 1), atLeast(t.entries, 1)],
)

export const rollEntries = table(
  'roll_entries',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    digest: text('digest').notNull(),
  },
  (t) => [primaryKey({ columns: [t.governmentId, t.digest] }), hash(t.digest)],
)

/** Somebody comes to the counter with a code: one of the staff opens it, another one confirms. Gone with the answer, or after a day. */
export const counterVisits = table(
  'counter_visits',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    codeHash: text('code_hash').notNull(), // keyed digest of the code, which is made from the row's id
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    subjectKey: text('subject_key'), // of what the document says, as it was typed by whoever opened it
    openedById: id('opened_by_id').references(() => people.id),
    openedAt: moment('opened_at'),
    // what the first of the two saw on the document
    resident: boolean('resident').notNull().default(true),
    leastAge: integer('least_age'),
  },
  (t) => [
    uniqueIndex('counter_visits_person').on(t.personId, t.governmentId),
    uniqueIndex('counter_visits_code').on(t.governmentId, t.codeHash),
    index('counter_visits_expires').on(t.expiresAt),
    hash(t.codeHash),
    hash(t.subjectKey),
    together(t.subjectKey, t.openedById, t.openedAt),
    inOrder(t.createdAt, t.expiresAt, { strictly: true }),
    inOrder(t.createdAt, t.openedAt),
    ...flags(t.resident),
    atLeast(t.leastAge, 1),
  ],
)

/**
 * Somebody is asked to show a card in their wallet: bound to them and to the session in which they pressed the button. Gone with the
 * answer, with the session, or minutes later. What the wallet shows is in no row.
 */
export const walletRequests = table(
  'wallet_requests',
  {
    id: id('id').primaryKey(), // random, and what the wallet's side calls it
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    sessionHash: text('session_hash')
      .notNull()
      .references(() => sessions.hash, { onDelete: 'cascade' }),
    source: text('source').notNull(), // its id in the operator's file
    link: text('link').notNull(), // what the QR code says
    leastAge: integer('least_age'), // whether somebody is so old is asked, and nothing else; null: where they live
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    // where the wallet answers to us, and not to a module: what came of it, until the page that asked for it goes on
    outcome: text('outcome').$type<(typeof walletOutcomes)[number]>(),
    subjectKey: text('subject_key'), // keyed digest, as in verifications
    codeHash: text('code_hash'), // SHA-256 of what the same phone brings back to the page
  },
  (t) => [
    uniqueIndex('wallet_requests_person').on(t.personId, t.governmentId),
    index('wallet_requests_session').on(t.sessionHash),
    index('wallet_requests_expires').on(t.expiresAt),
    filled(t.source),
    filled(t.link),
    oneOf(t.outcome, walletOutcomes),
    hash(t.subjectKey),
    hash(t.codeHash),
    atLeast(t.leastAge, 1),
    rule('wallet_requests_found', "(outcome is not null and outcome = 'found') = (subject_key is not null)"),
    inOrder(t.createdAt, t.expiresAt, { strictly: true }),
  ],
)

/** Who has signed a case that can still be signed, as a digest that is another one in each case: nobody counts twice by two accounts. */
export const signedSubjects = table(
  'signed_subjects',
  {
    proposalId: id('proposal_id').notNull(),
    key: text('key').notNull(),
    personId: id('person_id').references(() => people.id),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.key] }), index('signed_subjects_person').on(t.personId), hash(t.key)],
)
