// Addresses of programs that are told public news, and what each was told.
import { id, index, integer, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { atLeast, filled, inOrder, needs, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { hookedTo } from './values.ts'

/** Somebody's program that hears of a government's cases, or of those of one list. Gone once it is removed. */
export const webhooks = table(
  'webhooks',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    kind: text('kind').$type<(typeof hookedTo)[number]>().notNull(),
    target: text('target').notNull(), // as in list_follows, of a case its number; '' for the whole government
    url: text('url').notNull(),
    secret: text('secret').notNull(), // sealed
    formerSecret: text('former_secret'), // sealed; signs as well until then
    formerUntil: moment('former_until'),
    createdAt: moment('created_at').notNull(),
    failingSince: moment('failing_since'), // null while it answers
    pausedAt: moment('paused_at'), // it failed for days, or said that it is gone
  },
  (t) => [
    index('webhooks_person').on(t.personId, t.createdAt),
    index('webhooks_target').on(t.governmentId, t.kind, t.target),
    oneOf(t.kind, hookedTo),
    rule('webhooks_target', "(kind = 'government') = (target = '')"),
    filled(t.url),
    filled(t.secret),
    together(t.formerSecret, t.formerUntil),
    needs(t.pausedAt, t.failingSince),
    inOrder(t.failingSince, t.pausedAt),
  ],
)

/** One message to one of them: it waits, was taken, or was given up. Gone after two weeks. */
export const webhookDeliveries = table(
  'webhook_deliveries',
  {
    id: id('id').primaryKey(), // also the webhook-id of the message, the same on every attempt
    webhookId: id('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    event: text('event').notNull(), // what it tells of: nobody is told of one thing twice
    news: text('news').notNull(), // what happened, or 'test'
    proposalId: id('proposal_id').references(() => proposals.id), // null of a test
    occurredAt: moment('occurred_at').notNull(),
    createdAt: moment('created_at').notNull(),
    nextTryAt: moment('next_try_at'), // null once taken or given up
    attempts: integer('attempts').notNull(),
    deliveredAt: moment('delivered_at'),
    status: integer('status'), // of the last answer
    error: text('error'), // a word for why there was none
  },
  (t) => [
    uniqueIndex('webhook_deliveries_event').on(t.webhookId, t.event),
    index('webhook_deliveries_due').on(t.nextTryAt),
    index('webhook_deliveries_made').on(t.createdAt),
    filled(t.event),
    filled(t.news),
    atLeast(t.attempts, 0),
    atLeast(t.status, 100),
    rule('webhook_deliveries_over', 'delivered_at is null or next_try_at is null'),
    filled(t.error),
  ],
)
