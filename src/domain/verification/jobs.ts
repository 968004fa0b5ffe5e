// What has expired of verifications is deleted: visits to the counter, requests to wallets, and what was verified.
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { dropInPieces, pieceOfExpired } from '../people/drop-in-pieces.ts'
import { dropExpiredVisits } from './counter-visits.ts'
import { dropExpiredVerifications } from './verifications.ts'
import { dropExpiredWalletRequests } from './wallet-requests.ts'

export const verificationJobs: Job[] = [{ name: 'expired-verifications', every: 60_000, run: dropExpiredVerified }]

/** How many rows. */
export function dropExpiredVerified(deps: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  return dropInPieces(deps, [dropExpiredVisits, walletRequests, dropExpiredVerifications], now, signal)
}

const walletRequests = (tx: Db, now: Date) => dropExpiredWalletRequests(tx, now, pieceOfExpired)
