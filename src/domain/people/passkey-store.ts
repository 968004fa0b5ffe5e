// Passkeys, their challenges, and who may add another.
import { and, asc, eq, gt, inArray, isNull, lt, lte, ne } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { countRows, excluded } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { staff } from '../../schema/agencies.ts'
import { governments } from '../../schema/governments.ts'
import { passkeyAllowances, passkeyChallenges, passkeys, sessions } from '../../schema/sign-in.ts'
import { endConsent, giveConsent } from './consents.ts'
import type { Demand } from './passkey.ts'

export type PasskeyRow = typeof passkeys.$inferSelect

/** The first one first. */
export const passkeysOf = (db: Db, personId: string): Promise<PasskeyRow[]> =>
  prepared(db, passkeysQuery).execute({ personId })

const passkeysQuery = (db: Db) =>
  db
    .select()
    .from(passkeys)
    .where(eq(passkeys.personId, placeholder('personId')))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id))

/** By what browsers call it. */
export async function findPasskey(db: Db, credentialId: string): Promise<PasskeyRow | null> {
  const [row] = await prepared(db, passkeyQuery).execute({ credentialId })
  return row ?? null
}

const passkeyQuery = (db: Db) =>
  db
    .select()
    .from(passkeys)
    .where(eq(passkeys.credentialId, placeholder('credentialId')))

/** False where this very key is known already, to whomever. */
export async function addPasskey(tx: Db, row: PasskeyRow): Promise<boolean> {
  const added = await tx.insert(passkeys).values(row).onConflictDoNothing().returning({ id: passkeys.id })
  if (!added.length) return false
  const { id: subject, personId, createdAt: at } = row
  await giveConsent(tx, { personId, purpose: 'passkey', subject, at })
  return true
}

/** Counts a use. False where the counter did not go on: then there are two of a key that cannot be copied. */
export async function usePasskey(
  tx: Db,
  id: string,
  { counter, backedUp, at }: { counter: number; backedUp: boolean; at: Date },
): Promise<boolean> {
  const goesOn = counter === 0 ? eq(passkeys.counter, 0) : lt(passkeys.counter, counter)
  const used = await tx
    .update(passkeys)
    .set({ counter, backedUp, lastUsedAt: at })
    .where(and(eq(passkeys.id, id), goesOn))
    .returning({ id: passkeys.id })
  return used.length > 0
}

const own = (personId: string, id: string) => and(eq(passkeys.id, id), eq(passkeys.personId, personId))

/** Only one's own. False where it was not. */
export async function renamePasskey(tx: Db, personId: string, id: string, name: string): Promise<boolean> {
  const renamed = await tx.update(passkeys).set({ name }).where(own(personId, id)).returning({ id: passkeys.id })
  return renamed.length > 0
}

/** Only one's own, with what it opened elsewhere; `here`, the id of this session, stays. Null where it was not. */
export async function removePasskey(
  tx: Db,
  personId: string,
  id: string,
  { here, at }: { here: string; at: Date },
): Promise<PasskeyRow | null> {
  // The sessions first: once it is gone, they no longer say that it opened them.
  const opened = and(eq(sessions.personId, personId), eq(sessions.passkeyId, id))
  await tx.delete(sessions).where(and(opened, ne(sessions.hash, sha256(here))))
  const [removed] = await tx.delete(passkeys).where(own(personId, id)).returning()
  if (removed) await endConsent(tx, personId, 'passkey', id, at)
  return removed ?? null
}

/** Governments whose desk this person may use, and only with a passkey. */
export const demandsOf = (db: Db, personId: string): Promise<Demand[]> =>
  db
    .selectDistinct({
      id: governments.id,
      slug: governments.slug,
      name: governments.name,
      allowedUntil: passkeyAllowances.expiresAt,
    })
    .from(staff)
    .innerJoin(governments, eq(governments.id, staff.governmentId))
    .leftJoin(
      passkeyAllowances,
      and(eq(passkeyAllowances.personId, staff.personId), eq(passkeyAllowances.governmentId, governments.id)),
    )
    .where(and(eq(staff.personId, personId), isNull(staff.endedAt), eq(governments.staffPasskeys, true)))
    .orderBy(asc(governments.slug))

/** How many passkeys each of these people has; who has none is not there. */
export async function passkeyCounts(db: Db, personIds: string[]): Promise<Map<string, number>> {
  if (!personIds.length) return new Map()
  const rows = await db
    .select({ personId: passkeys.personId, n: countRows() })
    .from(passkeys)
    .where(inArray(passkeys.personId, personIds))
    .groupBy(passkeys.personId)
  return new Map(rows.map((row) => [row.personId, row.n]))
}

/** Who may add another at a government now, and until when. */
export async function allowancesIn(db: Db, governmentId: string, at: Date): Promise<Map<string, Date>> {
  const rows = await db
    .select()
    .from(passkeyAllowances)
    .where(and(eq(passkeyAllowances.governmentId, governmentId), gt(passkeyAllowances.expiresAt, at)))
  return new Map(rows.map((row) => [row.personId, row.expiresAt]))
}

/** Lets somebody add one more passkey after a code alone, as far as this government is concerned. */
export async function allowPasskey(tx: Db, row: typeof passkeyAllowances.$inferSelect): Promise<void> {
  await tx
    .insert(passkeyAllowances)
    .values(row)
    .onConflictDoUpdate({
      target: [passkeyAllowances.personId, passkeyAllowances.governmentId],
      set: { expiresAt: excluded(passkeyAllowances.expiresAt) },
    })
}

/** All of a person's: each lets them add one. */
export async function useAllowances(tx: Db, personId: string): Promise<void> {
  await tx.delete(passkeyAllowances).where(eq(passkeyAllowances.personId, personId))
}

/** Those that nobody can answer any more, at most so many. Returns what is gone. */
export async function dropChallenges(tx: Db, now: Date, most: number): Promise<unknown[]> {
  const old = tx
    .select({ hash: passkeyChallenges.hash })
    .from(passkeyChallenges)
    .where(lte(passkeyChallenges.expiresAt, now))
    .limit(most)
  return tx
    .delete(passkeyChallenges)
    .where(inArray(passkeyChallenges.hash, old))
    .returning({ hash: passkeyChallenges.hash })
}

/** Few, and each is of one person and government: all at once. */
export const dropAllowances = async (tx: Db, now: Date): Promise<unknown[]> => {
  await tx.delete(passkeyAllowances).where(lte(passkeyAllowances.expiresAt, now))
  return []
}
