// How often something may be tried, shared by all processes: rows of `attempts`, counted in the unit of what is tried.
// A subject (a mailbox, an address block, a browser) is kept only as an HMAC, and only until its window is over.
import { createHmac } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { memoize } from '../../lib/memoize.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, placeholder, prepared } from '../../platform/db/prepared.ts'
import { rateLimitCounters } from '../../schema/sign-in.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/**
 * Against whom each limit is, and whom it may not hurt.
 * - Mail to one mailbox (codes and confirmations together, of all governments) ends at a number: nobody is flooded. One source
 *   cannot use that number up, and browsers that signed in there before have a number of their own: nobody is kept out.
 * - Guessing: a code takes five wrong tries. Wrong tries count only at codes that live in the browser that asked, so a stranger's
 *   nonsense counts nowhere. After some in an hour, and after some codes in a day, codes have ten digits instead of six; those of
 *   staff always. A right code is never refused, nor is a passkey.
 * - A block of addresses may hold a whole school. One that is over its share waits some seconds (friction.ts).
 */
export const signInLimits = {
  codesPerBrowser: 6, // an hour; told
  codesPerMailboxFromBlock: 6, // an hour
  confirmationsPerMailboxFromBlock: 12, // an hour; with its codes less than the next line
  mailsPerMailbox: 24, // an hour
  mailsPerMailboxAndDay: 200,
  codesPerMailboxInKnownBrowsers: 6, // an hour
  mailsPerBlock: 600, // an hour; more wait
  shortCodesPerMailboxAndDay: 12,
  wrongTriesUntilLongCodes: 20, // an hour
} as const

/** `what` is tried by, or done to, `who`: at most so often in each window of so many ms. */
export type Limit = { what: string; who: string; most: number; within: number }
/** Limits that were overstepped, by `what`, and the whole seconds until all their windows are over (0: none was). */
type Tries = { over: ReadonlySet<string>; retryAfter: number }

/**
 * `count(tx, limits, at)` counts one try against each limit. One that is over refuses it, and then it counts only where it was
 * refused: 300 forms of which five were mailed used up what a mailbox may get in a day, for its owner too. Each has its own `what`.
 */
export const triesCounter = (secret: string) => {
  return async (tx: Db, limits: Limit[], at: Date): Promise<Tries> => {
    const keyed = limits.map((limit) => ({ limit, key: counterKeyOf(secret, limit, at) }))
    keyed.sort((a, b) => (a.key < b.key ? -1 : 1)) // two units that count the same rows take their locks in one order
    const counted = await countOn(tx, keyed, at)
    const over = keyed.filter(({ limit, key }) => counted.get(key)! > limit.most).map(({ limit }) => limit)
    if (over.length)
      await giveBack(
        tx,
        keyed.flatMap(({ limit, key }) => (over.includes(limit) ? [] : [key])),
      )
    const waits = over.map((limit) => secondsLeft(limit, at))
    return { over: new Set(over.map(({ what }) => what)), retryAfter: Math.max(0, ...waits) }
  }
}

/** `count(tx, subject, at)` counts one try and says how many there were in this window. */
export const counter =
  (secret: string) =>
  async (tx: Db, subject: Omit<Limit, 'most'>, at: Date): Promise<number> => {
    const key = counterKeyOf(secret, subject, at)
    return (await countOn(tx, [{ limit: subject, key }], at)).get(key)!
  }

/** Uncounts one on each row. A row counts at least one. */
async function giveBack(tx: Db, keys: string[]): Promise<void> {
  const { key, count } = rateLimitCounters
  await tx.delete(rateLimitCounters).where(and(inArray(key, keys), eq(count, 1)))
  await tx
    .update(rateLimitCounters)
    .set({ count: sql`${count} - 1` })
    .where(inArray(key, keys))
}

type Keyed = { limit: Pick<Limit, 'within'>; key: string }

/** Counts one on each row, in one statement: a newcomer's form counts on five. */
async function countOn(tx: Db, rows: Keyed[], at: Date): Promise<Map<string, number>> {
  if (!rows.length) return new Map()
  const values = rows.flatMap(({ limit, key }, i) => [
    [`key${i}`, key],
    [`expiresAt${i}`, endOf(limit, at)],
  ])
  const counted = await prepared(tx, countQuery(String(rows.length))).execute(Object.fromEntries(values))
  return new Map(counted.map(({ key, count }) => [key, count]))
}

/** The query that counts one on each of so many rows of `attempts`: `key0`, `expiresAt0`, `key1` … */
export const countQuery = memoize(
  (rows) => (tx: Db) =>
    tx
      .insert(rateLimitCounters)
      .values(
        Array.from({ length: Number(rows) }, (_, i) => ({
          key: bound(rateLimitCounters.key, `key${i}`),
          count: 1,
          expiresAt: bound(rateLimitCounters.expiresAt, `expiresAt${i}`),
        })),
      )
      .onConflictDoUpdate({ target: rateLimitCounters.key, set: { count: sql`${rateLimitCounters.count} + 1` } })
      .returning({ key: rateLimitCounters.key, count: rateLimitCounters.count }),
  20,
)

/** `read(db, subject, at)`: how many tries there were in this window, without counting one. */
export const triesReader =
  (secret: string) =>
  async (db: Db, subject: Omit<Limit, 'most'>, at: Date): Promise<number> =>
    triesAt(db, counterKeyOf(secret, subject, at))

/** What a row of `attempts` has counted. */
export async function triesAt(db: Db, key: string): Promise<number> {
  const [found] = await prepared(db, triesQuery).execute({ key })
  return found?.count ?? 0
}

const triesQuery = (db: Db) =>
  db
    .select({ count: rateLimitCounters.count })
    .from(rateLimitCounters)
    .where(eq(rateLimitCounters.key, placeholder('key')))

/** The row of `attempts` that counts this limit at this moment. */
export function counterKeyOf(secret: string, { what, who, within }: Omit<Limit, 'most'>, at: Date): string {
  const subject = createHmac('sha256', secret).update(`${what}:${who}`).digest('base64url').slice(0, 22)
  return `${what}:${subject}:${Math.floor(at.getTime() / within)}`
}

/** When its window is over. */
export const endOf = ({ within }: Pick<Limit, 'within'>, at: Date) =>
  new Date((Math.floor(at.getTime() / within) + 1) * within)

/** The whole seconds until then. */
export const secondsLeft = (limit: Pick<Limit, 'within'>, at: Date): number =>
  Math.ceil((endOf(limit, at).getTime() - at.getTime()) / 1000)

/** Mail to one mailbox that anybody can set off, sign-in codes and confirmations alike, in whatever government. */
export const mailboxBrake = (emailKey: string): Limit[] => [
  { what: 'mail-mailbox', who: emailKey, most: signInLimits.mailsPerMailbox, within: hour },
  { what: 'mail-mailbox-day', who: emailKey, most: signInLimits.mailsPerMailboxAndDay, within: day },
]
