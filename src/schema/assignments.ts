// Which agencies handle a case, and how that changed.
import { id, index, moment, table, text } from '../platform/db/columns.ts'
import { proposals } from './proposals.ts'

/** One part and clock per agency. Exactly one open lead per case from approval on (partial unique index in the migrations). */
export const parts = table(
  'parts',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    agencyId: id('agency_id').notNull(),
    role: text('role').$type<'lead' | 'supporting'>().notNull(),
    assignedAt: moment('assigned_at').notNull(),
    dueBefore: moment('due_before'), // once the threshold is met
    answeredAt: moment('answered_at'),
    endedAt: moment('ended_at'), // transferred away
    contribution: text('contribution'), // a supporting agency's own part, public
    salt: text('salt'),
  },
  (t) => [index('parts_proposal').on(t.proposalId), index('parts_agency').on(t.agencyId, t.endedAt)],
)

/** Moves between agencies and the one extension: each with its public reason. */
export const routings = table(
  'routings',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<'transferred' | 'extended'>().notNull(),
    fromAgencyId: id('from_agency_id'),
    toAgencyId: id('to_agency_id'),
    reason: text('reason').notNull(),
    salt: text('salt').notNull(),
    dueBefore: moment('due_before'), // after it
    personId: id('person_id'),
    decidedAt: moment('decided_at').notNull(),
  },
  (t) => [index('routings_proposal').on(t.proposalId, t.decidedAt)],
)
