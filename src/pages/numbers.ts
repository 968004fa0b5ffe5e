// Live numbers of each government, counted in one query.
import { and, eq, gt, gte, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import { sumOf } from '../db/columns.ts'
import type { Db } from '../db/connect.ts'
import { archivedStages } from '../proposals/proposal.ts'
import { proposals } from '../proposals/tables.ts'
import { isListed, punctuality } from './list-store.ts'

export type Numbers = {
  /** open for co-signing, the threshold not met yet */
  gathering: number
  review: number
  overdue: number
  resolved: number
  /** refused, expired, merged, withdrawn */
  ended: number
  /** of the past 365 days: answers that were due, and those that came in time */
  answeredOfLate: number
  inTimeOfLate: number
}

export const noNumbers: Numbers = {
  gathering: 0,
  review: 0,
  overdue: 0,
  resolved: 0,
  ended: 0,
  answeredOfLate: 0,
  inTimeOfLate: 0,
}

const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)

/** By the id of the government; one without public cases is not among them. */
export async function numbersOf(db: Db, now: Date, governmentId?: string): Promise<Map<string, Numbers>> {
  const yearAgo = new Date(now.getTime() - 365 * 86_400_000)
  const dutyOfLate = and(isNotNull(proposals.thresholdMetAt), gte(proposals.answeredAt, yearAgo))!
  const rows = await db
    .select({
      id: proposals.governmentId,
      gathering: howMany(and(eq(proposals.stage, 'gathering'), gt(proposals.closesBefore, now))!),
      review: howMany(eq(proposals.stage, 'review')),
      overdue: howMany(punctuality.overdue(now)),
      resolved: howMany(eq(proposals.stage, 'resolved')),
      ended: howMany(or(...archivedStages.filter((s) => s !== 'resolved').map((s) => eq(proposals.stage, s)))!),
      answeredOfLate: howMany(dutyOfLate),
      inTimeOfLate: howMany(and(dutyOfLate, punctuality.in_time())!),
    })
    .from(proposals)
    .where(and(isListed, governmentId ? eq(proposals.governmentId, governmentId) : undefined))
    .groupBy(proposals.governmentId)
  return new Map(rows.map(({ id, ...numbers }) => [id, numbers]))
}
