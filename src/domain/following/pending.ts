// Who wants to follow by an address: kept until the button in their mail is pressed. Only the hash of its token is kept.
import { and, eq, gt, inArray, isNull, lte } from 'drizzle-orm'
import { newId, newToken, sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { pendingFollows } from '../../schema/following.ts'
import { pendingMs } from '../cosignatures/cosignature.ts'
import { mailsTo, type Source, shareOfSource } from '../cosignatures/cosigning-limits.ts'
import { chosenFor } from '../notifications/follow-store.ts'
import { enqueueMail } from '../notifications/store.ts'
import { friction, type Wait } from '../people/friction.ts'
import { accountsOf } from '../people/mailboxes.ts'
import { mailboxBrake, triesCounter } from '../people/sign-in-limits.ts'
import type { Subject } from './subject.ts'

export type PendingFollow = typeof pendingFollows.$inferSelect
const batch = 500

type Newcomer = {
  from: Source
  email: string
  /** their mailbox */
  emailKey: string
  language: string
  /** what an earlier answer asked to bring along; empty as a rule */
  ticket: string
  /** with whatever account */
  follows: boolean
  /** what they follow, in their language */
  name: string
  at: Date
}

/**
 * `asker(subject, newcomer)` gives the unit. Its value: how long to wait where the block is over its share; else null, whether a
 * mail goes or not, since nobody learns here whether an address is known, follows, or was written to too often.
 */
export const followAsker = (secret: string) => {
  const countTries = triesCounter(secret)
  const slowDown = friction(secret)
  return (subject: Subject, newcomer: Newcomer): ((tx: Db) => Promise<Wait | null>) => {
    const { from, email, emailKey, language, ticket, follows, name, at } = newcomer
    const token = newToken()
    const { kind, target, of } = subject
    const governmentId = from.government.id
    const limits = [...mailsTo(from, `${governmentId} ${of}`, emailKey), ...mailboxBrake(emailKey)]
    return async (tx) => {
      const wait = await slowDown(tx, shareOfSource(from), emailKey, ticket, at)
      if (wait) return wait
      if ((await countTries(tx, limits, at)).over.size) return null
      // Who follows already gets the same row, so that this takes as long; but no link, and another mail.
      const row = { id: newId(), governmentId, kind, target, email, emailKey, language, tokenHash: sha256(token) }
      const expiresAt = new Date(at.getTime() + pendingMs)
      await tx.insert(pendingFollows).values({ ...row, createdAt: at, expiresAt, confirmedAt: null })
      await enqueueMail(tx, {
        ...{ address: email, language, governmentId, at },
        kind: follows ? 'already_following' : 'confirm_follow',
        facts: follows ? { what: name } : { what: name, token },
      })
      return null
    }
  }
}

/** Whether any account of a mailbox follows it: as many queries, whether there is such a person or not. */
export async function followsFrom(db: Db, emailKey: string, { what }: Subject): Promise<boolean> {
  const accounts = await accountsOf(db, emailKey)
  return (await chosenFor(db, accounts.length ? accounts : [''], what)) !== null
}

/** Until it expires, confirmed or not; null after that. */
export async function pendingFollow(
  db: Db,
  governmentId: string,
  token: string,
  at: Date,
): Promise<PendingFollow | null> {
  const [row] = await db
    .select()
    .from(pendingFollows)
    .where(
      and(
        eq(pendingFollows.tokenHash, sha256(token)),
        eq(pendingFollows.governmentId, governmentId),
        gt(pendingFollows.expiresAt, at),
      ),
    )
  return row ?? null
}

/** Uses it up, once. */
export async function takePendingFollow(tx: Db, id: string, at: Date): Promise<boolean> {
  const taken = await tx
    .update(pendingFollows)
    .set({ confirmedAt: at })
    .where(and(eq(pendingFollows.id, id), isNull(pendingFollows.confirmedAt)))
    .returning({ id: pendingFollows.id })
  return taken.length > 0
}

export const followingJobs: Job[] = [{ name: 'pending-follows', every: 60_000, run: dropPendingFollows }]

/** Deletes those whose 48 hours are over, confirmed ones included: what is followed stays. How many. */
export async function dropPendingFollows({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let gone = 0
  for (let some = batch; some === batch && !signal?.aborted; gone += some) {
    const rows = await write(db, (tx) =>
      tx
        .delete(pendingFollows)
        .where(
          inArray(
            pendingFollows.id,
            tx
              .select({ id: pendingFollows.id })
              .from(pendingFollows)
              .where(lte(pendingFollows.expiresAt, now))
              .limit(batch),
          ),
        )
        .returning({ id: pendingFollows.id }),
    )
    some = rows.length
  }
  return gone
}

/** What waits for these mailboxes. */
export async function dropPendingFollowsOf(tx: Db, mailboxes: string[]): Promise<void> {
  if (mailboxes.length) await tx.delete(pendingFollows).where(inArray(pendingFollows.emailKey, mailboxes))
}
