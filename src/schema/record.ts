// The public record. Append-only: the database itself refuses UPDATE and DELETE (README.md, triggers).
import { type AnyColumn, sql } from 'drizzle-orm'
import { id, index, integer, json, moment, position, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { atLeast, hash, inOrder, object, oneOf, rule } from './checks.ts'
import { type ActorRole, actorRoles, type EntryFacts, type EntryKind, entryKinds } from './values.ts'

type Kinds = { kind: AnyColumn }
/** All but co-signatures coming and going: what `record_told` holds. Without it, letter by letter, the index is not used. */
export const isTold = (t: Kinds) =>
  sql`${t.kind} not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'cosignature_level_changed')`
/** What `record_settings` holds. */
export const isOfSettings = (t: Kinds) => sql`${t.kind} = 'settings_changed'`

/** It stands alone, with no foreign keys: README.md says why. */
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
    oneOf(t.kind, entryKinds),
    oneOf(t.role, actorRoles),
    rule('record_of_a_case', "(kind = 'settings_changed') = (proposal_id is null)"),
    inOrder(t.occurredAt, t.recordedAt, { unless: "role = 'import'" }),
    object(t.facts),
    hash(t.digest),
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
  (t) => [uniqueIndex('record_numbers_position').on(t.position), atLeast(t.number, 1)],
)
