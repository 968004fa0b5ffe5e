// What a newcomer wrote, until the button in the mail is pressed. Only the hash of its token is kept.
import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { newId, sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { pendingCosignatures } from '../../schema/cosignatures.ts'
import { accountsOf } from '../people/mailboxes.ts'
import { hasAnySigned } from './has-signed.ts'

export type PendingRow = typeof pendingCosignatures.$inferSelect

/** Keeps a newcomer's form. */
export async function addPending(
  tx: Db,
  pending: Omit<PendingRow, 'id' | 'tokenHash' | 'confirmedAt'> & { token: string },
): Promise<void> {
  const { token, ...rest } = pending
  const row = { id: newId(), ...rest, tokenHash: sha256(token), confirmedAt: null }
  await prepared(tx, addPendingQuery).execute(row)
}

const addPendingQuery = (tx: Db) =>
  tx.insert(pendingCosignatures).values(boundRow(pendingCosignatures)).returning({ id: pendingCosignatures.id })

/** Until it expires, confirmed or not; null after that. */
export async function findPending(db: Db, proposalId: string, token: string, at: Date): Promise<PendingRow | null> {
  const [row] = await prepared(db, pendingQuery).execute({ tokenHash: sha256(token), proposalId, at })
  return row ?? null
}

const pendingQuery = (db: Db) =>
  db
    .select()
    .from(pendingCosignatures)
    .where(
      and(
        eq(pendingCosignatures.tokenHash, placeholder('tokenHash')),
        eq(pendingCosignatures.proposalId, placeholder('proposalId')),
        gt(pendingCosignatures.expiresAt, bound(pendingCosignatures.expiresAt, 'at')),
      ),
    )

/** Uses a pending row up, once. Its reason lies in the co-signature from now on, and is taken off there. */
export const takePending = async (tx: Db, id: string, at: Date): Promise<boolean> =>
  (await prepared(tx, takeQuery).execute({ id, at })).length > 0

const takeQuery = (tx: Db) =>
  tx
    .update(pendingCosignatures)
    .set({ confirmedAt: bound(pendingCosignatures.confirmedAt, 'at'), reason: null })
    .where(and(eq(pendingCosignatures.id, placeholder('id')), isNull(pendingCosignatures.confirmedAt)))
    .returning({ id: pendingCosignatures.id })

/** Whether any account of a mailbox has signed: as many queries, whether there is such a person or not. */
export async function hasSignedFrom(db: Db, proposalId: string, emailKey: string): Promise<boolean> {
  const accounts = await accountsOf(db, emailKey)
  return hasAnySigned(db, proposalId, accounts.length ? accounts : [''])
}

/** What waits for these mailboxes. */
export async function dropPendingOf(tx: Db, mailboxes: string[]): Promise<void> {
  if (mailboxes.length) await tx.delete(pendingCosignatures).where(inArray(pendingCosignatures.emailKey, mailboxes))
}
