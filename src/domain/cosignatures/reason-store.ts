// Why people co-signed: shown without a name, newest first. A moderator may take one off the page, with public words why.
import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cosignatures, reasonRemovals } from '../../schema/cosignatures.ts'
import { append, newSalt } from '../record/store.ts'

export type Reason = {
  /** names the reason in an address; says nothing about the person */
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
const reasonsThere = and(eq(cosignatures.proposalId, placeholder('proposalId')), isNotNull(cosignatures.reason))

/** Some reasons of a case, the newest first. Removed ones stay in their place, without their text. */
export async function reasonsOf(
  db: Db,
  proposalId: string,
  page: { limit: number; offset: number },
): Promise<Reason[]> {
  const rows = await prepared(db, reasonsQuery).execute({ proposalId, ...page })
  return rows.map((row) => ({
    key: keyOf(proposalId, row),
    day: row.day,
    text: row.removedAt ? null : row.text,
    removed: row.removedAt && { words: row.words ?? '', at: row.removedAt },
  }))
}

const reasonsQuery = (db: Db) =>
  db
    .select({
      personId: cosignatures.personId,
      signedAt: cosignatures.signedAt,
      day: cosignatures.day,
      text: cosignatures.reason,
      words: reasonRemovals.words,
      removedAt: reasonRemovals.removedAt,
    })
    .from(cosignatures)
    .leftJoin(reasonRemovals, removalOf)
    .where(reasonsThere)
    .orderBy(desc(cosignatures.signedAt), desc(cosignatures.personId))
    .limit(placeholder('limit'))
    .offset(placeholder('offset'))

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
  const signedAt = new Date(Number.parseInt(key.split('-')[0] ?? '', 36))
  if (Number.isNaN(signedAt.getTime())) return false
  const candidates = await tx
    .select({ personId: cosignatures.personId, signedAt: cosignatures.signedAt })
    .from(cosignatures)
    .where(
      and(
        eq(cosignatures.proposalId, proposal.id),
        isNotNull(cosignatures.reason),
        eq(cosignatures.signedAt, signedAt),
      ),
    )
  const found = candidates.find((row) => keyOf(proposal.id, row) === key)
  if (!found) return false
  const salt = newSalt()
  const removed = await tx
    .insert(reasonRemovals)
    .values({ proposalId: proposal.id, ...found, words, salt, removedById: moderatorId, removedAt: at })
    .onConflictDoNothing()
    .returning({ at: reasonRemovals.removedAt })
  if (!removed.length) return false
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

/** The moment finds it by the index; the hash, which nobody can turn back into a person, tells apart who signed in the same millisecond. */
const keyOf = (proposalId: string, row: { personId: string; signedAt: Date }) =>
  `${row.signedAt.getTime().toString(36)}-${sha256(`${proposalId}:${row.personId}`).slice(0, 24)}`
