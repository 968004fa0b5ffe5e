// What has expired is deleted: codes, challenges, sessions, counted tries. And who has no key of their mailbox gets one.
import { inArray, lte } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { unhurried } from '../../platform/process/pace.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { rateLimitCounters, sessions, signInCodes } from '../../schema/sign-in.ts'
import { dropInPieces, pieceOfExpired } from './drop-in-pieces.ts'
import { dropExpiredForms } from './kept-forms.ts'
import { keepMailboxes } from './mailboxes.ts'
import { dropPendingAddresses } from './move-mailbox.ts'
import { dropAllowances, dropChallenges } from './passkey-store.ts'
import { dropPresses } from './presses.ts'
import { day } from './sign-in-limits.ts'

export const peopleJobs: Job[] = [
  { name: 'expired-secrets', every: 60_000, run: dropExpired },
  {
    name: 'mailboxes',
    every: day,
    run: ({ db }, _now, signal) => keepMailboxes(db, false, { rest: unhurried, signal }),
  },
]

/** Deletes expired codes, challenges, sessions and counters. How many rows. */
export function dropExpired(deps: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  const drops = [
    dropCodes,
    challenges,
    dropAllowances,
    dropSessions,
    dropRateLimitCounters,
    keptForms,
    addresses,
    presses,
  ]
  return dropInPieces(deps, drops, now, signal)
}

const challenges = (tx: Db, now: Date) => dropChallenges(tx, now, pieceOfExpired)
const presses = (tx: Db, now: Date) => dropPresses(tx, now, pieceOfExpired)
const addresses = (tx: Db, now: Date) => dropPendingAddresses(tx, now, pieceOfExpired)
const keptForms = (tx: Db, now: Date) => dropExpiredForms(tx, now, pieceOfExpired)

const dropCodes = async (tx: Db, now: Date): Promise<unknown[]> => {
  const old = tx
    .select({ id: signInCodes.id })
    .from(signInCodes)
    .where(lte(signInCodes.expiresAt, now))
    .limit(pieceOfExpired)
  return tx.delete(signInCodes).where(inArray(signInCodes.id, old)).returning({ id: signInCodes.id })
}

const dropSessions = async (tx: Db, now: Date): Promise<unknown[]> => {
  const old = tx
    .select({ hash: sessions.hash })
    .from(sessions)
    .where(lte(sessions.expiresAt, now))
    .limit(pieceOfExpired)
  return tx.delete(sessions).where(inArray(sessions.hash, old)).returning({ hash: sessions.hash })
}

const dropRateLimitCounters = async (tx: Db, now: Date): Promise<unknown[]> => {
  const old = tx
    .select({ key: rateLimitCounters.key })
    .from(rateLimitCounters)
    .where(lte(rateLimitCounters.expiresAt, now))
    .limit(pieceOfExpired)
  return tx
    .delete(rateLimitCounters)
    .where(inArray(rateLimitCounters.key, old))
    .returning({ key: rateLimitCounters.key })
}
