// What a person must be able to see about themselves: what they agreed to, and who on the staff looked.
import { sql } from 'drizzle-orm'
import { id, index, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { filled, inOrder, localDate, oneOf, rule } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import {
  type ConsentEnd,
  type ConsentEnding,
  type ConsentPurpose,
  consentEndings,
  consentEnds,
  consentPurposes,
} from './values.ts'

/**
 * 同意紀錄: one row for each thing that somebody gave, written in the unit in which they gave it. `subject`: of a case its id; of a
 * district, a seat or a verification the government's; of a list that is followed GOVERNMENT KIND TARGET; of an account the
 * person's; of a calendar the government's or 'followed'; of a passkey, service or webhook the row's. No foreign key: a press writes it (README.md).
 */
export const consents = table(
  'consents',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    purpose: text('purpose').$type<ConsentPurpose>().notNull(),
    subject: text('subject').notNull(),
    noticeVersion: text('notice_version').notNull(), // the privacy notice as it read then
    givenAt: moment('given_at').notNull(),
    lasts: text('lasts').$type<ConsentEnd>().notNull().default('case'), // until when, as it was said then
    expiresAt: moment('expires_at'), // of what ends on a day
    withdrawnAt: moment('withdrawn_at'),
    endedWhy: text('ended_why').$type<ConsentEnding>(), // null where its person took it back
  },
  (t) => [
    // what is given is given once, until it is withdrawn
    uniqueIndex('consents_open').on(t.personId, t.purpose, t.subject).where(sql`withdrawn_at is null`),
    index('consents_person').on(t.personId, t.givenAt),
    oneOf(t.purpose, consentPurposes),
    filled(t.subject),
    filled(t.noticeVersion),
    inOrder(t.givenAt, t.withdrawnAt),
    oneOf(t.lasts, consentEnds),
    oneOf(t.endedWhy, consentEndings),
    rule('consents_date', "(lasts = 'date') = (expires_at is not null)"),
  ],
)

/** 使用紀錄: a colleague opened what only the proposer and the staff see of a case. One row for each colleague, case and day. */
export const staffLooks = table(
  'staff_looks',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }), // whose data
    lookerId: id('looker_id')
      .notNull()
      .references(() => people.id),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    day: text('day').notNull(), // local date of the government
    // why, in the colleague's words; null: it lies on their own desk; '#unpublished': on another, and not public yet (moderation/looks.ts)
    reason: text('reason'),
    lookedAt: moment('looked_at').notNull(), // the first time that day
  },
  (t) => [
    uniqueIndex('staff_looks_day').on(t.lookerId, t.proposalId, t.day),
    index('staff_looks_person').on(t.personId, t.lookedAt),
    index('staff_looks_proposal').on(t.proposalId),
    localDate(t.day),
    filled(t.reason),
    rule('staff_looks_another', 'looker_id <> person_id'),
  ],
)
