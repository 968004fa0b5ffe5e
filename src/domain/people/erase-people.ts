// Erasing people: the row stays as an id that others point to, with nothing that says who it was.
import { and, asc, gt, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { elsewhere } from '../../platform/http/http-error.ts'
import { calendarLinks } from '../../schema/calendar-links.ts'
import { consents, staffLooks } from '../../schema/own-data.ts'
import { formerMailboxes, isWithoutKey, pendingAddresses, people, residences } from '../../schema/people.ts'
import { registerRequests } from '../../schema/register.ts'
import {
  linkedAccounts,
  passkeyAllowances,
  passkeyChallenges,
  passkeys,
  sessions,
  signInCodes,
} from '../../schema/sign-in.ts'
import { counterVisits, verifications, walletRequests } from '../../schema/verifications.ts'
import { webhooks } from '../../schema/webhooks.ts'
import { rulesIn, settleMailbox } from './mailboxes.ts'
import { signInPath } from './pending-action.ts'

const theirs = [
  walletRequests,
  sessions,
  passkeys,
  passkeyChallenges,
  passkeyAllowances,
  linkedAccounts,
  residences,
  pendingAddresses,
  formerMailboxes,
  calendarLinks,
  counterVisits,
  registerRequests,
  verifications,
  consents,
  staffLooks,
  webhooks,
]

/** Some people who have an address, in the order of their addresses: who was erased is not met again. */
export const peopleAfter = (db: Db, email: string, limit: number) =>
  db
    .select({ id: people.id, email: people.email, createdAt: people.createdAt })
    .from(people)
    .where(gt(people.email, email))
    .orderBy(asc(people.email))
    .limit(limit)

/** Those of them who have an address. Until the unit ends nobody else erases them or finds them by it. */
export async function lockPeople(tx: Db, ids: string[]): Promise<string[]> {
  const held = await tx
    .update(people)
    .set({ language: sql`${people.language}` })
    .where(and(inArray(people.id, ids), isNotNull(people.email)))
    .returning({ id: people.id })
  return held.map(({ id }) => id)
}

/** In a unit of somebody's own: their account was not erased since the request began, and is not until the unit ends. Else they sign in first. */
export async function stillThere(tx: Db, personId: string): Promise<void> {
  if (!(await lockPeople(tx, [personId])).length) throw elsewhere(signInPath('/me'))
}

/** What waits for a mailbox and names no account, or somebody else's: codes, and changes to one of its addresses. */
export async function eraseMailbox(tx: Db, mailboxes: string[], addresses: string[]): Promise<void> {
  await tx.delete(signInCodes).where(inArray(signInCodes.emailKey, mailboxes))
  await tx.delete(pendingAddresses).where(inArray(pendingAddresses.email, addresses))
}

/** Address, name, sessions, passkeys, residences, and addresses of before and to come. A double of somebody erased gets the mailbox's key. */
export async function erasePeople(tx: Db, ids: string[]): Promise<void> {
  for (const table of theirs) await tx.delete(table).where(inArray(table.personId, ids))
  await tx
    .update(people)
    .set({ email: null, emailKey: null, doubleOf: null, displayName: null })
    .where(inArray(people.id, ids))
  const left = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(isWithoutKey, inArray(people.doubleOf, ids)))
  const rules = left.length ? await rulesIn(tx) : null
  for (const { id } of left) await settleMailbox(tx, id, rules!)
}
