// 承諾: what agencies commit themselves to in their answers.
import { id, index, integer, moment, table, text } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { answers } from './answers.ts'
import { atLeast, filled, localDate, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type CommitmentState, commitmentEnds, commitmentStates, commitmentUpdateKinds } from './values.ts'

/** What, who, by when. In a draft until its answer is published. */
export const commitments = table(
  'commitments',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    answerId: id('answer_id')
      .notNull()
      .references(() => answers.id),
    agencyId: id('agency_id')
      .notNull()
      .references(() => agencies.id), // who has it now; who made it is the agency of its answer
    askNumber: integer('ask_number'), // null: for the whole case
    position: integer('position').notNull(),
    what: text('what').notNull(),
    owner: text('owner').notNull(), // the unit within the agency
    dueOn: text('due_on').notNull(), // local date; '' in a draft that has none yet
    state: text('state').$type<CommitmentState>().notNull(),
    closedAt: moment('closed_at'),
    handedOverAt: moment('handed_over_at'), // the last time an agency ended and its successor took it over
    salt: text('salt').notNull(),
  },
  (t) => [
    index('commitments_proposal').on(t.proposalId, t.position),
    index('commitments_answer').on(t.answerId),
    index('commitments_government').on(t.governmentId, t.state, t.dueOn),
    index('commitments_agency').on(t.agencyId, t.state, t.dueOn),
    atLeast(t.askNumber, 1),
    atLeast(t.position, 0),
    oneOf(t.state, commitmentStates),
    rule('commitments_public', "state = 'draft' or (what <> '' and owner <> '' and due_on <> '')"),
    localDate(t.dueOn, { orEmpty: true }),
    rule(
      'commitments_closed',
      `(state in (${commitmentEnds.map((state) => `'${state}'`).join(', ')})) = (closed_at is not null)`,
    ),
    filled(t.salt),
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
    kind: text('kind').$type<(typeof commitmentUpdateKinds)[number]>().notNull(),
    body: text('body').notNull(),
    evidenceUrl: text('evidence_url'),
    dueFrom: text('due_from'), // local dates, where the date was changed
    dueTo: text('due_to'),
    salt: text('salt').notNull(),
    personId: id('person_id').references(() => people.id),
    writtenAt: moment('written_at').notNull(),
  },
  (t) => [
    index('commitment_updates_commitment').on(t.commitmentId, t.writtenAt),
    oneOf(t.kind, commitmentUpdateKinds),
    filled(t.body),
    filled(t.evidenceUrl),
    localDate(t.dueFrom),
    localDate(t.dueTo),
    together(t.dueFrom, t.dueTo),
    rule('commitment_updates_due_moved', 'due_from <> due_to'),
    rule('commitment_updates_due_changed', "kind = 'changed' or due_to is null"),
    filled(t.salt),
  ],
)
