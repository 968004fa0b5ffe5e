// What an administrator changes in a government's rows, each inside a unit. Nothing that is used is ever deleted.
import { and, eq, gte, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import { newId, newToken, sha256 } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { indexAgain } from '../../platform/db/search.ts'
import { agencies, invitations } from '../../schema/agencies.ts'
import { blackouts, holidays, holidayYears } from '../../schema/calendar.ts'
import { governments } from '../../schema/governments.ts'
import type { Limits } from '../../schema/values.ts'
import { invitationLasts } from './government.ts'
import type { Holiday } from './holidays.ts'

/** Both days belong to it. Dates of cases stay: see proposals/recompute-deadlines.ts. */
export async function addBlackout(
  tx: Db,
  blackout: {
    governmentId: string
    firstDay: string
    lastDay: string
    reason: Localised
    stopsSubmitting: boolean
    at: Date
  },
): Promise<void> {
  const { at, ...rest } = blackout
  await tx.insert(blackouts).values({ id: newId(), ...rest, createdAt: at })
}

/** Null when it was gone already, or begins on `today` or before: then it has stopped a clock, and stays. */
export async function removeBlackout(tx: Db, governmentId: string, id: string, today: string) {
  const [gone] = await tx
    .delete(blackouts)
    .where(and(eq(blackouts.governmentId, governmentId), eq(blackouts.id, id), sql`${blackouts.firstDay} > ${today}`))
    .returning()
  return gone ?? null
}

/**
 * Another last day for a pause, and whether it stops submitting. False when it was changed meanwhile, or is over on `today`:
 * days on which nobody could sign stay what they were.
 */
export async function changeBlackout(
  tx: Db,
  was: { governmentId: string; id: string; lastDay: string; stopsSubmitting: boolean },
  change: { lastDay: string; stopsSubmitting: boolean },
  today: string,
): Promise<boolean> {
  const changed = await tx
    .update(blackouts)
    .set(change)
    .where(
      and(
        eq(blackouts.governmentId, was.governmentId),
        eq(blackouts.id, was.id),
        eq(blackouts.lastDay, was.lastDay),
        eq(blackouts.stopsSubmitting, was.stopsSubmitting),
        gte(blackouts.lastDay, today),
      ),
    )
    .returning()
  return changed.length > 0
}

/** Adds a day, or changes the one there is. */
export async function setHoliday(tx: Db, governmentId: string, day: Holiday): Promise<void> {
  const { works, name } = day
  await tx
    .insert(holidays)
    .values({ governmentId, ...day })
    .onConflictDoUpdate({ target: [holidays.governmentId, holidays.date], set: { works, name } })
}

/** False where that day was none. */
export async function removeHoliday(tx: Db, governmentId: string, date: string): Promise<boolean> {
  const gone = await tx
    .delete(holidays)
    .where(and(eq(holidays.governmentId, governmentId), eq(holidays.date, date)))
    .returning()
  return gone.length > 0
}

/** A year is complete with these days; a day that staff entered before stays as they wrote it. */
export async function loadYear(tx: Db, governmentId: string, year: number, days: Holiday[]): Promise<void> {
  await tx.insert(holidayYears).values({ governmentId, year }).onConflictDoNothing()
  for (let i = 0; i < days.length; i += 100)
    await tx
      .insert(holidays)
      .values(days.slice(i, i + 100).map((day) => ({ governmentId, ...day })))
      .onConflictDoNothing()
}

type AgencyChange = {
  name: Localised
  validFrom: string | null
  validTo: string | null
  successorId: string | null
}

/** False for the coordinating agency when it would end: somebody must lead where nobody is named. */
export async function changeAgency(tx: Db, governmentId: string, id: string, change: AgencyChange): Promise<boolean> {
  const changed = await tx
    .update(agencies)
    .set(change)
    .where(
      and(
        eq(agencies.governmentId, governmentId),
        eq(agencies.id, id),
        change.validTo || change.validFrom ? eq(agencies.coordinating, false) : undefined,
      ),
    )
    .returning()
  if (changed.length) await indexAgain(tx) // cases are found by its name
  return changed.length > 0
}

/** Makes this the coordinating agency, and no other. The governments' row is taken first, so that two changes follow each other. */
export async function coordinate(tx: Db, governmentId: string, agencyId: string): Promise<void> {
  await lockGovernment(tx, governmentId)
  await tx
    .update(agencies)
    .set({ coordinating: false })
    .where(and(eq(agencies.governmentId, governmentId), ne(agencies.id, agencyId), eq(agencies.coordinating, true)))
  await tx
    .update(agencies)
    .set({ coordinating: true, validFrom: null, validTo: null, successorId: null })
    .where(and(eq(agencies.governmentId, governmentId), eq(agencies.id, agencyId)))
}

/** Takes the government's row, so that two units that must not pass each other follow each other. */
export const lockGovernment = (tx: Db, governmentId: string) =>
  tx
    .update(governments)
    .set({ slug: sql`${governments.slug}` })
    .where(eq(governments.id, governmentId))

/** A new link for 14 days; the old one opens nothing any more. Null when it was taken up or revoked. */
export async function renewInvitation(tx: Db, governmentId: string, id: string, at: Date) {
  const token = newToken()
  const [renewed] = await tx
    .update(invitations)
    .set({ tokenHash: sha256(token), expiresAt: new Date(at.getTime() + invitationLasts) })
    .where(openInvitation(governmentId, id))
    .returning()
  return renewed ? { invitation: renewed, token } : null
}

/** False where it is not open any more. */
export async function revokeInvitation(tx: Db, governmentId: string, id: string, at: Date): Promise<boolean> {
  const revoked = await tx
    .update(invitations)
    .set({ revokedAt: at })
    .where(openInvitation(governmentId, id))
    .returning()
  return revoked.length > 0
}

/** Invitations that nobody took up, with their addresses, where they ran out before that moment. */
export const dropInvitations = (tx: Db, before: Date) =>
  tx
    .delete(invitations)
    .where(and(isNull(invitations.acceptedAt), lt(invitations.expiresAt, before)))
    .returning({ id: invitations.id })

/** Those to somebody who erases themselves, and who has taken none up: an administrator may ask them anew. */
export const dropInvitationsTo = (tx: Db, addresses: string[]) =>
  tx.delete(invitations).where(and(isNull(invitations.acceptedAt), inArray(invitations.email, addresses)))

const openInvitation = (governmentId: string, id: string) =>
  and(
    eq(invitations.governmentId, governmentId),
    eq(invitations.id, id),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
  )

type Face = {
  name: Localised
  languages: string[]
  contact: Localised | null
  dates: 'gregorian' | 'roc'
  accent: { light: string; dark: string } | null
}

/** Names, languages and looks of a government. */
export async function changeFace(tx: Db, governmentId: string, face: Face): Promise<void> {
  await tx.update(governments).set(face).where(eq(governments.id, governmentId))
}

/** Whether whoever holds a seat signs in with a passkey to use it. */
export async function changeStaffPasskeys(tx: Db, governmentId: string, staffPasskeys: boolean): Promise<void> {
  await tx.update(governments).set({ staffPasskeys }).where(eq(governments.id, governmentId))
}

/** After so many minutes without use staff sign in again. */
export async function changeStaffIdle(tx: Db, governmentId: string, staffIdleMinutes: number): Promise<void> {
  await tx.update(governments).set({ staffIdleMinutes }).where(eq(governments.id, governmentId))
}

/** Null: the usual ones. */
export async function changeSynonyms(tx: Db, governmentId: string, synonyms: string | null): Promise<void> {
  await tx.update(governments).set({ synonyms }).where(eq(governments.id, governmentId))
}

/** Null: the usual ones. */
export async function changeLimits(tx: Db, governmentId: string, limits: Partial<Limits> | null): Promise<void> {
  await tx.update(governments).set({ limits }).where(eq(governments.id, governmentId))
}
