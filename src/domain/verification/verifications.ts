// What is verified of somebody under a government: that they live there, or that they are so old as a rule asks. The coarsest claim, how,
// by whom, and until when: nothing else is kept.
import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, placeholder, prepared } from '../../platform/db/prepared.ts'
import type { ConsentEnding, VerificationMethod, VerifiedClaim } from '../../schema/values.ts'
import { verifications } from '../../schema/verifications.ts'
import { endConsent, renewConsent } from '../people/consents.ts'
import { lockPeople } from '../people/erase-people.ts'

export type Verification = typeof verifications.$inferSelect
/** What a source found. `issuer`: by its name in the operator's file; `subjectKey`: identity-key.ts. */
export type Found = { method: VerificationMethod; issuer: string; subjectKey: string }
/** `leastAge`: so old they are at least, in years, and no more than that. */
export type FoundAge = Found & { leastAge: number }

/** Where somebody lives. Null where that is not verified, or has expired. */
export const verificationOf = (
  db: Db,
  personId: string,
  governmentId: string,
  at: Date,
): Promise<Verification | null> => claimOf(db, { personId, governmentId, claim: 'resident', at })

/** How old somebody is at least (`leastAge`). Null where that is not verified, or has expired. */
export const ageOf = (db: Db, personId: string, governmentId: string, at: Date): Promise<Verification | null> =>
  claimOf(db, { personId, governmentId, claim: 'age', at })

/** What is verified of somebody under a government; `age`: at least so many years, 0 for none. */
export type KnownOf = { resident: boolean; age: number }

/** Both claims in one look: pages ask for each of them. */
export async function knownOf(db: Db, personId: string, governmentId: string, at: Date): Promise<KnownOf> {
  const rows = await prepared(db, knownQuery).execute({ personId, governmentId, at })
  return {
    resident: rows.some(({ claim }) => claim === 'resident'),
    age: rows.find(({ claim }) => claim === 'age')?.leastAge ?? 0,
  }
}

type OfClaim = Whose & { claim: VerifiedClaim; at: Date }
async function claimOf(db: Db, of: OfClaim): Promise<Verification | null> {
  const [row] = await prepared(db, verificationQuery).execute(of)
  return row ?? null
}

/** Whether it is verified that somebody is so old. */
export const isOfAge = async (db: Db, { personId, governmentId }: Whose, years: number, at: Date): Promise<boolean> =>
  ((await ageOf(db, personId, governmentId, at))?.leastAge ?? 0) >= years

/** `level`: of a residence, 0 for none; `age`: at least so many years, 0 for none; `subjectKeys`: by which entries. */
export type Verified = { level: number; age: number; subjectKeys: string[] }

/** All that is verified of somebody under a government and has not expired, in one look. */
export async function verifiedOf(db: Db, personId: string, governmentId: string, at: Date): Promise<Verified> {
  const rows = await prepared(db, allQuery).execute({ personId, governmentId, at })
  return {
    level: rows.find(({ claim }) => claim === 'resident')?.level ?? 0,
    age: rows.find(({ claim }) => claim === 'age')?.leastAge ?? 0,
    subjectKeys: [...new Set(rows.map(({ subjectKey }) => subjectKey))],
  }
}

const ofSomebody = () =>
  and(
    eq(verifications.personId, placeholder('personId')),
    eq(verifications.governmentId, placeholder('governmentId')),
    gt(verifications.expiresAt, bound(verifications.expiresAt, 'at')),
  )
const verificationQuery = (db: Db) =>
  db
    .select()
    .from(verifications)
    .where(and(ofSomebody(), eq(verifications.claim, placeholder('claim'))))
const allQuery = (db: Db) => db.select().from(verifications).where(ofSomebody()).orderBy(asc(verifications.subjectKey))
const knownQuery = (db: Db) =>
  db.select({ claim: verifications.claim, leastAge: verifications.leastAge }).from(verifications).where(ofSomebody())

/** Those of some persons of whom anything is verified under a government, by which entries: one person may have two. */
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
    .orderBy(asc(verifications.personId), asc(verifications.subjectKey))

/** Which consent each claim is kept by. */
const purposeOf = { resident: 'verified', age: 'age' } as const

/**
 * Writes down that somebody is verified, in place of what was known of the same claim. `taken`: the same entry verifies another account,
 * of whatever, and goes on doing so; between two at once of one claim the unique index decides. `gone`: erased meanwhile.
 */
export async function saveVerification(
  tx: Db,
  {
    personId,
    governmentId,
    expiresAt,
    at,
    leastAge = null,
    ...found
  }: Found & Whose & { leastAge?: number | null; at: Date; expiresAt: Date },
): Promise<Result<null, 'taken' | 'gone'>> {
  const claim: VerifiedClaim = leastAge === null ? 'resident' : 'age'
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
  await dropRow(tx, { personId, governmentId }, claim)
  const row = { id: newId(), personId, governmentId, ...found, claim, leastAge, level: 2 as const }
  const added = await tx
    .insert(verifications)
    .values({ ...row, givenAt: at, expiresAt })
    .onConflictDoNothing()
    .returning({ id: verifications.id })
  if (!added.length) return refused('taken')
  await renewConsent(tx, { personId, purpose: purposeOf[claim], subject: governmentId, at, expiresAt })
  return done(null)
}

type Whose = { personId: string; governmentId: string }

/** Whom an entry verifies, of whatever; null where nobody. */
export async function holderOf(db: Db, governmentId: string, subjectKey: string): Promise<string | null> {
  const [row] = await db
    .select({ personId: verifications.personId })
    .from(verifications)
    .where(and(eq(verifications.governmentId, governmentId), eq(verifications.subjectKey, subjectKey)))
  return row?.personId ?? null
}

/** False where there was none. `why`: where its person did not end it. */
export async function dropVerification(
  tx: Db,
  { personId, governmentId, claim }: Whose & { claim: VerifiedClaim },
  at: Date,
  why: ConsentEnding | null,
): Promise<boolean> {
  await endConsent(tx, personId, purposeOf[claim], governmentId, at, why) // also of one that ran out
  return dropRow(tx, { personId, governmentId }, claim)
}

async function dropRow(tx: Db, { personId, governmentId }: Whose, claim: VerifiedClaim): Promise<boolean> {
  const gone = await tx
    .delete(verifications)
    .where(
      and(
        eq(verifications.personId, personId),
        eq(verifications.governmentId, governmentId),
        eq(verifications.claim, claim),
      ),
    )
    .returning({ id: verifications.id })
  return gone.length > 0
}

/** Those that have expired; co-signatures that they counted stay counted. */
export const dropExpiredVerifications = (tx: Db, at: Date) =>
  tx.delete(verifications).where(lte(verifications.expiresAt, at)).returning({ id: verifications.id })
