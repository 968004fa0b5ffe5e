// What has expired is deleted: codes, challenges, sessions, counted tries. And who has no key of their mailbox gets one.
import { inArray, lte } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { rateLimitCounters, sessions, signInCodes } from '../../schema/sign-in.ts'
import { dropExpiredVisits } from './counter-visits.ts'
import { dropExpiredForms } from './kept-forms.ts'
import { keepMailboxes } from './mailboxes.ts'
import { dropPendingAddresses } from './move-mailbox.ts'
import { dropAllowances, dropChallenges } from './passkey-store.ts'
import { dropPresses } from './presses.ts'
import { day } from './sign-in-limits.ts'
import { dropExpiredVerifications } from './verifications.ts'
import { dropExpiredWalletRequests } from './wallet-requests.ts'

const batch = 500

export const peopleJobs: Job[] = [
  { name: 'expired-secrets', every: 60_000, run: dropExpired },
  { name: 'mailboxes', every: day, run: ({ db }, _now, signal) => keepMailboxes(db, false, signal) },
]

/** Deletes expired codes, challenges, sessions and counters. How many rows. */
export async function dropExpired({ db }: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  let gone = 0
  for (const drop of [
    dropCodes,
    challenges,
    dropAllowances,
    dropSessions,
    dropRateLimitCounters,
    keptForms,
    addresses,
    presses,
    dropExpiredVisits,
    walletRequests,
    dropExpiredVerifications,
  ])
    while (!signal?.aborted) {
      const rows = await write(db, (tx) => drop(tx, now))
      gone += rows.length
      if (rows.length < batch) break
    }
  return gone
}

const challenges = (tx: Db, now: Date) => dropChallenges(tx, now, batch)
const presses = (tx: Db, now: Date) => dropPresses(tx, now, batch)
const walletRequests = (tx: Db, now: Date) => dropExpiredWalletRequests(tx, now, batch)
const addresses = (tx: Db, now: Date) => dropPendingAddresses(tx, now, batch)
const keptForms = (tx: Db, now: Date) => dropExpiredForms(tx, now, batch)

const dropCodes = async (tx: Db, now: Date): Promise<unknown[]> => {
  const old = tx.select({ id: signInCodes.id }).from(signInCodes).where(lte(signInCodes.expiresAt, now)).limit(batch)
  return tx.delete(signInCodes).where(inArray(signInCodes.id, old)).returning({ id: signInCodes.id })
}

const dropSessions = async (tx: Db, now: Date): Promise<unknown[]> => {
  const old = tx.select({ hash: sessions.hash }).from(sessions).where(lte(sessions.expiresAt, now)).limit(batch)
  return tx.delete(sessions).where(inArray(sessions.hash, old)).returning({ hash: sessions.hash })
}

const dropRateLimitCounters = async (tx: Db, now: Date): Promise<unknown[]> => {
  const old = tx
    .select({ key: rateLimitCounters.key })
    .from(rateLimitCounters)
    .where(lte(rateLimitCounters.expiresAt, now))
    .limit(batch)
  return tx
    .delete(rateLimitCounters)
    .where(inArray(rateLimitCounters.key, old))
    .returning({ key: rateLimitCounters.key })
}
