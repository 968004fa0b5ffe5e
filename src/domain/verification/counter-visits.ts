// Somebody stands at the counter with a code from their page. One of the staff types it with what their document says; another one does
// the same, and only where both typed the same is the person verified. What was typed is a digest before it is written anywhere.
import { createHmac } from 'node:crypto'
import { and, eq, gt, isNotNull, lte } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { counterVisits } from '../../schema/verifications.ts'
import { hour } from '../people/sign-in-limits.ts'

export type Visit = typeof counterVisits.$inferSelect

/** Long enough for the way there and the queue. */
const lasts = 24 * hour
const digits = 8

/** Eight digits that only this server makes from the row's id: they lie nowhere. */
export const codeOf = (secret: string, id: string): string =>
  String(createHmac('sha256', secret).update(`counter visit ${id}`).digest().readUIntBE(0, 6) % 10 ** digits).padStart(
    digits,
    '0',
  )

const hashOf = (secret: string, governmentId: string, code: string): string =>
  createHmac('sha256', secret).update(`counter code ${governmentId} ${code}`).digest('hex')

type Whose = { personId: string; governmentId: string }

/** A new code, in place of one that they had. */
export async function beginVisit(tx: Db, secret: string, { personId, governmentId }: Whose, at: Date): Promise<void> {
  await tx
    .delete(counterVisits)
    .where(and(eq(counterVisits.personId, personId), eq(counterVisits.governmentId, governmentId)))
  const id = newId()
  const codeHash = hashOf(secret, governmentId, codeOf(secret, id))
  const row = { id, personId, governmentId, codeHash, createdAt: at, expiresAt: new Date(at.getTime() + lasts) }
  await tx.insert(counterVisits).values(row).onConflictDoNothing()
}

const isOpen = (governmentId: string, at: Date) =>
  and(eq(counterVisits.governmentId, governmentId), gt(counterVisits.expiresAt, at))

/** Somebody's open code for the counter; null where it has expired or there is none. */
export async function visitOf(db: Db, { personId, governmentId }: Whose, at: Date): Promise<Visit | null> {
  const [row] = await db
    .select()
    .from(counterVisits)
    .where(and(isOpen(governmentId, at), eq(counterVisits.personId, personId)))
  return row ?? null
}

/** How many wait for a second colleague. */
export async function openedVisits(db: Db, governmentId: string, at: Date): Promise<number> {
  const [row] = await db
    .select({ n: countRows() })
    .from(counterVisits)
    .where(and(isOpen(governmentId, at), isNotNull(counterVisits.openedAt)))
  return row?.n ?? 0
}

/** `resident`, `leastAge`: what of the two the document shows. */
type Typed = {
  governmentId: string
  code: string
  subjectKey: string
  resident: boolean
  leastAge: number | null
  staffId: string
  anew: boolean
}

/**
 * What one of the staff typed. The value: null where it waits for a second colleague now; the person, where this was the second.
 * `unknown`: no such code; `own`: one's own visit; `first`: the same colleague again; `differs`: the two typed different things.
 * `anew`: begins again with what is typed now.
 */
export async function typeAtCounter(
  tx: Db,
  secret: string,
  { governmentId, code, staffId, anew, ...seen }: Typed,
  at: Date,
): Promise<Result<string | null, 'unknown' | 'own' | 'first' | 'differs'>> {
  const [visit] = await tx
    .select()
    .from(counterVisits)
    .where(and(isOpen(governmentId, at), eq(counterVisits.codeHash, hashOf(secret, governmentId, code))))
  if (!visit) return refused('unknown')
  if (visit.personId === staffId) return refused('own')
  if (!visit.openedById || anew) {
    await tx
      .update(counterVisits)
      .set({ ...seen, openedById: staffId, openedAt: at })
      .where(eq(counterVisits.id, visit.id))
    return done(null)
  }
  if (visit.openedById === staffId) return refused('first')
  const isSame = (['subjectKey', 'resident', 'leastAge'] as const).every((what) => visit[what] === seen[what])
  if (!isSame) return refused('differs')
  const gone = await tx
    .delete(counterVisits)
    .where(and(eq(counterVisits.id, visit.id), eq(counterVisits.subjectKey, seen.subjectKey)))
    .returning({ id: counterVisits.id })
  return gone.length ? done(visit.personId) : refused('unknown')
}

/** Returns which. */
export const dropExpiredVisits = (tx: Db, at: Date) =>
  tx.delete(counterVisits).where(lte(counterVisits.expiresAt, at)).returning({ id: counterVisits.id })
