// How co-signatures came, for at most fourteen days, and what of it was found unusual. Nothing here holds an address or a domain in
// clear: digests under a key outside the database, other ones for each case (domain/integrity/arrival.ts).
// What a press writes has no foreign key to the case: README.md says why.
import { boolean, id, index, integer, moment, primaryKey, table, text } from '../platform/db/columns.ts'
import { atLeast, filled, flags, inOrder, localDate, oneOf, rule } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import {
  type BatchState,
  batchStates,
  type DecidedState,
  type DomainKind,
  decidedStates,
  domainKinds,
  type GroupKind,
  groupKinds,
  groupStates,
  type UnusualReason,
  unusualReasons,
} from './values.ts'

/** How one co-signature came. Gone after at most fourteen days. */
export const cosignatureSignals = table(
  'cosignature_signals',
  {
    proposalId: id('proposal_id').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    at: moment('at').notNull(),
    block: text('block').notNull(),
    domain: text('domain').notNull(),
    domainKind: text('domain_kind').$type<DomainKind>().notNull(),
    familiar: integer('familiar').notNull(), // so many newcomers of the domain there were before these days
    series: text('series'), // of addresses that are alike; null where an address is like no other
    device: text('device').notNull(), // of a cookie that only this case's signing sees
    lone: boolean('lone').notNull(), // the link was pressed in a browser that had not asked for it
    reason: text('reason').$type<UnusualReason>(), // why it is held; null where it is not
    cleared: boolean('cleared').notNull().default(false), // somebody looked and released it: it is never held by itself again
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.personId] }),
    index('cosignature_signals_at').on(t.at),
    oneOf(t.domainKind, domainKinds),
    oneOf(t.reason, unusualReasons),
    ...flags(t.lone, t.cleared),
    atLeast(t.familiar, 0),
    filled(t.block),
    filled(t.domain),
    filled(t.series),
    filled(t.device),
  ],
)

/** Groups that were found unusual: whoever signs as one of them is held at once. Gone with what they were found by. */
export const unusualGroups = table(
  'unusual_groups',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<GroupKind>().notNull(),
    key: text('key').notNull(),
    reason: text('reason').$type<UnusualReason>().notNull(),
    state: text('state').$type<(typeof groupStates)[number]>().notNull(),
    foundAt: moment('found_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.kind, t.key, t.reason] }),
    oneOf(t.kind, groupKinds),
    oneOf(t.reason, unusualReasons),
    oneOf(t.state, groupStates),
    filled(t.key),
  ],
)

/** How often somebody pressed who has signed, by day: a second co-signature that was not counted. Nobody is named. */
export const refusedDoubles = table(
  'refused_doubles',
  {
    proposalId: id('proposal_id').notNull(),
    day: text('day').notNull(), // local date of the government
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.day] }), localDate(t.day), atLeast(t.count, 1)],
)

/**
 * How many newcomers' forms came for mailboxes that had signed the case. Told in tens, once nobody can sign any more: a number that
 * grows with each form would tell whoever types an address whether it has signed (docs/decisions/247).
 */
export const refusedForms = table(
  'refused_forms',
  { proposalId: id('proposal_id').primaryKey(), count: integer('count').notNull() },
  (t) => [atLeast(t.count, 0)],
)

/** Mailboxes that have signed a case and whose accounts were erased, as digests under the secret: nobody erases themselves to sign again. */
export const spentMailboxes = table(
  'spent_mailboxes',
  { proposalId: id('proposal_id').notNull(), digest: text('digest').notNull() }, // HMAC-SHA-256 in base64url
  (t) => [primaryKey({ columns: [t.proposalId, t.digest] }), rule('spent_mailboxes_digest', 'length(digest) = 43')],
)

/** What staff decided of many co-signatures of a case at once, with the words why: read by staff, and the record has their digest. */
export const cosignatureBatches = table(
  'cosignature_batches',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    fromState: text('from_state').$type<DecidedState>().notNull(),
    toState: text('to_state').$type<DecidedState>().notNull(),
    groupKind: text('group_kind'), // what they have in common; null: all of that state
    groupKey: text('group_key'),
    words: text('words').notNull(),
    salt: text('salt').notNull(),
    total: integer('total').notNull(),
    state: text('state').$type<BatchState>().notNull(),
    askedById: id('asked_by_id')
      .notNull()
      .references(() => people.id),
    askedAt: moment('asked_at').notNull(),
    confirmedById: id('confirmed_by_id').references(() => people.id), // the second person, where one was needed
    undoAskedById: id('undo_asked_by_id').references(() => people.id), // who wants it undone, where that needs a second person
    undoneById: id('undone_by_id').references(() => people.id), // whose press takes it back, or took it back as far as it came
    undoneAt: moment('undone_at'),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [
    index('cosignature_batches_case').on(t.proposalId, t.askedAt),
    index('cosignature_batches_open').on(t.state),
    oneOf(t.fromState, decidedStates),
    oneOf(t.toState, decidedStates),
    rule('cosignature_batches_changes', 'from_state <> to_state'),
    rule('cosignature_batches_group', '(group_kind is null) = (group_key is null)'),
    rule('cosignature_batches_two', 'confirmed_by_id <> asked_by_id'),
    filled(t.words),
    filled(t.salt),
    atLeast(t.total, 1),
    oneOf(t.state, batchStates),
    inOrder(t.askedAt, t.changedAt),
  ],
)

/** Whose they are: so long as the batch can be undone, and fourteen days at most. */
export const cosignatureBatchRows = table(
  'cosignature_batch_rows',
  {
    batchId: id('batch_id')
      .notNull()
      .references(() => cosignatureBatches.id, { onDelete: 'cascade' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    moved: boolean('moved').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.personId] }),
    index('cosignature_batch_rows_open').on(t.batchId, t.moved),
    ...flags(t.moved),
  ],
)
