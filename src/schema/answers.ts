// Answers, decisions ask by ask, and the promises in them.

import type { Decision } from '../domain/answers/answer.ts'
import { id, index, integer, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'

/** Version 1 is the answer; later versions are supplements. All stay, with a visible difference. A draft has no published_at. */
export const answers = table(
  'answers',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id').notNull(),
    agencyId: id('agency_id').notNull(),
    version: integer('version').notNull(),
    analysis: text('analysis').notNull(),
    deliberation: text('deliberation').notNull(),
    adoption: text('adoption').notNull(), // imported prose; empty where asks are decided one by one
    followUp: text('follow_up').notNull(),
    note: text('note').notNull(), // why a supplement was made
    salt: text('salt').notNull(),
    personId: id('person_id'),
    revision: integer('revision').notNull().default(0), // of the draft: two officers don't overwrite each other unseen
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    publishedAt: moment('published_at'),
  },
  (t) => [uniqueIndex('answers_version').on(t.proposalId, t.version)],
)

export const askDecisions = table(
  'ask_decisions',
  {
    answerId: id('answer_id')
      .notNull()
      .references(() => answers.id, { onDelete: 'cascade' }),
    askNumber: integer('ask_number').notNull(),
    decision: text('decision').$type<Decision>(), // null in a draft
    reason: text('reason').notNull(),
  },
  (t) => [primaryKey({ columns: [t.answerId, t.askNumber] })],
)

/** 承諾: what, who, by when. In a draft until its answer is published. */
export const commitments = table(
  'commitments',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id').notNull(),
    proposalId: id('proposal_id').notNull(),
    answerId: id('answer_id').notNull(),
    agencyId: id('agency_id').notNull(),
    askNumber: integer('ask_number'),
    position: integer('position').notNull(),
    what: text('what').notNull(),
    owner: text('owner').notNull(), // the unit within the agency
    dueOn: text('due_on').notNull(), // local date
    state: text('state').$type<'draft' | 'open' | 'kept' | 'changed' | 'dropped'>().notNull(),
    closedAt: moment('closed_at'),
    salt: text('salt').notNull(),
  },
  (t) => [
    index('commitments_proposal').on(t.proposalId, t.position),
    index('commitments_government').on(t.governmentId, t.state, t.dueOn),
    index('commitments_agency').on(t.agencyId, t.state, t.dueOn),
  ],
)

/** Progress with evidence, and the closing words: kept, changed or dropped, with a reason. */
export const commitmentUpdates = table(
  'commitment_updates',
  {
    id: id('id').primaryKey(),
    commitmentId: id('commitment_id')
      .notNull()
      .references(() => commitments.id),
    kind: text('kind').$type<'progress' | 'kept' | 'changed' | 'dropped'>().notNull(),
    body: text('body').notNull(),
    evidenceUrl: text('evidence_url'),
    dueFrom: text('due_from'), // local dates, where the date was changed
    dueTo: text('due_to'),
    salt: text('salt').notNull(),
    personId: id('person_id'),
    writtenAt: moment('written_at').notNull(),
  },
  (t) => [index('commitment_updates_commitment').on(t.commitmentId, t.writtenAt)],
)
