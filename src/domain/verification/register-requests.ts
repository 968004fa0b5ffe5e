// Somebody asks to be verified by the register office. What they typed waits for the next file, sealed under SECRET, with the keyed digest
// by which one entry verifies one person. It is gone as soon as the file is (register-batches.ts), with the answer, or when none came.
import { and, asc, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { seal, sealingKey, unseal } from '../../lib/seal.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { registerOffices, registerRequests } from '../../schema/register.ts'
import { endConsent, giveConsent } from '../people/consents.ts'
import { lockPeople } from '../people/erase-people.ts'
import { day } from '../people/sign-in-limits.ts'
import type { IdentityValues } from './identity-key.ts'

export type Office = typeof registerOffices.$inferSelect
export type Request = typeof registerRequests.$inferSelect
type Whose = { personId: string; governmentId: string }

/** So long a request waits for a file, and as long again for the answer, in ms. */
export const waitsFor = 60 * day

const keyOf = (secret: string, governmentId: string) => sealingKey(secret, governmentId, 'register request')

/** Nobody but this server reads it, and under no other government. */
export const sealValues = (secret: string, governmentId: string, values: IdentityValues): string =>
  seal(JSON.stringify(values), keyOf(secret, governmentId))

/** Null where it was sealed under another SECRET. */
export function unsealValues(secret: string, governmentId: string, sealed: string): IdentityValues | null {
  const text = unseal(sealed, keyOf(secret, governmentId))
  return text === null ? null : (JSON.parse(text) as IdentityValues)
}

/** Null where the government has none. */
export async function officeOf(db: Db, governmentId: string): Promise<Office | null> {
  const [row] = await db.select().from(registerOffices).where(eq(registerOffices.governmentId, governmentId))
  return row ?? null
}

/** `waiting`: somebody waits whose request has other fields; their file has to go out first. */
export async function saveOffice(tx: Db, office: Office): Promise<Result<null, 'waiting'>> {
  const before = await officeOf(tx, office.governmentId)
  const same = before && before.fields.join() === office.fields.join()
  if (before && !same && (await waitingFor(tx, office.governmentId)) > 0) return refused('waiting')
  const { name, fields, open } = office
  await tx
    .insert(registerOffices)
    .values(office)
    .onConflictDoUpdate({ target: registerOffices.governmentId, set: { name, fields, open } })
  return done(null)
}

/** How many wait for the next file. */
export async function waitingFor(db: Db, governmentId: string): Promise<number> {
  const [row] = await db
    .select({ n: countRows() })
    .from(registerRequests)
    .where(and(eq(registerRequests.governmentId, governmentId), isNull(registerRequests.batch)))
  return row?.n ?? 0
}

const isTheirs = ({ personId, governmentId }: Whose) =>
  and(eq(registerRequests.personId, personId), eq(registerRequests.governmentId, governmentId))

/** What somebody asked of the register office; null where they did not. */
export async function requestOf(db: Db, whose: Whose): Promise<Request | null> {
  const [row] = await db.select().from(registerRequests).where(isTheirs(whose))
  return row ?? null
}

/** In place of one that waits for a file. `sent`: one of theirs has gone out, and is not answered yet. `gone`: erased meanwhile. */
export async function askRegister(
  tx: Db,
  { subjectKey, sealed, asksAge, ...whose }: Whose & { subjectKey: string; sealed: string; asksAge: boolean },
  at: Date,
): Promise<Result<null, 'sent' | 'gone'>> {
  if (!(await lockPeople(tx, [whose.personId])).length) return refused('gone')
  await tx.delete(registerRequests).where(and(isTheirs(whose), isNull(registerRequests.batch)))
  const expiresAt = new Date(at.getTime() + waitsFor)
  const row = { id: newId(), ...whose, subjectKey, sealed, asksAge, askedAt: at, expiresAt }
  const added = await tx
    .insert(registerRequests)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: registerRequests.id })
  if (!added.length) return refused('sent')
  const { personId, governmentId: subject } = whose
  await endConsent(tx, personId, 'register', subject, at, 'replaced')
  await giveConsent(tx, { personId, purpose: 'register', subject, at, expiresAt })
  return done(null)
}

/** Whatever the office answers is nobody's then. False where there was none. */
export async function withdrawRequest(tx: Db, whose: Whose, at: Date): Promise<boolean> {
  await endConsent(tx, whose.personId, 'register', whose.governmentId, at)
  const gone = await tx.delete(registerRequests).where(isTheirs(whose)).returning({ id: registerRequests.id })
  return gone.length > 0
}

/** Ends some that nobody answered in time. Whose they were. */
export async function dropUnanswered(tx: Db, at: Date, limit: number): Promise<Request[]> {
  const late = await tx
    .select({ id: registerRequests.id })
    .from(registerRequests)
    .where(lte(registerRequests.expiresAt, at))
    .orderBy(asc(registerRequests.expiresAt), asc(registerRequests.id))
    .limit(limit)
  if (!late.length) return []
  const ids = late.map(({ id }) => id)
  return tx.delete(registerRequests).where(inArray(registerRequests.id, ids)).returning()
}

/** How many are in each file and not answered; by its number. */
export async function unansweredOf(db: Db, governmentId: string): Promise<Map<number, number>> {
  const rows = await db
    .select({ batch: registerRequests.batch, n: countRows() })
    .from(registerRequests)
    .where(and(eq(registerRequests.governmentId, governmentId), isNotNull(registerRequests.batch)))
    .groupBy(registerRequests.batch)
  return new Map(rows.map(({ batch, n }) => [batch!, n]))
}
