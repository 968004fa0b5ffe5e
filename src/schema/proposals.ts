// A case and its texts. Long texts lie apart, so that counting a co-signature rewrites a small row.
import { id, index, integer, json, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { governments, ruleVersions } from './governments.ts'
import type { Outcome, Source, Stage } from './values.ts'

export const proposals = table(
  'proposals',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    number: text('number'), // 'YYYY-NNNN', given at first submission
    year: integer('year'), // of the number
    authorId: id('author_id'), // null once erased, and for imported cases
    authorName: text('author_name'), // the display name shown; null once erased
    stage: text('stage').$type<Stage>().notNull(),
    title: text('title').notNull(),
    topicCode: text('topic_code'),
    districtCode: text('district_code'), // of the place
    place: text('place'),
    suggestedAgencies: json<string[]>('suggested_agencies').notNull(), // codes, at most 3; none: "decide for me"
    ruleVersionId: id('rule_version_id').references(() => ruleVersions.id), // from first submission, for ever
    threshold: integer('threshold'), // of that version, at hand for counting and lists
    count: integer('count').notNull(), // co-signatures; equals the rows in cosignatures plus imported counts
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    submittedAt: moment('submitted_at'),
    checkDueBefore: moment('check_due_before'),
    publishedAt: moment('published_at'),
    closesBefore: moment('closes_before'),
    earlyWarnedAt: moment('early_warned_at'),
    thresholdMetAt: moment('threshold_met_at'),
    scheduleDueBefore: moment('schedule_due_before'),
    scheduledAt: moment('scheduled_at'),
    contactDueBefore: moment('contact_due_before'),
    contactedAt: moment('contacted_at'),
    answerDueBefore: moment('answer_due_before'),
    extendedAt: moment('extended_at'),
    answeredAt: moment('answered_at'),
    overdueAt: moment('overdue_at'), // when the record said so
    endedAt: moment('ended_at'), // refused, expired, merged or withdrawn
    outcome: text('outcome').$type<Outcome>(),
    reasonCode: text('reason_code'), // of a refusal
    reconsideredAt: moment('reconsidered_at'), // the author may ask once
    mergedIntoId: id('merged_into_id'),
    heldAt: moment('held_at'), // a mark for staff; the clock goes on
    hiddenAt: moment('hidden_at'), // 410 with the reason; count and record stay
    hiddenReason: text('hidden_reason'),
    revision: integer('revision').notNull(), // of the draft: two tabs don't overwrite each other unseen
    asksDrawnUpAt: moment('asks_drawn_up_at'), // by staff, where a source brought none
    source: json<Source | null>('source'), // imported cases show where they come from
    sourceId: text('source_id'), // the key on a second import
    seenOn: text('seen_on'), // local day on which its source was last seen to say so; null for what began here
  },
  (t) => [
    uniqueIndex('proposals_number').on(t.governmentId, t.number),
    uniqueIndex('proposals_source').on(t.governmentId, t.sourceId),
    // lists go by partial indexes over what everybody sees, written by hand in the migrations: listed_newest and others
    index('proposals_check_due').on(t.stage, t.checkDueBefore),
    index('proposals_closing_due').on(t.stage, t.closesBefore),
    index('proposals_answer_due').on(t.stage, t.answerDueBefore),
    index('proposals_author').on(t.authorId, t.updatedAt),
    index('proposals_merged_into').on(t.mergedIntoId),
  ],
)

export const proposalTexts = table('proposal_texts', {
  proposalId: id('proposal_id')
    .primaryKey()
    .references(() => proposals.id, { onDelete: 'cascade' }),
  problem: text('problem').notNull(),
  benefit: text('benefit').notNull(),
  salt: text('salt').notNull(), // beside the text, so that the record's digest says nothing once the text is erased
})

/** Every text of a case as it was sent to be checked, and as a correction left it: what somebody read when they decided. */
export const textVersions = table(
  'text_versions',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    revision: integer('revision').notNull(),
    title: text('title').notNull(),
    problem: text('problem').notNull(),
    benefit: text('benefit').notNull(),
    asks: json<string[]>('asks').notNull(),
    keptAt: moment('kept_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.revision] })],
)

/** 訴求: one to five, each a thing an agency can decide. */
export const asks = table(
  'asks',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    text: text('text').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.number] })],
)

export const evidence = table(
  'evidence',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    url: text('url').notNull(),
    label: text('label').notNull(),
  },
  (t) => [index('evidence_proposal').on(t.proposalId, t.position)],
)

/** Dated public words after publication: the author's updates, an agency's schedule, earlier entries of an import. */
export const updates = table(
  'updates',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<'author' | 'schedule' | 'progress'>().notNull(),
    agencyId: id('agency_id'),
    body: text('body').notNull(),
    salt: text('salt').notNull(),
    personId: id('person_id'),
    writtenAt: moment('written_at').notNull(),
  },
  (t) => [index('updates_proposal').on(t.proposalId, t.writtenAt)],
)

/** The next case number per government and year: taken in the same unit as the submission. */
export const counters = table(
  'counters',
  {
    governmentId: id('government_id').notNull(),
    year: integer('year').notNull(),
    last: integer('last').notNull(),
  },
  (t) => [primaryKey({ columns: [t.governmentId, t.year] })],
)
