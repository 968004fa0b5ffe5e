// People, their codes, and how often something was tried.
import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { newId, sha256 } from '../../lib/id.ts'
import { excluded } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { formerMailboxes, isWithoutKey, people, residences } from '../../schema/people.ts'
import { signInCodes } from '../../schema/sign-in.ts'
import type { PendingAction } from '../../schema/values.ts'
import { endConsents, giveConsent } from './consents.ts'
import { mailboxIn } from './mailboxes.ts'

export type PersonRow = typeof people.$inferSelect
export type CodeRow = typeof signInCodes.$inferSelect

const triesPerCode = 5

/** By any address of their mailbox, as readAddress gives it. Of several accounts the one that was made with this address. */
export async function findPerson(db: Db, address: string): Promise<PersonRow | null> {
  const [row] = await prepared(db, personQuery).execute({ emailKey: await mailboxIn(db, address) })
  return row ? ofAddress(db, row, address) : null
}

const personQuery = (db: Db) =>
  db
    .select()
    .from(people)
    .where(eq(people.emailKey, placeholder('emailKey')))

/** Accounts that were two before a mailbox had one form stay two, each for the address it was made with. */
async function ofAddress(db: Db, row: PersonRow, address: string): Promise<PersonRow> {
  if (row.doubleOf === null || row.email === address) return row
  const doubles = await db
    .select()
    .from(people)
    .where(and(isWithoutKey, eq(people.doubleOf, row.doubleOf)))
  const typed = address.toLowerCase()
  return doubles.find(({ email }) => email?.toLowerCase() === typed) ?? row
}

/** Null where the account is erased. */
export async function personById(db: Db, id: string): Promise<PersonRow | null> {
  const [row] = await db.select().from(people).where(eq(people.id, id))
  return row ?? null
}

/**
 * The person of a mailbox, by any of its addresses; made when new. `seen`: the notice that they read where it is not today's. The
 * unique index decides between two at once.
 */
export async function findOrCreatePerson(
  tx: Db,
  address: string,
  language: string,
  at: Date,
  seen?: string,
): Promise<PersonRow> {
  const person = await personOf(tx, address, language, at)
  const { id } = person
  await giveConsent(tx, {
    ...{ personId: id, purpose: 'account', subject: id, at },
    ...(seen === undefined ? {} : { noticeVersion: seen }),
  })
  return person
}

async function personOf(tx: Db, address: string, language: string, at: Date): Promise<PersonRow> {
  const emailKey = await mailboxIn(tx, address)
  const row = { id: newId(), email: address, emailKey, doubleOf: null, displayName: null, language, createdAt: at }
  const made = { ...row, keyHash: sha256(emailKey) }
  for (;;) {
    const [added] = await prepared(tx, addPersonQuery).execute(made)
    if (added) return added
    const [held] = await prepared(tx, holdPersonQuery).execute({ emailKey })
    if (held) return ofAddress(tx, held, address)
    // Made a moment ago by the version before this one, which knew no keys.
    const [unkeyed] = await tx.update(people).set({ emailKey }).where(eq(people.email, address)).returning()
    if (unkeyed) return unkeyed
    // Erased between two of these statements (PostgreSQL): nobody has the address now.
  }
}

/** Whoever left this mailbox last for another one is noted: it may be the same person. */
const addPersonQuery = (tx: Db) => {
  const { personId, leftAt } = formerMailboxes
  const before = tx
    .select({ personId })
    .from(formerMailboxes)
    .where(eq(formerMailboxes.keyHash, placeholder('keyHash')))
    .orderBy(desc(leftAt), desc(personId))
    .limit(1)
  const row = { ...boundRow(people), formerAccountId: sql`(${before})` }
  return tx.insert(people).values(row).onConflictDoNothing().returning()
}

/** A row that is there is written as it is: so nobody is erased between being found here and what they came to do. */
const holdPersonQuery = (tx: Db) =>
  tx
    .update(people)
    .set({ language: sql`${people.language}` })
    .where(eq(people.emailKey, placeholder('emailKey')))
    .returning()

/** Offered the next time that they write something. */
export async function rememberName(tx: Db, personId: string, displayName: string): Promise<void> {
  await tx.update(people).set({ displayName }).where(eq(people.id, personId))
}

