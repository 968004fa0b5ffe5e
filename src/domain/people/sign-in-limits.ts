// How often something may be tried, shared by all processes: rows of `attempts`, counted in the unit of what is tried.
// A subject (an address, an address block, a browser) is kept only as an HMAC, and only until its window is over.
import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, prepared } from '../../platform/db/prepared.ts'
import { attempts } from '../../schema/sign-in.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/**
 * Per hour. A block may hold a whole school, and one source may not use up the mails of an address that it doesn't own. Code
 * tries at an address are counted for each browser that has a live code for it: a stranger's guesses, even at codes they
 * asked for, lock nobody out. Altogether an address has no more tries than its mails times the five of each code; so that these
 * do not add up over the days, only the first codes of a day are short. Later ones take nothing from whoever reads the mail.
 */
export const signInLimits = {
  mailsPerBrowser: 6,
  mailsPerBlock: 600,
  mailsPerAddressFromBlock: 6,
  mailsPerAddress: 18,
  shortCodesPerAddressAndDay: 12,
  triesPerAddressInBrowser: 20,
  triesPerBlock: 300, // passkeys shown count as well
  /** each visit of the sign-in page with a browser that knows passkeys asks for one, and every four minutes another */
  challengesPerBrowser: 60,
  challengesPerBlock: 1800,
} as const

/** `what` is tried by, or done to, `who`: at most so often in each window of so many ms. */
export type Limit = { what: string; who: string; most: number; within: number }
/** Limits that were overstepped, by `what`, and the whole seconds until all their windows are over (0: none was). */
export type Tries = { over: ReadonlySet<string>; retryAfter: number }

/** `count(tx, limits, at)` counts one try against each limit, also those that are over. */
export const triesCounter =
  (secret: string) =>
  async (tx: Db, limits: Limit[], at: Date): Promise<Tries> => {
    const rows = limits
      .map((limit) => ({ limit, key: keyOf(secret, limit, at), endsAt: endOf(limit, at) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)) // two units that count the same rows take their locks in one order
    const over: typeof rows = []
    for (const row of rows) {
      const [counted] = await prepared(tx, countQuery).execute({ key: row.key, expiresAt: row.endsAt })
      if (counted!.count > row.limit.most) over.push(row)
    }
    const waits = over.map(({ endsAt }) => Math.ceil((endsAt.getTime() - at.getTime()) / 1000))
    return { over: new Set(over.map(({ limit }) => limit.what)), retryAfter: Math.max(0, ...waits) }
  }

const countQuery = (tx: Db) =>
  tx
    .insert(attempts)
    .values({ ...boundRow(attempts), count: 1 })
    .onConflictDoUpdate({ target: attempts.key, set: { count: sql`${attempts.count} + 1` } })
    .returning({ count: attempts.count })

/** The row of `attempts` that counts this limit at this moment. */
export function keyOf(secret: string, { what, who, within }: Limit, at: Date): string {
  const subject = createHmac('sha256', secret).update(`${what}:${who}`).digest('base64url').slice(0, 22)
  return `${what}:${subject}:${Math.floor(at.getTime() / within)}`
}

/** When its window is over. */
export const endOf = ({ within }: Limit, at: Date) => new Date((Math.floor(at.getTime() / within) + 1) * within)
