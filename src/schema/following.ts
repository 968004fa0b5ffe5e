// Following more than one case: the cases of an agency, a topic, a district or a search. And what waits for the next digest.
import { boolean, id, index, json, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { address, filled, flags, hash, inOrder, list, oneOf } from './checks.ts'
import { governments } from './governments.ts'
import { mailings } from './notifications.ts'
import { people } from './people.ts'
import {
  type Followable,
  type FollowedList,
  followable,
  followedLists,
  type NewsGroup,
  newsGroups,
  type Pace,
  paces,
} from './values.ts'

const [, ...digests] = paces

/** Who wants to hear of every case of a list. */
export const listFollows = table(
  'list_follows',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    kind: text('kind').$type<FollowedList>().notNull(),
    target: text('target').notNull(), // a code; of a search its parameters in one order
    wanted: boolean('wanted').notNull(),
    since: moment('since').notNull(),
    pace: text('pace').$type<Pace>().notNull(),
    kinds: json<NewsGroup[]>('kinds'), // null: every kind of news
  },
  (t) => [
    uniqueIndex('list_follows_person').on(t.personId, t.governmentId, t.kind, t.target),
    index('list_follows_list').on(t.governmentId, t.kind, t.target, t.personId),
    oneOf(t.kind, followedLists),
    filled(t.target),
    ...flags(t.wanted),
    oneOf(t.pace, paces),
    list(t.kinds, 1, newsGroups.length),
  ],
)

/** News that waits for somebody's next digest. It goes as soon as the digest is in the outbox. */
export const digestItems = table(
  'digest_items',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    mailingId: id('mailing_id')
      .notNull()
      .references(() => mailings.id),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    pace: text('pace').$type<Exclude<Pace, 'now'>>().notNull(),
    listFollowId: id('list_follow_id').references(() => listFollows.id), // what it comes from; null: the case itself
    addedAt: moment('added_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.mailingId] }), // nobody hears of one thing twice
    index('digest_items_due').on(t.governmentId, t.pace, t.personId),
    index('digest_items_mailing').on(t.mailingId),
    index('digest_items_list').on(t.listFollowId),
    oneOf(t.pace, digests),
  ],
)

/** Who gave an address to follow something, and has not pressed the button in the mail yet. Gone after 48 hours. */
export const pendingFollows = table(
  'pending_follows',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    kind: text('kind').$type<Followable>().notNull(),
    target: text('target').notNull(), // of a case its number
    email: text('email').notNull(),
    emailKey: text('email_key').notNull().default(''), // the mailbox in its one form
    language: text('language').notNull(),
    tokenHash: text('token_hash').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    confirmedAt: moment('confirmed_at'),
  },
  (t) => [
    uniqueIndex('pending_follows_token').on(t.tokenHash),
    index('pending_follows_expires').on(t.expiresAt),
    index('pending_follows_mailbox').on(t.emailKey),
    oneOf(t.kind, followable),
    filled(t.target),
    address(t.email),
    filled(t.language),
    hash(t.tokenHash),
    inOrder(t.createdAt, t.expiresAt, { strictly: true }),
    inOrder(t.createdAt, t.confirmedAt),
  ],
)
