// People, their codes, and how often something was tried.
import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { excluded } from '../db/columns.ts'
import type { Db } from '../db/connect.ts'
import { boundRow, placeholder, prepared } from '../db/prepared.ts'
import { newId } from '../lib/id.ts'
import { attempts, people, residences, type SignInAct, signInCodes } from './tables.ts'

export type PersonRow = typeof people.$inferSelect
export type CodeRow = typeof signInCodes.$inferSelect

export async function findPerson(db: Db, email: string): Promise<PersonRow | null> {
  const [row] = await prepared(db, personQuery).execute({ email })
  return row ?? null
}

const personQuery = (db: Db) =>
  db
    .select()
    .from(people)
    .where(eq(people.email, placeholder('email')))

/** The person of an address (normalised); made when new. The unique index decides between two at once. */
export async function findOrCreatePerson(tx: Db, email: string, language: string, at: Date): Promise<PersonRow> {
  await prepared(tx, addPersonQuery).execute({ id: newId(), email, displayName: null, language, createdAt: at })
  return (await findPerson(tx, email))!
}

const addPersonQuery = (tx: Db) =>
  tx.insert(people).values(boundRow(people)).onConflictDoNothing().returning({ id: people.id })

export async function rememberName(tx: Db, personId: string, displayName: string): Promise<void> {
  await tx.update(people).set({ displayName }).where(eq(people.id, personId))
}

export async function rememberLanguage(tx: Db, personId: string, language: string): Promise<void> {
  await tx.update(people).set({ language }).where(eq(people.id, personId))
}

/** The district a person named in a government, or null. */
export async function residenceOf(db: Db, personId: string, governmentId: string): Promise<string | null> {
  const [row] = await prepared(db, residenceQuery).execute({ personId, governmentId })
  return row?.districtCode ?? null
}

const residenceQuery = (db: Db) =>
  db
    .select({ districtCode: residences.districtCode })
    .from(residences)
    .where(
      and(eq(residences.personId, placeholder('personId')), eq(residences.governmentId, placeholder('governmentId'))),
    )

export async function rememberResidence(
  tx: Db,
  personId: string,
  governmentId: string,
  districtCode: string,
  at: Date,
): Promise<void> {
  const row = { id: newId(), personId, governmentId, districtCode, verified: false, statedAt: at }
  await prepared(tx, rememberResidenceQuery).execute(row)
}

const rememberResidenceQuery = (tx: Db) =>
  tx
    .insert(residences)
    .values(boundRow(residences))
    .onConflictDoUpdate({
      target: [residences.personId, residences.governmentId],
      set: { districtCode: excluded(residences.districtCode), statedAt: excluded(residences.statedAt) },
    })
    .returning({ id: residences.id })

/** Counts one more try and says how many there were. `key` names purpose, subject and the hour or day. */
export async function countAttempt(tx: Db, key: string, expiresAt: Date): Promise<number> {
  const [row] = await prepared(tx, countAttemptQuery).execute({ key, expiresAt })
  return row?.count ?? 1
}

const countAttemptQuery = (tx: Db) =>
  tx
    .insert(attempts)
    .values({ ...boundRow(attempts), count: 1 })
    .onConflictDoUpdate({ target: attempts.key, set: { count: sql`${attempts.count} + 1` } })
    .returning({ count: attempts.count })

export async function addCode(
  tx: Db,
  code: Omit<CodeRow, 'tries' | 'usedAt'> & { act: SignInAct | null },
): Promise<void> {
  await tx.insert(signInCodes).values({ ...code, tries: 0, usedAt: null })
}

/** Codes of this browser and address that can still be used, newest first; at most three live. */
export const liveCodes = (db: Db, email: string, browserHash: string, now: Date): Promise<CodeRow[]> =>
  db
    .select()
    .from(signInCodes)
    .where(
      and(
        eq(signInCodes.email, email),
        eq(signInCodes.browserHash, browserHash),
        isNull(signInCodes.usedAt),
        gt(signInCodes.expiresAt, now),
        lt(signInCodes.tries, 5),
      ),
    )
    .orderBy(desc(signInCodes.createdAt))
    .limit(3)

/** Counts a wrong try on each live code: one guess is a guess at all of them. */
export async function countWrongTry(tx: Db, codes: CodeRow[]): Promise<void> {
  for (const code of codes)
    await tx
      .update(signInCodes)
      .set({ tries: sql`${signInCodes.tries} + 1` })
      .where(eq(signInCodes.id, code.id))
}

/** Uses a code up. False when somebody was faster, or it was tried too often. */
export async function useCode(tx: Db, id: string, at: Date): Promise<boolean> {
  const used = await tx
    .update(signInCodes)
    .set({ usedAt: at })
    .where(and(eq(signInCodes.id, id), isNull(signInCodes.usedAt), lt(signInCodes.tries, 5)))
    .returning()
  return used.length > 0
}
