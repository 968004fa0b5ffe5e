// Whom new rules do not touch, and whom they will: cases and drafts of a government by their stage.
import { and, eq, inArray } from 'drizzle-orm'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'

/** Stages in which a case is under way: it keeps the rules it was submitted under. */
export const underWay = ['checking', 'returned', 'gathering', 'review'] as const satisfies readonly Stage[]

/** How many cases stand in each of those stages, and how many drafts are not submitted yet. */
export async function casesUnderWay(db: Db, governmentId: string): Promise<{ stage: Stage; cases: number }[]> {
  const rows = await db
    .select({ stage: proposals.stage, cases: countRows() })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), inArray(proposals.stage, ['draft', ...underWay])))
    .groupBy(proposals.stage)
  const found = new Map(rows.map(({ stage, cases }) => [stage, cases]))
  return (['draft', ...underWay] as const).map((stage) => ({ stage, cases: found.get(stage) ?? 0 }))
}
