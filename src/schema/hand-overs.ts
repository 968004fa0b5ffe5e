// Cases of another government's remit: who was asked to take one, and what came of it.
import { sql } from 'drizzle-orm'
import { id, index, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { filled, inOrder, localDate, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type HandOverState, handOverStates } from './values.ts'

/** The case stays where it is, with its page. At most one hand-over of a case is under way. */
export const handOvers = table(
  'hand_overs',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id') // of the case
      .notNull()
      .references(() => governments.id),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    toGovernmentId: id('to_government_id').references(() => governments.id), // one that is here; else its name follows
    receiver: text('receiver'),
    link: text('link'), // where the receiver shows it
    reason: text('reason').notNull(),
    salt: text('salt').notNull(),
    handedOn: text('handed_on').notNull(), // local days of the case's government
    dueOn: text('due_on'), // by when the receiver is to answer
    state: text('state').$type<HandOverState>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id), // of the receiver: which accepted it
    endedOn: text('ended_on'),
    result: text('result'), // what the receiver said, public
    resultSalt: text('result_salt'),
    personId: id('person_id').references(() => people.id),
    endedById: id('ended_by_id').references(() => people.id),
    createdAt: moment('created_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    index('hand_overs_proposal').on(t.proposalId, t.createdAt),
    index('hand_overs_received').on(t.toGovernmentId, t.state),
    index('hand_overs_between').on(t.governmentId, t.toGovernmentId),
    index('hand_overs_due').on(t.dueOn).where(sql`ended_at is null and due_on is not null`),
    uniqueIndex('hand_overs_one_under_way').on(t.proposalId).where(sql`state in ('offered', 'open')`),
    oneOf(t.state, handOverStates),
    rule('hand_overs_one_receiver', '(to_government_id is null) = (receiver is not null)'),
    rule('hand_overs_elsewhere', 'to_government_id <> government_id'),
    rule('hand_overs_offered', "state not in ('offered', 'accepted', 'sent_back') or to_government_id is not null"),
    rule('hand_overs_outside', "state not in ('open', 'returned') or receiver is not null"),
    rule('hand_overs_ended', "(state in ('offered', 'open')) = (ended_at is null)"),
    rule('hand_overs_accepted', "(state = 'accepted') = (agency_id is not null)"),
    together(t.endedAt, t.endedOn),
    together(t.result, t.resultSalt),
    filled(t.reason),
    filled(t.salt),
    filled(t.receiver),
    filled(t.link),
    filled(t.result),
    localDate(t.handedOn),
    localDate(t.dueOn),
    localDate(t.endedOn),
    inOrder(t.handedOn, t.dueOn),
    inOrder(t.handedOn, t.endedOn),
    inOrder(t.createdAt, t.endedAt),
  ],
)
