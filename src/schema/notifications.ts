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
import { atLeast, filled, flags, inOrder, list, localDate, object, oneOf, rule } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import {
  type MessageFacts,
  type MessageKind,
  mailPriorities,
  messageKinds,
  type NewsGroup,
  newsGroups,
  type Pace,
  paces,
} from './values.ts'

/** A message waits, was sent, or was given up. */
export const outbox = table(
  'outbox',
  {
    id: id('id').primaryKey(), // also the local part of the Message-ID, the same on every attempt
    kind: text('kind').$type<MessageKind>().notNull(),
    once: text('once'), // a key that makes telling twice impossible, e.g. 'due-14:PROPOSAL:PERSON'
    personId: id('person_id').references(() => people.id),
    address: text('address').notNull(), // '' once it is of no use and only counted
    language: text('language').notNull(),
    governmentId: id('government_id').references(() => governments.id),
    proposalId: id('proposal_id'), // no foreign key: README.md says why
    facts: json<MessageFacts>('facts').notNull(),
    priority: integer('priority').notNull(), // 0 first: sign-in codes overtake bulk mail
    createdAt: moment('created_at').notNull(),
    nextTryAt: moment('next_try_at'), // null once sent or given up
    attempts: integer('attempts').notNull(),
    sentAt: moment('sent_at'),
    failedAt: moment('failed_at'),
    lastError: text('last_error'),
    bouncedAt: moment('bounced_at'), // sent, and returned later: a delivery report came back
    bounce: text('bounce'), // its status and words, '5.1.1 …', without addresses
  },
  (t) => [
    uniqueIndex('outbox_once').on(t.once),
    // only what waits: of all that was ever sent these know nothing
    index('outbox_due').on(t.priority, t.nextTryAt, t.createdAt).where(sql`next_try_at is not null`),
    // by the domain of the address, written by hand in the migrations: outbox_domain
    index('outbox_failed').on(t.failedAt).where(sql`failed_at is not null`),
    index('outbox_bounced').on(t.bouncedAt).where(sql`bounced_at is not null`),
    index('outbox_person').on(t.personId, t.createdAt),
    // mails to an address alone: whose mailbox it is asks for them, and erases them
    index('outbox_address').on(t.address).where(sql`person_id is null`),
    oneOf(t.kind, messageKinds),
    filled(t.once),
    filled(t.language),
    object(t.facts),
    oneOf(t.priority, mailPriorities),
    atLeast(t.attempts, 0),
    rule('outbox_waits_or_ended', '(next_try_at is null) = (sent_at is not null or failed_at is not null)'),
    rule('outbox_one_end', 'sent_at is null or failed_at is null'),
  ],
)

/**
 * How many newcomers of a mail domain asked for a link that confirms their co-signature, and how many pressed it, by day (UTC).
 * A provider that swallows our mail is seen here and nowhere else: it takes each mail and says nothing.
 */
export const mailDomainDays = table(
  'mail_domain_days',
  {
    day: text('day').notNull(),
    domain: text('domain').notNull(), // '*': all those too small to be named, since a domain of one person names them
    asked: integer('asked').notNull(),
    pressed: integer('pressed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.domain] }),
    localDate(t.day),
    filled(t.domain),
    atLeast(t.asked, 1),
    atLeast(t.pressed, 0),
    rule('mail_domain_days_share', 'pressed <= asked'),
  ],
)

/** Mail to somebody came back for good, several times in a row: nothing is sent from then on, until they say that it arrives. */
export const returnedMail = table(
  'returned_mail',
  {
    personId: id('person_id')
      .primaryKey()
      .references(() => people.id, { onDelete: 'cascade' }),
    times: integer('times').notNull(),
    bounce: text('bounce').notNull(), // of the last one its status and words, without addresses
    returnedAt: moment('returned_at').notNull(), // the last one
    stoppedAt: moment('stopped_at'), // null: it is sent still
  },
  (t) => [
    index('returned_mail_stopped').on(t.stoppedAt).where(sql`stopped_at is not null`),
    atLeast(t.times, 1),
    filled(t.bounce),
  ],
)

/** One mail to many: expanded into the outbox in batches, resumed from `cursor` after a crash. */
export const mailings = table(
  'mailings',
  {
    id: id('id').primaryKey(),
    kind: text('kind').$type<MessageKind>().notNull(),
    once: text('once'), // a key that makes telling twice impossible, e.g. 'late:COMMITMENT:DUE'
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    facts: json<MessageFacts>('facts').notNull(),
    cursor: text('cursor').notNull(), // the last person reached
    createdAt: moment('created_at').notNull(),
    startsAt: moment('starts_at'), // until then what it tells of can be taken back; null: at once
    doneAt: moment('done_at'),
  },
  (t) => [
    uniqueIndex('mailings_once').on(t.once),
    index('mailings_open').on(t.doneAt),
    index('mailings_proposal').on(t.proposalId),
    oneOf(t.kind, messageKinds),
    filled(t.once),
    object(t.facts),
    inOrder(t.createdAt, t.startsAt),
  ],
)

/** Who wants to hear about a case: signers who ticked it, and followers. One click ends it. */
export const follows = table(
  'follows',
  {
    proposalId: id('proposal_id').notNull(), // no foreign key: a press writes it
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    wanted: boolean('wanted').notNull(), // false: nothing of this case, whatever else they follow
    since: moment('since').notNull(),
    pace: text('pace').$type<Pace>().notNull().default('now'),
    kinds: json<NewsGroup[]>('kinds'), // null: every kind of news
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.personId] }),
    index('follows_person').on(t.personId),
    ...flags(t.wanted),
    oneOf(t.pace, paces),
    list(t.kinds, 1, newsGroups.length),
  ],
)
