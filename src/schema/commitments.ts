// 承諾: what agencies commit themselves to in their answers.
import { id, index, integer, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { answers } from './answers.ts'
import { atLeast, filled, localDate, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import {
  type CommitmentState,
  commitmentEnds,
  commitmentStates,
  commitmentUpdateKinds,
  type Verdict,
  verdicts,
} from './values.ts'

/**
 * What, who, by when, and how anybody will see that it is done. In a draft until its answer is published. Two states stand side by
 * side: what its agency says (`doneAt`, 'dropped') and what a checker found (`verdict`).
 */
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
    number: integer('number'), // which of its case, for ever; null in a draft
    what: text('what').notNull(),
    measure: text('measure').notNull(), // how anybody will see that it is done; '': not verifiable
    owner: text('owner').notNull(), // the unit within the agency
    dueOn: text('due_on').notNull(), // local date; '' in a draft that has none yet
    state: text('state').$type<CommitmentState>().notNull(),
    closedAt: moment('closed_at'),
    reportedAt: moment('reported_at'), // the last word of its agency, the answer included; null in a draft
    doneAt: moment('done_at'), // since when its agency says that it is done
    verdict: text('verdict').$type<Verdict>(), // what a checker found last
    checkedAt: moment('checked_at'),
    handedOverAt: moment('handed_over_at'), // the last time an agency ended and its successor took it over
    salt: text('salt').notNull(),
  },
  (t) => [
    index('commitments_proposal').on(t.proposalId, t.position),
    uniqueIndex('commitments_number').on(t.proposalId, t.number),
    index('commitments_answer').on(t.answerId),
    index('commitments_government').on(t.governmentId, t.state, t.dueOn),
    index('commitments_agency').on(t.agencyId, t.state, t.dueOn),
    atLeast(t.askNumber, 1),
    atLeast(t.position, 0),
    oneOf(t.state, commitmentStates),
    atLeast(t.number, 1),
    rule('commitments_public', "state = 'draft' or (what <> '' and owner <> '' and due_on <> '')"),
    rule('commitments_numbered', "(state = 'draft') = (number is null) and (state = 'draft') = (reported_at is null)"),
    rule('commitments_done', "done_at is null or state in ('open', 'kept')"),
    oneOf(t.verdict, verdicts),
    together(t.verdict, t.checkedAt),
    rule('commitments_kept', "(state = 'kept') = (coalesce(verdict, '') = 'complete')"),
    localDate(t.dueOn, { orEmpty: true }),
    rule(
      'commitments_closed',
      `(state in (${commitmentEnds.map((state) => `'${state}'`).join(', ')})) = (closed_at is not null)`,
    ),
    filled(t.salt),
  ],
)

/** Words of its agency, and of a checker: each with a date, and with evidence where there is some. */
export const commitmentUpdates = table(
  'commitment_updates',
  {
    id: id('id').primaryKey(),
    commitmentId: id('commitment_id')
      .notNull()
      .references(() => commitments.id),
    kind: text('kind').$type<(typeof commitmentUpdateKinds)[number]>().notNull(),
    body: text('body').notNull(),
    verdict: text('verdict').$type<Verdict>(), // of a check
    evidenceUrl: text('evidence_url'),
    evidenceOn: text('evidence_on'), // the local date that the evidence is of, or on which a checker looked
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
    oneOf(t.verdict, verdicts),
    rule(
      'commitment_updates_with_verdict', // who found anything says on which day they looked
      "(kind = 'checked') = (verdict is not null) and (coalesce(verdict, 'no_evidence') = 'no_evidence' or evidence_on is not null)",
    ),
    localDate(t.evidenceOn),
    localDate(t.dueFrom),
    localDate(t.dueTo),
    together(t.dueFrom, t.dueTo),
    rule('commitment_updates_due_moved', 'due_from <> due_to'),
    rule('commitment_updates_due_changed', "kind = 'changed' or due_to is null"),
    filled(t.salt),
  ],
)
