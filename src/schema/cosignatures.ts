// Co-signatures. One person, one per case: the primary key decides.
import { boolean, id, index, integer, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'

export const cosignatures = table(
  'cosignatures',
  {
    proposalId: id('proposal_id').notNull(),
    personId: id('person_id').notNull(),
    signedAt: moment('signed_at').notNull(),
    day: text('day').notNull(), // local date of the government
    districtCode: text('district_code').notNull(),
    assurance: integer('assurance').notNull(), // 1 e-mail confirmed, 2 residence verified
    reason: text('reason'), // shown without a name
    reasonId: text('reason_id'), // random: names the reason in public, and says nothing of its person or moment
    noticeVersion: text('notice_version').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.personId] }), index('cosignatures_person').on(t.personId, t.signedAt)],
)

/** Newcomers who have not pressed the button in their mail yet. Gone after 48 hours. */
export const pendingCosignatures = table(
  'pending_cosignatures',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id').notNull(),
    email: text('email').notNull(),
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
    index('pending_cosignatures_case').on(t.proposalId, t.createdAt),
  ],
)

/** Reasons that a moderator took off the page, with the public words why. The moment names the co-signature: a later one is another. */
export const reasonRemovals = table(
  'reason_removals',
  {
    proposalId: id('proposal_id').notNull(),
    personId: id('person_id').notNull(),
    signedAt: moment('signed_at').notNull(),
    words: text('words').notNull(),
    salt: text('salt').notNull(),
    removedBy: id('removed_by').notNull(),
    removedAt: moment('removed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.personId, t.signedAt] })],
)

/** Sums for curves and maps, kept in the same unit as each co-signature. Level 0 are imported counts: they have no rows of persons. */
export const cosignatureCounts = table(
  'cosignature_counts',
  {
    proposalId: id('proposal_id').notNull(),
    day: text('day').notNull(),
    districtCode: text('district_code').notNull(), // '' where the source did not say
    assurance: integer('assurance').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.day, t.districtCode, t.assurance] })],
)
