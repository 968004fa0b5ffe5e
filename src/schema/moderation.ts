// What staff decide about a case and write beside it.
import { id, index, json, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { proposals } from './proposals.ts'

/** What staff decided, in words: the public part of a check, a merge, a hiding, an undoing. */
export const decisions = table(
  'decisions',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind')
      .$type<'approved' | 'returned' | 'refused' | 'merged' | 'held' | 'released' | 'hidden' | 'shown' | 'undone'>()
      .notNull(),
    personId: id('person_id'), // who decided; reconsideration goes to somebody else
    reasonCode: text('reason_code'),
    words: text('words').notNull(),
    salt: text('salt').notNull(),
    targetId: id('target_id'), // merged into
    before: json<{ [column: string]: unknown } | null>('before'), // what an administrator needs to undo it within a day
    decidedAt: moment('decided_at').notNull(),
    undoneAt: moment('undone_at'),
  },
  (t) => [index('decisions_proposal').on(t.proposalId, t.decidedAt)],
)

/** Private words between staff and proposer, and staff's own notes. Never public. */
export const notes = table(
  'notes',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<'to_proposer' | 'from_proposer' | 'contact' | 'note'>().notNull(),
    agencyId: id('agency_id'),
    body: text('body').notNull(),
    personId: id('person_id'),
    writtenAt: moment('written_at').notNull(),
  },
  (t) => [index('notes_proposal').on(t.proposalId, t.writtenAt)],
)

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
  (t) => [index('corrections_proposal').on(t.proposalId, t.correctedAt)],
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
    personId: id('person_id').notNull(), // who asks for it, and cannot confirm it
    askedAt: moment('asked_at').notNull(),
  },
  (t) => [uniqueIndex('pending_corrections_field').on(t.proposalId, t.field)],
)
