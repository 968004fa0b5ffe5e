// Whether somebody is verified to live under a government: the coarsest claim, how, by whom, and until when. Nothing else is kept.
import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, placeholder, prepared } from '../../platform/db/prepared.ts'
import type { VerificationMethod } from '../../schema/values.ts'
import { verifications } from '../../schema/verifications.ts'
import { endConsent, renewConsent } from './consents.ts'
import { lockPeople } from './erase-people.ts'

export type Verification = typeof verifications.$inferSelect
/** What a source found. `issuer`: by its name in the operator's file; `subjectKey`: identity-key.ts. */
export type Found = { method: VerificationMethod; issuer: string; subjectKey: string }

/** The level of a verified residence. */
export const verifiedLevel = 2

/** Null where somebody has none, or it has expired. */
export async function verificationOf(
  db: Db,
  personId: string,
  governmentId: string,
  at: Date,
): Promise<Verification | null> {
  const [row] = await prepared(db, verificationQuery).execute({ personId, governmentId, at })
  return row ?? null
}
const verificationQuery = (db: Db) =>
  db
    .select()
    .from(verifications)
    .where(
      and(
        eq(verifications.personId, placeholder('personId')),
        eq(verifications.governmentId, placeholder('governmentId')),
        gt(verifications.expiresAt, bound(verifications.expiresAt, 'at')),
      ),
    )

/** Those of some persons who are verified under a government, by which entry. */
export const verifiedAmong = (db: Db, governmentId: string, personIds: string[], at: Date) =>
  db
    .select({ personId: verifications.personId, subjectKey: verifications.subjectKey })
    .from(verifications)
    .where(
      and(
        eq(verifications.governmentId, governmentId),
        inArray(verifications.personId, personIds),
        gt(verifications.expiresAt, at),
      ),
    )
    .orderBy(asc(verifications.personId))

/** Under all governments. */
export const verificationsOf = (db: Db, accounts: string[]): Promise<Verification[]> =>
  db.select().from(verifications).where(inArray(verifications.personId, accounts))

/**
 * Writes down that somebody is verified, in place of what was known. `taken`: the same entry verifies another account, and goes on
 * doing so; the unique index decides between two at once. `gone`: erased meanwhile.
 */
export async function saveVerification(
  tx: Db,
  { personId, governmentId, expiresAt, at, ...found }: Found & Whose & { at: Date; expiresAt: Date },
): Promise<Result<null, 'taken' | 'gone'>> {
  if (!(await lockPeople(tx, [personId])).length) return refused('gone')
  const { subjectKey } = found
  await tx
    .delete(verifications)
    .where(
      and(
        eq(verifications.governmentId, governmentId),
        eq(verifications.subjectKey, subjectKey),
        lte(verifications.expiresAt, at),
      ),
    )
  const holder = await holderOf(tx, governmentId, subjectKey)
  if (holder && holder !== personId) return refused('taken')
  await dropRow(tx, { personId, governmentId })
  const row = { id: newId(), personId, governmentId, ...found, claim: 'resident' as const, level: 2 as const }
  const added = await tx
    .insert(verifications)
    .values({ ...row, givenAt: at, expiresAt })
    .onConflictDoNothing()
    .returning({ id: verifications.id })
  if (!added.length) return refused('taken')
  await renewConsent(tx, { personId, purpose: 'verified', subject: governmentId, at, expiresAt })
  return done(null)
}

type Whose = { personId: string; governmentId: string }

/** Whom an entry verifies; null where nobody. */
export async function holderOf(db: Db, governmentId: string, subjectKey: string): Promise<string | null> {
  const [row] = await db
    .select({ personId: verifications.personId })
    .from(verifications)
    .where(and(eq(verifications.governmentId, governmentId), eq(verifications.subjectKey, subjectKey)))
  return row?.personId ?? null
}

/** False where there was none. */
export async function dropVerification(tx: Db, { personId, governmentId }: Whose, at: Date): Promise<boolean> {
  await endConsent(tx, personId, 'verified', governmentId, at) // also of one that ran out
  return dropRow(tx, { personId, governmentId })
}

async function dropRow(tx: Db, { personId, governmentId }: Whose): Promise<boolean> {
  const gone = await tx
    .delete(verifications)
    .where(and(eq(verifications.personId, personId), eq(verifications.governmentId, governmentId)))
    .returning({ id: verifications.id })
  return gone.length > 0
}

/** Those that have expired; co-signatures that they counted stay counted. */
export const dropExpiredVerifications = (tx: Db, at: Date) =>
  tx.delete(verifications).where(lte(verifications.expiresAt, at)).returning({ id: verifications.id })
