// Whether somebody tries codes at many mailboxes. Each mailbox is guarded by itself (sign-in-limits.ts); a few tries at each of
// ten thousand would still find one. That is seen only over all of them and ended only by people: it raises an alarm.
import { inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import { rateLimitCounters } from '../../schema/sign-in.ts'
import { countQuery, day, hour } from './sign-in-limits.ts'

/** Of one hour: mailboxes at whose live codes a wrong one was tried, and codes that signed somebody in. */
export type Guessing = { hour: Date; mailboxes: number; signedIn: number }

/** People mistype; fewer mailboxes than this in an hour are nothing to look at. */
const fewest = 50
/** Nor are as many as this share of all who signed in. */
const usualShare = 0.25

/** Whether so many mailboxes had wrong codes that somebody is trying. */
export const isAlarming = ({ mailboxes, signedIn }: Pick<Guessing, 'mailboxes' | 'signedIn'>): boolean =>
  mailboxes >= fewest && mailboxes > usualShare * signedIn

/** Whether the log says so at this number: now and then, not once for each mailbox. */
export const isTold = (now: Guessing): boolean =>
  isAlarming(now) && now.mailboxes % (now.mailboxes < 100 ? 10 : 100) === 0

/** Counts a mailbox at which the first wrong code of this hour was tried. What the hour has seen by then. */
export async function countGuessedMailbox(tx: Db, at: Date): Promise<Guessing> {
  await count(tx, 'mailboxes', at)
  return (await guessingSince(tx, at, at))[0]!
}

/** Counts a code that signed somebody in. */
export const countRightCode = (tx: Db, at: Date): Promise<void> => count(tx, 'signed-in', at)

/** Hour by hour, the newest first; rows are kept for a day. */
export async function guessingSince(db: Db, since: Date, at: Date): Promise<Guessing[]> {
  const hours: Date[] = []
  for (let time = beginOf(at); time >= beginOf(since); time -= hour) hours.push(new Date(time))
  const keys = hours.flatMap((each) => [keyOf('mailboxes', each), keyOf('signed-in', each)])
  const rows = await db.select().from(rateLimitCounters).where(inArray(rateLimitCounters.key, keys))
  const counted = new Map(rows.map((row) => [row.key, row.count]))
  return hours.map((each) => ({
    hour: each,
    mailboxes: counted.get(keyOf('mailboxes', each)) ?? 0,
    signedIn: counted.get(keyOf('signed-in', each)) ?? 0,
  }))
}

type What = 'mailboxes' | 'signed-in'

async function count(tx: Db, what: What, at: Date): Promise<void> {
  await prepared(tx, countQuery('1')).execute({ key0: keyOf(what, at), expiresAt0: new Date(beginOf(at) + hour + day) })
}

const beginOf = (at: Date) => Math.floor(at.getTime() / hour) * hour
/** Says nothing of anybody, so it needs no seal. */
const keyOf = (what: What, at: Date) => `guessing:${what}:${beginOf(at) / hour}`
