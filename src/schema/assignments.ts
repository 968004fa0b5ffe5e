// Which agencies handle a case, and how that changed.
import { sql } from 'drizzle-orm'
import { id, index, integer, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { atLeast, filled, inOrder, oneOf, rule, together } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type AssignmentRole, assignmentChangeKinds, assignmentRoles } from './values.ts'

/** One part and clock per agency. Exactly one open lead per case from approval on. */
export const assignments = table(
  'assignments',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    agencyId: id('agency_id')
      .notNull()
      .references(() => agencies.id),
    role: text('role').$type<AssignmentRole>().notNull(),
    assignedAt: moment('assigned_at').notNull(),
    dueBefore: moment('due_before'), // once the threshold is met
    daysBefore: integer('days_before').notNull().default(0), // by so many days a supporting part is due before the answer
    answeredAt: moment('answered_at'),
    endedAt: moment('ended_at'), // transferred away
    contribution: text('contribution'), // a supporting agency's own part, public
    salt: text('salt'),
  },
  (t) => [
    index('assignments_proposal').on(t.proposalId),
    index('assignments_agency').on(t.agencyId, t.endedAt),
    uniqueIndex('assignments_one_lead').on(t.proposalId).where(sql`role = 'lead' and ended_at is null`),
    uniqueIndex('assignments_once').on(t.proposalId, t.agencyId).where(sql`ended_at is null`),
    oneOf(t.role, assignmentRoles),
    atLeast(t.daysBefore, 0),
    rule('assignments_lead_due', "role = 'supporting' or days_before = 0"),
    inOrder(t.assignedAt, t.endedAt),
    filled(t.contribution),
    together(t.contribution, t.salt),
  ],
)

/** Moves between agencies, supporting parts that come, go or get another date, and the one extension: each with its public reason. */
export const assignmentChanges = table(
  'assignment_changes',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<(typeof assignmentChangeKinds)[number]>().notNull(),
    fromAgencyId: id('from_agency_id').references(() => agencies.id),
    toAgencyId: id('to_agency_id').references(() => agencies.id),
    reason: text('reason').notNull(),
    salt: text('salt').notNull(),
    dueBefore: moment('due_before'), // after it
    personId: id('person_id').references(() => people.id),
    decidedAt: moment('decided_at').notNull(),
  },
  (t) => [
    index('assignment_changes_proposal').on(t.proposalId, t.decidedAt),
    oneOf(t.kind, assignmentChangeKinds),
    rule('assignment_changes_to', "(kind in ('transferred', 'part_added')) = (to_agency_id is not null)"),
    rule('assignment_changes_from', "kind not in ('part_released', 'part_dated') or from_agency_id is not null"),
    rule('assignment_changes_extended', "kind <> 'extended' or due_before is not null"),
    rule('assignment_changes_elsewhere', 'to_agency_id <> from_agency_id'),
    rule('assignment_changes_reason', "reason <> '' or person_id is null"), // nobody gives one where an agency has ended
    filled(t.salt),
  ],
)
