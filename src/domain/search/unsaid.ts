// What a filter leaves out because nobody said it: a case from another platform may have no topic, and one about a whole city no district.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'
import { listedAs } from '../proposals/proposal.ts'
import type { ListQuery } from './list-query.ts'

const columns = { topic: proposals.topicCode, district: proposals.districtCode } as const

/** `cases`: so many of the list, whatever else narrows it, have none. */
export type Unsaid = { filter: keyof typeof columns; cases: number }

/** For each of these filters that is set. Read from an index alone. */
export async function unsaidIn(
  db: Db,
  governmentId: string,
  query: ListQuery,
  stages: readonly Stage[],
): Promise<Unsaid[]> {
  const among = listedAs(query.stage.length ? query.stage : stages)
  const unsaid: Unsaid[] = []
  for (const filter of ['topic', 'district'] as const) {
    if (!query[filter].length) continue
    const [row] = await cached(db, `unsaid ${governmentId} ${filter} ${among.join()}`, () =>
      db
        .select({ cases: countRows() })
        .from(proposals)
        .where(
          and(
            isListed,
            eq(proposals.governmentId, governmentId),
            isNull(columns[filter]),
            inArray(proposals.stage, among),
          ),
        ),
    )
    if (row?.cases) unsaid.push({ filter, cases: row.cases })
  }
  return unsaid
}
