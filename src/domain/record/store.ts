// Appending to the public record. There is no other way to touch it.
import { randomUUID } from 'node:crypto'
import { and, desc, eq, gt, inArray } from 'drizzle-orm'
import { localDate, startOfDay } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import { randomWord } from '../../lib/random.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, prepared } from '../../platform/db/prepared.ts'
import { isTold, record } from '../../schema/record.ts'
import type { ActorRole, EntryFacts } from '../../schema/values.ts'
import { type CountedKind, checkStarts, digestOf, type ToldKind } from './entry.ts'

type NewEntry = {
  governmentId: string
  proposalId: string | null
  kind: ToldKind
  role: ActorRole
  agencyId?: string | null | undefined
  occurredAt: Date
  /** when it was written down, if that was later (a scheduler that was off, an import) */
  recordedAt?: Date | undefined
  facts?: EntryFacts | undefined
  /** public text that the entry vouches for: only its salted digest is kept here */
  text?: { text: string; salt: string } | undefined
  digest?: string
}

/** A random salt, to lie beside a public text: once both are erased, the digest says nothing. */
export const newSalt = (): string => randomWord(16, 'hex')

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

type CountedEntry = {
  governmentId: string
  timeZone: string
  proposalId: string
  kind: CountedKind
  at: Date
  facts?: EntryFacts
  digest?: string
}

/**
 * Appends that a co-signature came or went, on a day. Nothing in the entry can be laid beside a person's row: its id is random
 * (a UUIDv7 holds the millisecond of its making), and its moments are the first of the local day.
 */
export async function appendCounted(tx: Db, entry: CountedEntry): Promise<void> {
  const day = startOfDay(localDate(entry.at, entry.timeZone), entry.timeZone)
  await prepared(tx, appendQuery).execute({
    id: randomUUID(),
    governmentId: entry.governmentId,
    proposalId: entry.proposalId,
    kind: entry.kind,
    role: 'citizen',
    agencyId: null,
    occurredAt: day,
    recordedAt: day,
    facts: entry.facts ?? {},
    digest: entry.digest ?? null,
  })
}

/** The database gives the position. */
const { position: _, ...columns } = boundRow(record)
const appendQuery = (tx: Db) => tx.insert(record).values(columns).returning({ position: record.position })

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

/**
 * Whether somebody who takes back, and does not say what, may mean another publishing than the one that stands (`publishedAt`): the
 * case was published more than once within the time that one can be taken back (`until`). What was taken back since counts too.
 */
export async function isUnclear(
  db: Db,
  proposalId: string,
  kinds: ToldKind[],
  { publishedAt, until, at }: { publishedAt: Date; until: Date; at: Date },
): Promise<boolean> {
  const since = new Date(at.getTime() - (until.getTime() - publishedAt.getTime()))
  const rows = await db
    .select({ id: record.id })
    .from(record)
    .where(
      and(eq(record.proposalId, proposalId), isTold(record), inArray(record.kind, kinds), gt(record.occurredAt, since)),
    )
    .limit(2)
  return rows.length > 1
}
