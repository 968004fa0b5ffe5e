// Why people co-signed: shown without a name, newest day first, and within a day in no order that says when. A moderator may take
// one off the page, with public words why.
import { and, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { randomWord } from '../../lib/random.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cosignatures, reasonRemovals } from '../../schema/cosignatures.ts'
import { endConsent, endConsents } from '../people/consents.ts'
import { append, newSalt } from '../record/store.ts'

export type Reason = {
  /** names the reason in an address; random */
  key: string
  day: string
  /** null once removed */
  text: string | null
  removed: { words: string; at: Date } | null
}

const removalOf = and(
  eq(reasonRemovals.proposalId, cosignatures.proposalId),
  eq(reasonRemovals.personId, cosignatures.personId),
  eq(reasonRemovals.signedAt, cosignatures.signedAt),
)
/** Reasons of what is held or invalid are not shown: nobody knows that a person wrote them. */
const reasonsThere = and(
  eq(cosignatures.proposalId, placeholder('proposalId')),
  isNotNull(cosignatures.reason),
  eq(cosignatures.state, 'counted'),
)

/** Some reasons of a case, the newest day first. Removed ones stay in their place, without their text. */
export async function reasonsOf(
  db: Db,
  proposalId: string,
  page: { limit: number; offset: number },
): Promise<Reason[]> {
  const rows = await prepared(db, reasonsQuery).execute({ proposalId, ...page })
  return rows.map((row) => ({
    key: row.key ?? '', // null only until `nameReasons` has run
    day: row.day,
    text: row.removedAt ? null : row.text,
    removed: row.removedAt && { words: row.words ?? '', at: row.removedAt },
  }))
}

const reasonsQuery = (db: Db) =>
  db
    .select({
      key: cosignatures.reasonId,
      day: cosignatures.day,
      text: cosignatures.reason,
      words: reasonRemovals.words,
      removedAt: reasonRemovals.removedAt,
    })
    .from(cosignatures)
    .leftJoin(reasonRemovals, removalOf)
    .where(reasonsThere)
    .orderBy(desc(cosignatures.day), desc(cosignatures.reasonId))
    .limit(placeholder('limit'))
    .offset(placeholder('offset'))

/** How many reasons of a case there are to read. */
export async function countReasons(db: Db, proposalId: string): Promise<number> {
  const [row] = await prepared(db, countReasonsQuery).execute({ proposalId })
  return row?.count ?? 0
}

const countReasonsQuery = (db: Db) => db.select({ count: countRows() }).from(cosignatures).where(reasonsThere)

export type Removal = { key: string; words: string; moderatorId: string; role: 'moderator' | 'administrator'; at: Date }

/** Takes a reason off the page and says so in the record. False when there is none of that key, or it was removed before. */
export async function removeReason(
  tx: Db,
  proposal: { id: string; governmentId: string },
  { key, words, moderatorId, role, at }: Removal,
): Promise<boolean> {
  const found = await findReason(tx, proposal.id, key)
  if (!found) return false
  const salt = newSalt()
  const removed = await tx
    .insert(reasonRemovals)
    .values({ proposalId: proposal.id, ...found, words, salt, removedById: moderatorId, removedAt: at })
    .onConflictDoNothing()
    .returning({ at: reasonRemovals.removedAt })
  if (!removed.length) return false
  await endConsent(tx, found.personId, 'reason', proposal.id, at, 'office')
  await append(tx, {
    governmentId: proposal.governmentId,
    proposalId: proposal.id,
    kind: 'reason_removed',
    role,
    occurredAt: at,
    text: { text: words, salt },
  })
  return true
}

type Named = { personId: string; signedAt: Date }
const named = { personId: cosignatures.personId, signedAt: cosignatures.signedAt }

async function findReason(tx: Db, proposalId: string, key: string): Promise<Named | null> {
  const former = /^([0-9a-z]{1,9})-[0-9a-f]{24}$/.exec(key)
  const signedAt = former && new Date(Number.parseInt(former[1]!, 36))
  const byName = signedAt ? eq(cosignatures.signedAt, signedAt) : eq(cosignatures.reasonId, key)
  const rows = await tx
    .select(named)
    .from(cosignatures)
    .where(and(eq(cosignatures.proposalId, proposalId), isNotNull(cosignatures.reason), byName))
  return (signedAt ? rows.find((row) => formerKey(proposalId, row) === key) : rows[0]) ?? null
}

/** Until 2026-11 a reason was named by its moment and its person: forms that were open then still find it. */
const formerKey = (proposalId: string, row: Named) =>
  `${row.signedAt.getTime().toString(36)}-${sha256(`${proposalId}:${row.personId}`).slice(0, 24)}`

/** 128 random bits, in hex. */
export const newReasonId = (): string => randomWord(16, 'hex')

/** Names reasons that the version before this one wrote while it was being exchanged. How many. */
export async function nameReasons(tx: Db, most: number): Promise<number> {
  const rows = await tx
    .select({ proposalId: cosignatures.proposalId, personId: cosignatures.personId })
    .from(cosignatures)
    .where(and(isNotNull(cosignatures.reason), isNull(cosignatures.reasonId)))
    .limit(most)
  for (const { proposalId, personId } of rows)
    await tx
      .update(cosignatures)
      .set({ reasonId: newReasonId() })
      .where(and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.personId, personId)))
  return rows.length
}

/** Whoever wrote it takes it away again: it is gone from the page and from here. How many. */
export async function withdrawReason(tx: Db, proposalId: string, personId: string, at: Date): Promise<number> {
  const gone = await tx
    .update(cosignatures)
    .set({ reason: null, reasonId: null })
    .where(
      and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.personId, personId), isNotNull(cosignatures.reason)),
    )
    .returning({ id: cosignatures.proposalId })
  await endConsents(tx, { personIds: [personId], purposes: ['reason'], subjects: [proposalId] }, at)
  return gone.length
}

/** All that these people gave. How many. */
export async function withdrawReasons(tx: Db, personIds: string[]): Promise<number> {
  const gone = await tx
    .update(cosignatures)
    .set({ reason: null, reasonId: null })
    .where(and(inArray(cosignatures.personId, personIds), isNotNull(cosignatures.reason)))
    .returning({ id: cosignatures.proposalId })
  return gone.length
}
