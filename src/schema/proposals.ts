// A case and its texts. People say case (案件), code and addresses say proposal: they are one thing.
// Long texts lie apart, so that counting a co-signature rewrites a small row.
import { sql } from 'drizzle-orm'
import {
  boolean,
  type Column,
  descending,
  id,
  index,
  integer,
  isTrue,
  json,
  moment,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { atLeast, filled, list, oneOf, rule } from './checks.ts'
import { governments, ruleVersions } from './governments.ts'
import { people } from './people.ts'
import { proposalRules } from './proposal-rules.ts'
import { type Outcome, proposalUpdateKinds, type Source, type Stage } from './values.ts'

type Columns = {
  [name in 'id' | 'governmentId' | 'stage' | 'topicCode' | 'districtCode' | 'outcome' | 'year' | 'listed']: Column
} & {
  [name in 'publishedAt' | 'closesBefore' | 'answerDueBefore' | 'answeredAt' | 'endedAt' | 'countUnsaid']: Column
}

/** What everybody sees, in each order that a list can have (domain/search/list-store.ts). `stage` is there to be read from the index. */
function listIndexes(t: Columns) {
  const last = [sql`number desc`, sql`id desc`, t.stage] as const
  const newest = [descending(t.publishedAt), ...last] as const
  const ended = [descending(t.answeredAt), descending(t.endedAt), ...last] as const
  return [
    index('listed_newest').on(t.governmentId, ...newest),
    index('listed_answered').on(t.governmentId, ...ended),
    index('listed_most_signed').on(t.governmentId, sql`count desc`, t.countUnsaid, ...last),
    index('listed_closing').on(t.governmentId, t.closesBefore, ...last),
    index('listed_waiting').on(t.governmentId, t.answerDueBefore, ...last),
    index('listed_topic').on(t.governmentId, t.topicCode, ...newest),
    index('listed_district').on(t.governmentId, t.districtCode, ...newest),
    index('listed_outcome').on(t.governmentId, t.outcome, ...ended),
    index('listed_year').on(t.governmentId, t.year, ...newest),
    index('listed_stage').on(t.governmentId, t.stage, t.closesBefore, t.answerDueBefore),
    // all that is asked of what a search found, so that cases themselves are read for one page only
    index('listed_found').on(
      t.id,
      t.governmentId,
      t.stage,
      t.outcome,
      t.topicCode,
      t.districtCode,
      t.year,
      t.publishedAt,
    ),
  ].map((made) => made.where(isTrue(t.listed)))
}

export const proposals = table(
  'proposals',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    number: text('number'), // 'YYYY-NNNN', given at first submission
    year: integer('year'), // of the number, at hand for lists
    authorId: id('author_id').references(() => people.id), // null for imported cases
    authorName: text('author_name'), // the display name shown; null for imported cases
    stage: text('stage').$type<Stage>().notNull(),
    title: text('title').notNull(),
    topicCode: text('topic_code'),
    districtCode: text('district_code'), // of the place
    place: text('place'),
    suggestedAgencies: json<string[]>('suggested_agencies').notNull(), // codes, at most 3; none: "decide for me"
    ruleVersionId: id('rule_version_id').references(() => ruleVersions.id), // from first submission, for ever
    threshold: integer('threshold'), // of that version, at hand for counting and lists
    count: integer('count').notNull(), // co-signatures; equals the rows in cosignatures plus imported counts
    countUnsaid: boolean('count_unsaid').notNull().default(false), // its source gives no count: 0 is not known, and not none
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
    mergedIntoId: id('merged_into_id').references((): Column => proposals.id),
    heldAt: moment('held_at'), // a mark for staff; the clock goes on
    hiddenAt: moment('hidden_at'), // 410 with the reason; count and record stay
    hiddenReason: text('hidden_reason'),
    textRemovedAt: moment('text_removed_at'), // by its author: the texts are gone, the case answers 410, its numbers stay
    forgottenWarnedAt: moment('forgotten_warned_at'), // a draft or returned case ends soon: its author was told
    revision: integer('revision').notNull(), // of the draft: two tabs don't overwrite each other unseen
    asksDrawnUpAt: moment('asks_drawn_up_at'), // by staff, where a source brought none
    source: json<Source | null>('source'), // imported cases show where they come from
    sourceId: text('source_id'), // the key on a second import
    seenOn: text('seen_on'), // local day on which its source was last seen to say so; null for what began here
    // Everybody finds it in lists: it was published, merged or once refused, and is not hidden. A trigger keeps it (README.md), since
    // SQLite reads no index alone where a generated column is asked for.
    listed: boolean('listed').notNull().default(false),
  },
  (t) => [
    uniqueIndex('proposals_number').on(t.governmentId, t.number),
    uniqueIndex('proposals_source').on(t.governmentId, t.sourceId),
    index('proposals_check_due').on(t.stage, t.checkDueBefore),
    index('proposals_closing_due').on(t.stage, t.closesBefore),
    index('proposals_answer_due').on(t.stage, t.answerDueBefore),
    index('proposals_author').on(t.authorId, t.updatedAt),
    index('proposals_author_name').on(t.governmentId, t.authorName),
    index('proposals_merged_into').on(t.mergedIntoId),
    index('proposals_text_removed').on(t.textRemovedAt).where(sql`text_removed_at is not null`),

    ...listIndexes(t),
    ...proposalRules(t),
  ],
)

/** Seen by everyone: from gathering on, and what was refused, whatever came then; not what was withdrawn unseen, nor what is hidden. */
export const isListed = isTrue(proposals.listed)

export const proposalTexts = table(
  'proposal_texts',
  {
    proposalId: id('proposal_id')
      .primaryKey()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    problem: text('problem').notNull(),
    benefit: text('benefit').notNull(),
    salt: text('salt').notNull(), // beside the text, so that the record's digest says nothing once the text is erased
  },
  (t) => [filled(t.salt)],
)

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
  (t) => [
    primaryKey({ columns: [t.proposalId, t.revision] }),
    atLeast(t.revision, 0),
    list(t.asks), // a case that was brought in may have none
  ],
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
  (t) => [primaryKey({ columns: [t.proposalId, t.number] }), atLeast(t.number, 1)],
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
  (t) => [index('evidence_proposal').on(t.proposalId, t.position), atLeast(t.position, 0), filled(t.url)],
)

/** Dated public words after publication: the author's updates, an agency's schedule, earlier entries of an import. */
export const proposalUpdates = table(
  'proposal_updates',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<(typeof proposalUpdateKinds)[number]>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id), // null: the author
    body: text('body').notNull(),
    salt: text('salt').notNull(),
    personId: id('person_id').references(() => people.id),
    writtenAt: moment('written_at').notNull(),
  },
  (t) => [
    index('proposal_updates_proposal').on(t.proposalId, t.writtenAt),
    oneOf(t.kind, proposalUpdateKinds),
    rule('proposal_updates_agency', "(kind = 'author') = (agency_id is null)"),
    filled(t.body),
    filled(t.salt),
  ],
)

/** The last case number per government and year: the next one is taken in the same unit as the submission. */
export const numberCounters = table(
  'number_counters',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    year: integer('year').notNull(),
    last: integer('last').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.governmentId, t.year] }),
    rule('number_counters_year', 'year between 1 and 9999'),
    atLeast(t.last, 1),
  ],
)
