// Co-signatures. One person, one per case: the primary key decides.
// What a press writes has no foreign key to the case: README.md says why.
import { type AnyColumn, sql } from 'drizzle-orm'
import { boolean, id, index, integer, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { address, atLeast, filled, flags, hash, inOrder, localDate, needs, oneOf, rule } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { assuranceLevels, type CosignatureState, cosignatureStates, personLevels } from './values.ts'

/** Held or invalid: what `cosignatures_apart` holds. Without it, letter by letter, the index is not used. */
export const isApart = (t: { state: AnyColumn }) => sql`${t.state} <> 'counted'`

export const cosignatures = table(
  'cosignatures',
  {
    proposalId: id('proposal_id').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    signedAt: moment('signed_at').notNull(),
    day: text('day').notNull(), // local date of the government
    districtCode: text('district_code').notNull(),
    assurance: integer('assurance').notNull(), // values.ts; never 0
    reason: text('reason'), // shown without a name
    reasonId: text('reason_id'), // random: names the reason in public, and says nothing of its person or moment
    noticeVersion: text('notice_version').notNull(),
    state: text('state').$type<CosignatureState>().notNull().default('counted'), // only 'counted' ones are in any public number
    salt: text('salt'), // opens the commitment in the public record (domain/cosignatures/hash-commitment.ts); null: nobody can any more
    ofAge: boolean('of_age').notNull().default(false), // where the case asks for an age: its signer was verified to be so old
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.personId] }),
    index('cosignatures_person').on(t.personId, t.signedAt),
    // the newest reasons of a case, and one reason by its name; most co-signatures have none
    index('cosignatures_reasons').on(t.proposalId, t.day, t.reasonId).where(sql`reason is not null`),
    // always empty but for what a former version writes while it is being exchanged
    index('cosignatures_unnamed').on(t.proposalId).where(sql`reason is not null and reason_id is null`),
    // what is held or invalid; of most cases nothing
    index('cosignatures_apart').on(t.proposalId, t.state).where(isApart(t)),
    localDate(t.day),
    oneOf(t.assurance, personLevels),
    oneOf(t.state, cosignatureStates),
    ...flags(t.ofAge),
    filled(t.reason),
    needs(t.reasonId, t.reason),
    filled(t.noticeVersion),
  ],
)

/** Newcomers who have not pressed the button in their mail yet. Gone after 48 hours. */
export const pendingCosignatures = table(
  'pending_cosignatures',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id').notNull(),
    email: text('email').notNull(),
    emailKey: text('email_key').notNull().default(''), // the mailbox in its one form
    districtCode: text('district_code').notNull(),
    reason: text('reason'),
    wantsAnswer: boolean('wants_answer').notNull(),
    noticeVersion: text('notice_version').notNull(),
    language: text('language').notNull(),
    tokenHash: text('token_hash').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    confirmedAt: moment('confirmed_at'),
  },
  (t) => [
    uniqueIndex('pending_cosignatures_token').on(t.tokenHash),
    index('pending_cosignatures_expires').on(t.expiresAt),
    index('pending_cosignatures_mailbox').on(t.emailKey),
    index('pending_cosignatures_case').on(t.proposalId, t.createdAt),
    address(t.email),
    filled(t.reason),
    ...flags(t.wantsAnswer),
    filled(t.noticeVersion),
    filled(t.language),
    hash(t.tokenHash),
    inOrder(t.createdAt, t.expiresAt, { strictly: true }),
    inOrder(t.createdAt, t.confirmedAt),
  ],
)

/** Reasons that a moderator took off the page, with the public words why. The moment names the co-signature: a later one is another. */
export const reasonRemovals = table(
  'reason_removals',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    signedAt: moment('signed_at').notNull(),
    words: text('words').notNull(),
    salt: text('salt').notNull(),
    removedById: id('removed_by_id')
      .notNull()
      .references(() => people.id),
    removedAt: moment('removed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.personId, t.signedAt] }),
    filled(t.words),
    filled(t.salt),
    inOrder(t.signedAt, t.removedAt),
  ],
)

/** Sums for curves and maps, kept in the same unit as each co-signature. Level 0 are imported counts, 3 is paper: they have no rows of persons. */
export const cosignatureCounts = table(
  'cosignature_counts',
  {
    proposalId: id('proposal_id').notNull(),
    day: text('day').notNull(), // local date; '' where the source did not say
    districtCode: text('district_code').notNull(), // '' where the source did not say
    assurance: integer('assurance').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.day, t.districtCode, t.assurance] }),
    localDate(t.day, { orEmpty: true }),
    oneOf(t.assurance, assuranceLevels),
    rule('cosignature_counts_known', "assurance = 0 or (day <> '' and district_code <> '')"),
    atLeast(t.count, 0),
  ],
)
