// Live numbers of each government, counted in three queries, the first of them from an index alone: all cases are counted, so
// visitors of one second share them, unless something was written meanwhile.
import { and, eq, gt, gte, or, type SQL, sql } from 'drizzle-orm'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { punctuality } from '../search/list-filters.ts'

export type Numbers = {
  /** open for co-signing, the threshold not met yet */
  gathering: number
  review: number
  overdue: number
  resolved: number
  /** refused, expired, merged, withdrawn, or last seen elsewhere */
  ended: number
  /** of the past 365 days: answers that came or are overdue, and those that came in time */
  dueOfLate: number
  inTimeOfLate: number
}

export const noNumbers: Numbers = {
  gathering: 0,
  review: 0,
  overdue: 0,
  resolved: 0,
  ended: 0,
  dueOfLate: 0,
  inTimeOfLate: 0,
}

/** The year moves on when kept pages are drawn anew at the latest (domain/record/shown.ts), so that all of them say the same. */
const step = 15 * 60_000

const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)

/** By the id of the government; one without public cases is not among them. */
export const numbersOf = (db: Db, now: Date, governmentId?: string): Promise<ReadonlyMap<string, Numbers>> =>
  sharedWithinSecond(db, `numbers ${governmentId ?? ''}`, now, 0, () => countCases(db, now, governmentId))

/** Whether any answer of a government is overdue. Lists ask no more than that: to count all cases took a third of a list's time. */
export const hasOverdue = (db: Db, now: Date, governmentId: string): Promise<boolean> =>
  sharedWithinSecond(db, `overdue ${governmentId}`, now, 0, async () => {
    const some = await db
      .select({ id: proposals.id })
      .from(proposals)
      .where(and(isListed, eq(proposals.governmentId, governmentId), punctuality.overdue(now)))
      .limit(1)
    return some.length > 0
  })

async function countCases(db: Db, now: Date, governmentId: string | undefined) {
  const where = and(isListed, governmentId ? eq(proposals.governmentId, governmentId) : undefined)
  const yearAgo = new Date(Math.floor(now.getTime() / step) * step - 365 * 86_400_000)
  const [stages, overdue, ofLate] = await Promise.all([
    db
      .select({
        id: proposals.governmentId,
        stage: proposals.stage,
        cases: countRows(),
        open: howMany(gt(proposals.closesBefore, now)),
      })
      .from(proposals)
      .where(where)
      .groupBy(proposals.governmentId, proposals.stage),
    db
      .select({ id: proposals.governmentId, cases: countRows() })
      .from(proposals)
      .where(and(where, punctuality.overdue(now)))
      .groupBy(proposals.governmentId),
    db
      .select({ id: proposals.governmentId, answered: countRows(), inTime: howMany(punctuality.in_time()) })
      .from(proposals)
      .where(
        and(
          where,
          eq(proposals.stage, 'resolved'), // an index finds those; nothing else was answered
          or(punctuality.in_time(), punctuality.late()),
          gte(proposals.answeredAt, yearAgo),
        ),
      )
      .groupBy(proposals.governmentId),
  ])
  const found = new Map<string, Numbers>()
  for (const { id, stage, cases, open } of stages) {
    const numbers = found.get(id) ?? { ...noNumbers }
    found.set(id, numbers)
    if (stage === 'gathering') numbers.gathering = open
    else if (stage === 'review') numbers.review = cases
    else if (stage === 'resolved') numbers.resolved = cases
    else numbers.ended += cases
  }
  for (const { id, cases } of overdue) Object.assign(found.get(id) ?? {}, { overdue: cases })
  for (const { id, answered, inTime } of ofLate)
    Object.assign(found.get(id) ?? {}, { dueOfLate: answered, inTimeOfLate: inTime })
  for (const numbers of found.values()) numbers.dueOfLate += numbers.overdue
  return found
}
