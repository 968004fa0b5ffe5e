// Counts, by mail domain and day, how many newcomers asked for their link and how many pressed it. What is counted stands in
// pending_cosignatures for 48 hours only, so a job keeps the sums, without any address.

import { and, eq, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import { addDays } from '../../lib/calendar.ts'
import { dayMs } from '../../lib/durations.ts'
import { afterAt, countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { deploymentStatus } from '../../platform/db/deployment-tables.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { pendingCosignatures } from '../../schema/cosignatures.ts'
import { mailDomainDays } from '../../schema/notifications.ts'
import { type Arrival, fewestNamed, type JudgedArrival, judged, latelyDays, others, usualDays } from './arrival.ts'

/** People need a while to open their mail: who asked in this time is not counted yet. */
const patience = 3_600_000
/** Days that sums are kept */
const keptDays = 60

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** Sums up yesterday and today anew: of both every row is still there. Drops what is old. How many rows were written. */
export async function countArrivals({ db }: Pick<Deps, 'db'>, now: Date): Promise<number> {
  const today = dayOf(now)
  const counted: (typeof mailDomainDays.$inferInsert)[] = []
  for (const day of [addDays(today, -1), today]) {
    const domains = await domainsOn(db.reads, day, now)
    const named = domains.filter(({ asked }) => asked >= fewestNamed)
    const rest = domains.filter(({ asked }) => asked < fewestNamed)
    counted.push(...named.map((one) => ({ ...one, day })))
    if (rest.length) counted.push({ day, domain: others, asked: sum(rest, 'asked'), pressed: sum(rest, 'pressed') })
  }
  const days = [addDays(today, -1), today]
  await write(db, async (tx) => {
    await tx.delete(mailDomainDays).where(lt(mailDomainDays.day, addDays(today, -keptDays)))
    await tx.delete(mailDomainDays).where(inArray(mailDomainDays.day, days))
    if (counted.length) await tx.insert(mailDomainDays).values(counted)
  })
  return counted.length
}

const sum = (rows: { asked: number; pressed: number }[], what: 'asked' | 'pressed') =>
  rows.reduce((all, row) => all + row[what], 0)

function domainsOn(db: Db, day: string, now: Date) {
  const from = new Date(`${day}T00:00:00Z`)
  const until = new Date(Math.min(from.getTime() + dayMs, now.getTime() - patience))
  const domain = sql<string>`lower(${afterAt(pendingCosignatures.email)})`
  return (
    db
      .select({ domain, asked: countRows(), pressed: countRows(pendingCosignatures.confirmedAt) })
      .from(pendingCosignatures)
      // Each ends later than it began: said for the index.
      .where(
        and(
          gte(pendingCosignatures.expiresAt, from),
          gte(pendingCosignatures.createdAt, from),
          lt(pendingCosignatures.createdAt, until),
        ),
      )
      .groupBy(domain)
  )
}

/** Every domain that had newcomers lately, judged. */
export async function arrivals(db: Db, now: Date): Promise<JudgedArrival[]> {
  const today = dayOf(now)
  const since = addDays(today, 1 - latelyDays)
  const lately = await sumsBy(db, and(gte(mailDomainDays.day, since), lte(mailDomainDays.day, today)))
  if (!lately.length) return []
  const before = and(gte(mailDomainDays.day, addDays(since, -usualDays)), lt(mailDomainDays.day, since))
  const usually = new Map((await sumsBy(db, before)).map(({ domain, ...sums }) => [domain, sums]))
  return judged(
    lately.map(
      ({ domain, ...sums }): Arrival => ({
        domain,
        lately: sums,
        usually: usually.get(domain) ?? { asked: 0, pressed: 0 },
      }),
    ),
  )
}

const sumsBy = (db: Db, when: ReturnType<typeof and>) =>
  db
    .select({
      domain: mailDomainDays.domain,
      asked: sumOf(mailDomainDays.asked),
      pressed: sumOf(mailDomainDays.pressed),
    })
    .from(mailDomainDays)
    .where(when)
    .groupBy(mailDomainDays.domain)

/** The key in `deployment_status` under which the domains stand that fell at the last look, with a space between them. */
export const fallingKey = 'mail_falling'

/** Those domains. One row, read once a second. */
export const fallingDomains = (db: Db): Promise<string[]> =>
  cached(db, fallingKey, async () => {
    const [row] = await db.select().from(deploymentStatus).where(eq(deploymentStatus.key, fallingKey))
    return row?.value.split(' ').filter(Boolean) ?? []
  })

/** Days of which newcomers are too new to say that a domain is known. */
const newDays = 14

/** By mail domain, how many newcomers pressed their link more than fourteen days ago. Domains with few are not told apart. Read once a second. */
export const pressedBefore = (db: Db, now: Date): Promise<ReadonlyMap<string, number>> =>
  cached(db, 'mail domains known', async () => {
    const rows = await sumsBy(db, lt(mailDomainDays.day, addDays(dayOf(now), -newDays)))
    return new Map(rows.map(({ domain, pressed }) => [domain, pressed]))
  })
