// One mail to many: the followers of a case (its signers, where they are asked about a merger) become rows of the outbox,
// batch by batch. Resumes where it stopped.
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, ne, or } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { follows, mailings, outbox } from '../../schema/notifications.ts'
import { people } from '../../schema/people.ts'
import type { MessageKind } from '../../schema/values.ts'
import { accountsBeside } from '../people/mailboxes.ts'
import { priorityOf } from './message.ts'
import { unfollow } from './store.ts'

const batch = 100 // a unit of some milliseconds, so that pages are served in between

/** About their own co-signature: whoever signed hears of it. */
const toSigners: readonly MessageKind[] = ['merge_question', 'text_corrected_signed']

type Mailing = typeof mailings.$inferSelect

/** Expands every mailing that is not done. How many messages were put out. */
export async function expandMailings(deps: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  const open = await deps.db.reads
    .select({ id: mailings.id })
    .from(mailings)
    .where(and(isNull(mailings.doneAt), or(isNull(mailings.startsAt), lte(mailings.startsAt, now))))
    .orderBy(asc(mailings.createdAt))
    .limit(50)
  let told = 0
  let failure: unknown = null // of one mailing: thrown once the others are out
  for (const { id } of open)
    try {
      let [next = null]: (Mailing | null)[] = await deps.db.reads.select().from(mailings).where(eq(mailings.id, id))
      while (next && !signal?.aborted) {
        const step = await expandBatch(deps, next, now)
        told += step.told
        next = step.next
      }
    } catch (error) {
      failure ??= error
    }
  if (failure) throw failure
  return told
}

/** Cursor and rows in one unit. Null when it is done, or when another process is at it. */
async function expandBatch({ db }: Deps, mailing: Mailing, now: Date): Promise<{ told: number; next: Mailing | null }> {
  const wanted = await (toSigners.includes(mailing.kind) ? signersAfter : followersAfter)(db.reads, mailing)
  const done = wanted.length < batch
  const cursor = wanted.at(-1)?.personId ?? mailing.cursor
  const rows = wanted.map(({ personId, address, language }) => ({
    id: newId(),
    kind: mailing.kind,
    once: `mailing:${mailing.id}:${personId}`,
    personId,
    address: address!,
    language,
    governmentId: mailing.governmentId,
    proposalId: mailing.proposalId,
    facts: mailing.facts,
    priority: priorityOf(mailing.kind),
    createdAt: mailing.createdAt,
    nextTryAt: now,
    attempts: 0,
  }))
  const moved = await write(db, async (tx) => {
    const [row] = await tx
      .update(mailings)
      .set({ cursor, doneAt: done ? now : null })
      .where(and(eq(mailings.id, mailing.id), eq(mailings.cursor, mailing.cursor), isNull(mailings.doneAt)))
      .returning()
    if (row && rows.length) await tx.insert(outbox).values(rows).onConflictDoNothing()
    return row ?? null
  })
  return { told: moved ? rows.length : 0, next: done ? null : moved }
}

const recipient = { address: people.email, language: people.language }

/** How many would be mailed now about a case that they follow; its author, who is told as such, not among them. */
export async function countFollowers(db: Db, proposalId: string, authorId: string | null): Promise<number> {
  const [row] = await db
    .select({ count: countRows() })
    .from(follows)
    .innerJoin(people, eq(people.id, follows.personId))
    .where(
      and(
        eq(follows.proposalId, proposalId),
        eq(follows.wanted, true),
        isNotNull(people.email),
        authorId === null ? undefined : ne(follows.personId, authorId),
      ),
    )
  return row?.count ?? 0
}

const followersAfter = (db: Db, { proposalId, cursor }: Mailing) =>
  db
    .select({ personId: follows.personId, ...recipient })
    .from(follows)
    .innerJoin(people, eq(people.id, follows.personId))
    .where(
      and(
        eq(follows.proposalId, proposalId),
        eq(follows.wanted, true),
        gt(follows.personId, cursor),
        isNotNull(people.email),
      ),
    )
    .orderBy(asc(follows.personId))
    .limit(batch)

/** Everybody who signed, whether they ticked the answer or not: it is about their own co-signature. Not who left the case's mails. */
const signersAfter = (db: Db, { proposalId, cursor }: Mailing) =>
  db
    .select({ personId: cosignatures.personId, ...recipient })
    .from(cosignatures)
    .innerJoin(people, eq(people.id, cosignatures.personId))
    .leftJoin(follows, and(eq(follows.proposalId, proposalId), eq(follows.personId, cosignatures.personId)))
    .where(
      and(
        eq(cosignatures.proposalId, proposalId),
        gt(cosignatures.personId, cursor),
        isNotNull(people.email),
        or(isNull(follows.wanted), eq(follows.wanted, true)),
      ),
    )
    .orderBy(asc(cosignatures.personId))
    .limit(batch)

/** Ends what a mailbox hears about a case, in all its accounts; what waits for them unsent is called back. False when there was nothing to end. */
export async function endFollow({ db }: Deps, proposalId: string, personId: string, now: Date): Promise<boolean> {
  return write(db, async (tx) => {
    const [person] = await tx
      .select({ id: people.id, doubleOf: people.doubleOf })
      .from(people)
      .where(eq(people.id, personId))
    const accounts = person ? await accountsBeside(tx, person) : [personId]
    const ended = await unfollow(tx, proposalId, accounts)
    await tx
      .update(outbox)
      .set({ nextTryAt: null, failedAt: now, lastError: 'unsubscribed' })
      .where(
        and(
          inArray(outbox.personId, accounts),
          eq(outbox.proposalId, proposalId),
          eq(outbox.priority, 2),
          isNull(outbox.sentAt),
          isNull(outbox.failedAt),
        ),
      )
    return ended
  })
}
