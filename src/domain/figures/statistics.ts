// Live numbers of each government, counted in two queries, the first of them from an index alone: all cases are counted, so
// visitors of one second share them, unless something was written meanwhile.
import { and, eq, gt, gte, isNotNull, lte, type SQL, sql } from 'drizzle-orm'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { proposals } from '../../schema/proposals.ts'
import { isListed, punctuality } from '../search/list-store.ts'

export type Numbers = {
  /** open for co-signing, the threshold not met yet */
  gathering: number
  review: number
  overdue: number
  resolved: number
  /** refused, expired, merged, withdrawn */
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

const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)

/** By the id of the government; one without public cases is not among them. */
export const numbersOf = (db: Db, now: Date, governmentId?: string): Promise<ReadonlyMap<string, Numbers>> =>
  sharedWithinSecond(db, `numbers ${governmentId ?? ''}`, now, 0, () => countCases(db, now, governmentId))

async function countCases(db: Db, now: Date, governmentId: string | undefined) {
  const where = and(isListed, governmentId ? eq(proposals.governmentId, governmentId) : undefined)
  const yearAgo = new Date(now.getTime() - 365 * 86_400_000)
  const [stages, ofLate] = await Promise.all([
    db
      .select({
        id: proposals.governmentId,
        stage: proposals.stage,
        cases: countRows(),
        open: howMany(gt(proposals.closesBefore, now)),
        overdue: howMany(lte(proposals.answerDueBefore, now)),
      })
      .from(proposals)
      .where(where)
      .groupBy(proposals.governmentId, proposals.stage),
    db
      .select({ id: proposals.governmentId, answered: countRows(), inTime: howMany(punctuality.in_time()) })
      .from(proposals)
      .where(and(where, isNotNull(proposals.thresholdMetAt), gte(proposals.answeredAt, yearAgo)))
      .groupBy(proposals.governmentId),
  ])
  const found = new Map<string, Numbers>()
  for (const { id, stage, cases, open, overdue } of stages) {
    const numbers = found.get(id) ?? { ...noNumbers }
    found.set(id, numbers)
    if (stage === 'gathering') numbers.gathering = open
    else if (stage === 'review') Object.assign(numbers, { review: cases, overdue })
    else if (stage === 'resolved') numbers.resolved = cases
    else numbers.ended += cases
  }
  for (const { id, answered, inTime } of ofLate)
    Object.assign(found.get(id)!, { dueOfLate: answered, inTimeOfLate: inTime })
  for (const numbers of found.values()) numbers.dueOfLate += numbers.overdue
  return found
}
