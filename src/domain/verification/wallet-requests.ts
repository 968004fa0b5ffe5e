// Who is asked to show a card in their wallet: one request each under a government, of one person and the session that began it. Whoever
// reads its id elsewhere can do nothing with it.
import { and, eq, gt, inArray, isNull, lte } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { sessions } from '../../schema/sign-in.ts'
import { walletRequests } from '../../schema/verifications.ts'
import { lockPeople } from '../people/erase-people.ts'
import { day, hour, type Limit, minute } from '../people/sign-in-limits.ts'

export type WalletRequest = typeof walletRequests.$inferSelect

/** ms in which a card can be shown: as long as the module of Taiwan's wallet waits unless told otherwise. */
export const shownWithin = 5 * minute
/** ms in which it is asked what was shown: as long again, for whoever shows it at the last moment. */
const lasts = 2 * shownWithin

/** `sessionId`: the secret one, of which the hash is kept. */
type Whose = { personId: string; governmentId: string; sessionId: string }

/** How often somebody may begin: each asks the wallet's side for something. */
export const walletLimits = ({ personId, governmentId }: Omit<Whose, 'sessionId'>): Limit[] => [
  { what: 'wallet', who: `${governmentId} ${personId}`, most: 10, within: hour },
  { what: 'wallet-day', who: `${governmentId} ${personId}`, most: 30, within: day },
]

/** In place of one that they had. False where they signed out or were erased meanwhile, or began another one at the same moment. */
export async function beginWalletRequest(
  tx: Db,
  { sessionId, personId, governmentId }: Whose,
  { at, ...request }: { id: string; source: string; link: string; leastAge: number | null; at: Date },
): Promise<boolean> {
  const sessionHash = sha256(sessionId)
  if (!(await lockPeople(tx, [personId])).length) return false
  if (!(await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.hash, sessionHash))).length) return false
  await tx
    .delete(walletRequests)
    .where(and(eq(walletRequests.personId, personId), eq(walletRequests.governmentId, governmentId)))
  const row = { ...request, personId, governmentId, sessionHash, createdAt: at }
  const added = await tx
    .insert(walletRequests)
    .values({ ...row, expiresAt: new Date(at.getTime() + lasts) })
    .onConflictDoNothing()
    .returning({ id: walletRequests.id })
  return added.length > 0
}

const isTheirs = (id: string, { personId, governmentId, sessionId }: Whose, at: Date) =>
  and(
    eq(walletRequests.id, id),
    eq(walletRequests.personId, personId),
    eq(walletRequests.governmentId, governmentId),
    eq(walletRequests.sessionHash, sha256(sessionId)),
    gt(walletRequests.expiresAt, at),
  )

/** Null where it is used, over, of somebody else or of another session. */
export async function walletRequestOf(db: Db, id: string, whose: Whose, at: Date): Promise<WalletRequest | null> {
  const [row] = await db
    .select()
    .from(walletRequests)
    .where(isTheirs(id, whose, at))
  return row ?? null
}

/** Uses it up; false where that is done already. */
export async function endWalletRequest(tx: Db, id: string, whose: Whose, at: Date): Promise<boolean> {
  const gone = await tx
    .delete(walletRequests)
    .where(isTheirs(id, whose, at))
    .returning({ id: walletRequests.id })
  return gone.length > 0
}

/** One that still waits for an answer of a wallet, whosever it is: a wallet has no session. Null where it is answered, over or none. */
export async function openWalletRequest(db: Db, { id, governmentId }: Open, at: Date): Promise<WalletRequest | null> {
  const [row] = await db.select().from(walletRequests).where(isOpen({ id, governmentId }, at))
  return row ?? null
}
type Open = { id: string; governmentId: string }
const isOpen = ({ id, governmentId }: Open, at: Date) =>
  and(
    eq(walletRequests.id, id),
    eq(walletRequests.governmentId, governmentId),
    isNull(walletRequests.outcome),
    gt(walletRequests.createdAt, new Date(at.getTime() - shownWithin)),
  )

/** Keeps what came of it; false where it was answered meanwhile: an answer is taken once. */
export async function answerWalletRequest(
  tx: Db,
  which: Open,
  answer: Pick<WalletRequest, 'outcome' | 'subjectKey' | 'codeHash'>,
  at: Date,
): Promise<boolean> {
  const taken = await tx
    .update(walletRequests)
    .set(answer)
    .where(isOpen(which, at))
    .returning({ id: walletRequests.id })
  return taken.length > 0
}

/** At most so many. Returns which. */
export const dropExpiredWalletRequests = (tx: Db, at: Date, most: number) => {
  const old = tx
    .select({ id: walletRequests.id })
    .from(walletRequests)
    .where(lte(walletRequests.expiresAt, at))
    .limit(most)
  return tx.delete(walletRequests).where(inArray(walletRequests.id, old)).returning({ id: walletRequests.id })
}