/** Asked anew with the next proposal. Whether there was one. */
export async function forgetName(tx: Db, personIds: string[]): Promise<boolean> {
  const named = and(inArray(people.id, personIds), isNotNull(people.displayName))
  const gone = await tx.update(people).set({ displayName: null }).where(named).returning({ id: people.id })
  return gone.length > 0
}

/** Addresses of these accounts. */
export async function addressesOf(db: Db, ids: string[]): Promise<string[]> {
  const rows = await db.select({ email: people.email }).from(people).where(inArray(people.id, ids))
  return rows.flatMap(({ email }) => email ?? [])
}

/** The language of their mail: the one they last signed in with. */
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

/** As they say themselves, in place of what they said before. With their consent to keep it. */
export async function rememberResidence(
  tx: Db,
  personId: string,
  governmentId: string,
  districtCode: string,
  at: Date,
): Promise<void> {
  const row = { personId, governmentId, districtCode, statedAt: at }
  await prepared(tx, rememberResidenceQuery).execute(row)
  await giveConsent(tx, { personId, purpose: 'district', subject: governmentId, at })
}

/** Asked again the next time. Co-signatures that were counted with it stay as they are. */
export async function forgetResidence(tx: Db, personId: string, governmentId: string, at: Date): Promise<void> {
  await tx.delete(residences).where(and(eq(residences.personId, personId), eq(residences.governmentId, governmentId)))
  await endConsents(tx, { personIds: [personId], purposes: ['district'], subjects: [governmentId] }, at)
}

const rememberResidenceQuery = (tx: Db) =>
  tx
    .insert(residences)
    .values(boundRow(residences))
    .onConflictDoUpdate({
      target: [residences.personId, residences.governmentId],
      set: { districtCode: excluded(residences.districtCode), statedAt: excluded(residences.statedAt) },
    })
    .returning({ personId: residences.personId })

/** The code itself is not kept, only its HMAC. `act`: what they came to do. */
export async function addCode(
  tx: Db,
  code: Omit<CodeRow, 'tries' | 'usedAt'> & { act: PendingAction | null },
): Promise<void> {
  await tx.insert(signInCodes).values({ ...code, tries: 0, usedAt: null })
}

const live = (emailKey: string, browserHash: string, now: Date) =>
  and(
    eq(signInCodes.emailKey, emailKey),
    eq(signInCodes.browserHash, browserHash),
    isNull(signInCodes.usedAt),
    gt(signInCodes.expiresAt, now),
  )

/** Codes of this browser and mailbox that can still be used, newest first. */
export const liveCodes = (db: Db, emailKey: string, browserHash: string, now: Date, most: number): Promise<CodeRow[]> =>
  db
    .select()
    .from(signInCodes)
    .where(and(live(emailKey, browserHash, now), lt(signInCodes.tries, triesPerCode)))
    .orderBy(desc(signInCodes.createdAt), desc(signInCodes.id))
    .limit(most)

/** The newest few stay; older ones of this browser and mailbox end. A stranger's requests end nobody's code. */
export async function dropCodesBeyond(
  tx: Db,
  emailKey: string,
  browserHash: string,
  now: Date,
  most: number,
): Promise<void> {
  const newest = await tx
    .select({ id: signInCodes.id })
    .from(signInCodes)
    .where(live(emailKey, browserHash, now))
    .orderBy(desc(signInCodes.createdAt), desc(signInCodes.id))
    .limit(most + 10)
  const old = newest.slice(most).map((row) => row.id)
  if (old.length) await tx.delete(signInCodes).where(inArray(signInCodes.id, old))
}

/** Counts a wrong try on each live code: one guess is a guess at all of them. */
export async function countWrongTry(tx: Db, ids: string[]): Promise<void> {
  if (!ids.length) return
  await tx
    .update(signInCodes)
    .set({ tries: sql`${signInCodes.tries} + 1` })
    .where(inArray(signInCodes.id, ids))
}

/** Uses a code up. False when somebody was faster, or it was tried too often. */
export async function useCode(tx: Db, id: string, at: Date): Promise<boolean> {
  const used = await tx
    .update(signInCodes)
    .set({ usedAt: at })
    .where(and(eq(signInCodes.id, id), isNull(signInCodes.usedAt), lt(signInCodes.tries, triesPerCode)))
    .returning()
  return used.length > 0
}
