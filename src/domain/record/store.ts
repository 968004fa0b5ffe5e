// Appending to the public record. There is no other way to touch it.
import { randomBytes } from 'node:crypto'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { newId, sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, prepared } from '../../platform/db/prepared.ts'
import { isTold, record } from '../../schema/record.ts'
import type { ActorRole, EntryFacts, EntryKind } from '../../schema/values.ts'
import { checkStarts } from './entry.ts'

export type NewEntry = {
  governmentId: string
  proposalId: string | null
  kind: EntryKind
  role: ActorRole
  agencyId?: string | null
  occurredAt: Date
  /** when it was written down, if that was later (a scheduler that was off, an import) */
  recordedAt?: Date
  facts?: EntryFacts
  /** public text that the entry vouches for: only its salted digest is kept here */
  text?: { text: string; salt: string }
  digest?: string
}

/** A random salt, to lie beside a public text: once both are erased, the digest says nothing. */
export const newSalt = (): string => randomBytes(16).toString('hex')
/** SHA-256 of salt and text, hex. */
export const digestOf = (text: string, salt: string): string => sha256(`${salt}\n${text}`)

/** Appends one entry, in the unit of the act itself. */
export async function append(tx: Db, entry: NewEntry): Promise<void> {
  await prepared(tx, appendQuery).execute({
    id: newId(),
    governmentId: entry.governmentId,
    proposalId: entry.proposalId,
    kind: entry.kind,
    role: entry.role,
    agencyId: entry.agencyId ?? null,
    occurredAt: entry.occurredAt,
    recordedAt: entry.recordedAt ?? entry.occurredAt,
    facts: entry.facts ?? {},
    digest: entry.text ? digestOf(entry.text.text, entry.text.salt) : (entry.digest ?? null),
  })
}

const appendQuery = (tx: Db) => tx.insert(record).values(boundRow(record)).returning({ id: record.id })

/** When the case last came to be checked: from then the working days count. */
export async function sentToCheckAt(db: Db, proposalId: string): Promise<Date | null> {
  const [last] = await db
    .select({ at: record.occurredAt })
    .from(record)
    .where(and(eq(record.proposalId, proposalId), isTold(record), inArray(record.kind, [...checkStarts])))
    .orderBy(desc(record.occurredAt), desc(record.id))
    .limit(1)
  return last?.at ?? null
}
