// To whom mail came back for good, and whether it is stopped. It is sent again once they say that it arrives, or show it: they sign in
// by a code, press a link that was mailed, or give another address.
import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { returnedMail } from '../../schema/notifications.ts'
import { people } from '../../schema/people.ts'
import type { OutboxRow } from './load-mail-data.ts'
import { isAlwaysSent, stopsMail } from './stopping.ts'
import { type WhyReturned, whyReturned } from './why-returned.ts'

/** One more that came back for good, each message once. Nobody who is not known yet, or was erased. */
export async function countReturned(tx: Db, personId: string | null, bounce: string, at: Date): Promise<void> {
  if (!personId) return
  const [person] = await tx.select({ email: people.email }).from(people).where(eq(people.id, personId))
  if (!person?.email) return
  const [row] = await tx
    .insert(returnedMail)
    .values({ personId, times: 1, bounce, returnedAt: at, stoppedAt: null })
    .onConflictDoUpdate({
      target: returnedMail.personId,
      set: { times: sql`${returnedMail.times} + 1`, bounce, returnedAt: at },
    })
    .returning()
  if (row && !row.stoppedAt && stopsMail(row.times, bounce))
    await tx.update(returnedMail).set({ stoppedAt: at }).where(eq(returnedMail.personId, personId))
}

/** Their mail arrives, as they say or showed. Whether it was stopped. */
export async function sendAgain(tx: Db, personId: string): Promise<boolean> {
  const gone = await tx.delete(returnedMail).where(eq(returnedMail.personId, personId)).returning()
  return gone.some(({ stoppedAt }) => stoppedAt !== null)
}

export type Stopped = { why: WhyReturned; since: Date }

/** Why nothing is sent to somebody, and since when; null where mail is sent. */
export async function stoppedFor(db: Db, personId: string): Promise<Stopped | null> {
  const [row] = await prepared(db, ofPerson).execute({ personId })
  return row?.stoppedAt ? { why: whyReturned(row.bounce), since: row.stoppedAt } : null
}
const ofPerson = (db: Db) =>
  db
    .select()
    .from(returnedMail)
    .where(eq(returnedMail.personId, placeholder('personId')))

/**
 * Whether there is an address to write to (an import's author is nobody we know, and an erased address is gone), and whether mail
 * to it is stopped. `hears`: both are well.
 */
export type Reach = { reachable: boolean; stopped: Stopped | null; hears: boolean }

/** Whether mail reaches somebody. Of nobody (null) it does not. */
export async function reachOf(db: Db, personId: string | null): Promise<Reach> {
  const [row] = personId ? await prepared(db, reachQuery).execute({ personId }) : []
  const reachable = !!row?.email
  const stopped = reachable && row.stoppedAt ? { why: whyReturned(row.bounce ?? ''), since: row.stoppedAt } : null
  return { reachable, stopped, hears: reachable && !stopped }
}
const reachQuery = (db: Db) =>
  db
    .select({ email: people.email, bounce: returnedMail.bounce, stoppedAt: returnedMail.stoppedAt })
    .from(people)
    .leftJoin(returnedMail, eq(returnedMail.personId, people.id))
    .where(eq(people.id, placeholder('personId')))

/** Of these people, those to whom nothing is sent. */
export async function stoppedOf(db: Db, personIds: string[]): Promise<Set<string>> {
  if (!personIds.length) return new Set()
  const rows = await db
    .select({ personId: returnedMail.personId })
    .from(returnedMail)
    .where(and(isNotNull(returnedMail.stoppedAt), inArray(returnedMail.personId, personIds)))
  return new Set(rows.map(({ personId }) => personId))
}

/** Of these messages, those that are not to be sent, each with the words in which its mail came back. Also those to an address of theirs. */
export async function stoppedAmong(db: Db, rows: OutboxRow[]): Promise<Map<string, string>> {
  const asked = rows.filter(({ kind }) => !isAlwaysSent(kind))
  if (!asked.length) return new Map()
  const ids = asked.flatMap(({ personId }) => personId ?? [])
  const addresses = asked.flatMap(({ personId, address }) => (personId ? [] : [address]))
  const stopped = await db
    .select({ personId: people.id, email: people.email, bounce: returnedMail.bounce })
    .from(returnedMail)
    .innerJoin(people, eq(people.id, returnedMail.personId))
    .where(
      and(
        isNotNull(returnedMail.stoppedAt),
        or(
          ids.length ? inArray(returnedMail.personId, ids) : undefined,
          addresses.length ? inArray(people.email, addresses) : undefined,
        ),
      ),
    )
  return new Map(
    asked.flatMap(({ id, personId, address }) => {
      const found = stopped.find((one) => (personId ? one.personId === personId : one.email === address))
      return found ? [[id, found.bounce] as const] : []
    }),
  )
}

/** To how many people nothing is sent. */
export async function countStopped(db: Db): Promise<number> {
  const [row] = await db.select({ count: countRows() }).from(returnedMail).where(isNotNull(returnedMail.stoppedAt))
  return row?.count ?? 0
}
