// The desk: what waits there, and which colleague has it.
import { sql } from 'drizzle-orm'
import { boolean, id, index, integer, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { flags, inOrder, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type DeskLane, type DeskTask, deskLanes, deskTasks } from './values.ts'

/**
 * One row for everything that waits: a check, an agency's part, a letter without a reply, a case on hold, a case that could be
 * answered early. Nobody writes here: triggers keep it, from the view desk_owed (migrations/derived). So a queue of any length is
 * counted and read in its order from an index.
 */
export const deskItems = table(
  'desk_items',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    lane: text('lane').$type<DeskLane>().notNull(),
    task: text('task').$type<DeskTask>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id), // null: the moderators
    personId: id('person_id').references(() => people.id), // the colleague who has the case
    topicCode: text('topic_code'),
    dueBefore: moment('due_before'),
    repliedAt: moment('replied_at'), // the proposer wrote last
    unknownFrom: moment('unknown_from'), // of an imported case: from then on nobody here knows whether it is still owed
    comesFirst: boolean('comes_first').notNull(), // of several parts of one case, the one that is due first
    orderKey: integer('order_key').notNull(), // a letter first, then by due date, undated last
  },
  (t) => [
    index('desk_items_proposal').on(t.proposalId),
    index('desk_items_agency').on(
      ...[t.governmentId, t.lane, t.agencyId, t.orderKey, t.id, t.dueBefore, t.unknownFrom],
    ),
    index('desk_items_first').on(
      ...[t.governmentId, t.lane, t.comesFirst, t.orderKey, t.id, t.dueBefore, t.unknownFrom],
    ),
    index('desk_items_person').on(...[t.governmentId, t.lane, t.agencyId, t.personId, t.dueBefore, t.unknownFrom]),
    oneOf(t.lane, deskLanes),
    oneOf(t.task, deskTasks),
    ...flags(t.comesFirst),
  ],
)

/** 承辦人: which colleague has a case, for the moderators (no agency) or for an agency; and who asked to take it over. */
export const caseOfficers = table(
  'case_officers',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    agencyId: id('agency_id').references(() => agencies.id),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    since: moment('since').notNull(),
    askerId: id('asker_id').references(() => people.id),
    askedAt: moment('asked_at'),
  },
  (t) => [
    uniqueIndex('case_officers_agency').on(t.proposalId, t.agencyId).where(sql`agency_id is not null`),
    uniqueIndex('case_officers_moderators').on(t.proposalId).where(sql`agency_id is null`),
    index('case_officers_person').on(t.personId),
    together(t.askerId, t.askedAt),
    inOrder(t.since, t.askedAt),
    rule('case_officers_asker', 'asker_id <> person_id'),
  ],
)
