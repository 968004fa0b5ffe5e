// What staff decide about a case, and what they write beside it.
import { id, index, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { filled, inOrder, oneOf, rule } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { moderationKinds, privateMessageKinds, undoableKinds } from './values.ts'

/** What staff decided, in words: the public part of a check, a merge, a hiding, an undoing. */
export const moderationDecisions = table(
  'moderation_decisions',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<(typeof moderationKinds)[number]>().notNull(),
    personId: id('person_id').references(() => people.id), // who decided; reconsideration goes to somebody else
    reasonCode: text('reason_code'),
    words: text('words').notNull(),
    salt: text('salt').notNull(),
    mergedIntoId: id('merged_into_id').references(() => proposals.id),
    decidedAt: moment('decided_at').notNull(),
    undoneAt: moment('undone_at'),
  },
  (t) => [
    index('moderation_decisions_proposal').on(t.proposalId, t.decidedAt),
    oneOf(t.kind, moderationKinds),
    rule('moderation_decisions_reason', "(kind = 'refused') = (reason_code is not null)"),
    rule('moderation_decisions_merged', "(kind = 'merged') = (merged_into_id is not null)"),
    rule('moderation_decisions_words', "words <> '' or kind not in ('returned', 'refused', 'hidden')"),
    rule(
      'moderation_decisions_undone',
      `undone_at is null or kind in (${undoableKinds.map((kind) => `'${kind}'`).join(', ')})`,
    ),
    inOrder(t.decidedAt, t.undoneAt),
    filled(t.salt),
  ],
)

/** Private words between staff and proposer, and staff's own notes. Never public. */
export const privateMessages = table(
  'private_messages',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<(typeof privateMessageKinds)[number]>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id), // of whoever wrote for one
    body: text('body').notNull(),
    personId: id('person_id').references(() => people.id),
    writtenAt: moment('written_at').notNull(),
  },
  (t) => [
    index('private_messages_proposal').on(t.proposalId, t.writtenAt),
    oneOf(t.kind, privateMessageKinds),
    rule('private_messages_proposer', "kind <> 'from_proposer' or agency_id is null"),
    filled(t.body),
  ],
)

const correctable = "field in ('title', 'problem', 'benefit') or field like 'ask-_%'"

/** An obvious typo, corrected by staff: both texts stay, the difference is shown. */
export const corrections = table(
  'corrections',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    field: text('field').notNull(), // 'title', 'problem', 'benefit', 'ask-1' …
    before: text('before').notNull(),
    after: text('after').notNull(),
    salt: text('salt').notNull(),
    correctedAt: moment('corrected_at').notNull(),
  },
  (t) => [
    index('corrections_proposal').on(t.proposalId, t.correctedAt),
    rule('corrections_field', correctable),
    rule('corrections_change', 'before <> after'),
    filled(t.after),
    filled(t.salt),
  ],
)

/** A correction that waits for a second person: people have signed the text. Gone once it is confirmed or dropped. */
export const pendingCorrections = table(
  'pending_corrections',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    field: text('field').notNull(),
    before: text('before').notNull(),
    after: text('after').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id), // who asks for it, and cannot confirm it
    askedAt: moment('asked_at').notNull(),
  },
  (t) => [
    uniqueIndex('pending_corrections_field').on(t.proposalId, t.field),
    rule('pending_corrections_field', correctable),
    rule('pending_corrections_change', 'before <> after'),
    filled(t.after),
  ],
)
