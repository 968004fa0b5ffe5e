// 承諾: what agencies commit themselves to in their answers.
import { id, index, integer, moment, table, text } from '../platform/db/columns.ts'

/** 承諾: what, who, by when. In a draft until its answer is published. */
export const commitments = table(
  'commitments',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id').notNull(),
    proposalId: id('proposal_id').notNull(),
    answerId: id('answer_id').notNull(),
    agencyId: id('agency_id').notNull(), // who has it now; who made it is the agency of its answer
    askNumber: integer('ask_number'),
    position: integer('position').notNull(),
    what: text('what').notNull(),
    owner: text('owner').notNull(), // the unit within the agency
    dueOn: text('due_on').notNull(), // local date
    state: text('state').$type<'draft' | 'open' | 'kept' | 'changed' | 'dropped'>().notNull(),
    closedAt: moment('closed_at'),
    handedOverAt: moment('handed_over_at'), // the last time an agency ended and its successor took it over
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
