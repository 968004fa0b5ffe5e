// What people are told. A row is written in the same unit as the change it tells of: nothing is sent for what did not happen.
import { sql } from 'drizzle-orm'
import {
  boolean,
  id,
  index,
  integer,
  json,
  moment,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../platform/db/columns.ts'
import type { MessageFacts, MessageKind } from './values.ts'

export const outbox = table(
  'outbox',
  {
    id: id('id').primaryKey(), // also the local part of the Message-ID, the same on every attempt
    kind: text('kind').$type<MessageKind>().notNull(),
    once: text('once'), // a key that makes telling twice impossible, e.g. 'due-14:PROPOSAL:PERSON'
    personId: id('person_id'),
    address: text('address').notNull(),
    language: text('language').notNull(),
    governmentId: id('government_id'),
    proposalId: id('proposal_id'),
    facts: json<MessageFacts>('facts').notNull(),
    priority: integer('priority').notNull(), // 0 first: sign-in codes overtake bulk mail
    createdAt: moment('created_at').notNull(),
    nextTryAt: moment('next_try_at'), // null once sent or given up
    attempts: integer('attempts').notNull(),
    sentAt: moment('sent_at'),
    failedAt: moment('failed_at'),
    lastError: text('last_error'),
  },
  (t) => [
    uniqueIndex('outbox_once').on(t.once),
    // only what waits: of all that was ever sent these know nothing
    index('outbox_due').on(t.priority, t.nextTryAt, t.createdAt).where(sql`next_try_at is not null`),
    // by the domain of the address, written by hand in the migrations: outbox_domain
    index('outbox_failed').on(t.failedAt).where(sql`failed_at is not null`),
    index('outbox_person').on(t.personId, t.createdAt),
  ],
)

/** One mail to many: expanded into the outbox in batches, resumed from `cursor` after a crash. */
export const mailings = table(
  'mailings',
  {
    id: id('id').primaryKey(),
    kind: text('kind').$type<MessageKind>().notNull(),
    governmentId: id('government_id').notNull(),
    proposalId: id('proposal_id').notNull(),
    facts: json<MessageFacts>('facts').notNull(),
    cursor: text('cursor').notNull(), // the last person reached
    createdAt: moment('created_at').notNull(),
    startsAt: moment('starts_at'), // until then what it tells of can be taken back; null: at once
    doneAt: moment('done_at'),
  },
  (t) => [index('mailings_open').on(t.doneAt)],
)

/** Who wants to hear about a case: signers who ticked it, and followers. One click ends it. */
export const follows = table(
  'follows',
  {
    proposalId: id('proposal_id').notNull(),
    personId: id('person_id').notNull(),
    wanted: boolean('wanted').notNull(),
    since: moment('since').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.personId] }), index('follows_person').on(t.personId)],
)
