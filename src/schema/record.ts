// The public record. Append-only: the database itself refuses UPDATE and DELETE (triggers in the migrations).
import { type AnyColumn, sql } from 'drizzle-orm'
import { id, index, integer, json, moment, position, table, text, uniqueIndex } from '../platform/db/columns.ts'
import type { ActorRole, EntryFacts, EntryKind } from './values.ts'

type Kinds = { kind: AnyColumn }
/** All but co-signatures coming and going: what `record_told` holds. Without it, letter by letter, the index is not used. */
export const isTold = (t: Kinds) => sql`${t.kind} not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved')`
/** What `record_settings` holds. */
export const isOfSettings = (t: Kinds) => sql`${t.kind} = 'settings_changed'`

export const record = table(
  'record',
  {
    position: position('position'), // in the order of their making, more or less: numbers are given by it
    id: id('id').notNull(),
    governmentId: id('government_id').notNull(),
    proposalId: id('proposal_id'),
    kind: text('kind').$type<EntryKind>().notNull(),
    role: text('role').$type<ActorRole>().notNull(),
    agencyId: id('agency_id'),
    occurredAt: moment('occurred_at').notNull(), // of co-signatures the day alone: its first moment
    recordedAt: moment('recorded_at').notNull(),
    facts: json<EntryFacts>('facts').notNull(), // codes, dates, numbers; never free text, names or addresses
    digest: text('digest'), // SHA-256, hex: of salt and public text, or the commitment to a co-signature
  },
  (t) => [
    // Nobody asks for a case's co-signatures here: indexing them too was a third of what a press wrote.
    index('record_told').on(t.proposalId, t.kind, t.occurredAt).where(isTold(t)),
    index('record_settings').on(t.governmentId, t.occurredAt).where(isOfSettings(t)),
  ],
)

/** The gapless sequence, given within a second by one process at a time: signing itself takes no common lock. */
export const recordNumbers = table(
  'record_numbers',
  {
    number: integer('number').primaryKey(),
    position: integer('position')
      .notNull()
      .references(() => record.position),
  },
  (t) => [uniqueIndex('record_numbers_position').on(t.position)],
)
