// What everybody may know of co-signatures that are not counted: how many, never whose.
import { and, eq, inArray } from 'drizzle-orm'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { deploymentStatus } from '../../platform/db/deployment-tables.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { cosignatures, isApart } from '../../schema/cosignatures.ts'
import { refusedDoubles } from '../../schema/integrity.ts'
import type { CosignatureState } from '../../schema/values.ts'

/** Since when it is known what was refused and held here; null where no migration said so. */
export const watchedSince = (db: Db): Promise<Date | null> =>
  cached(db, 'co-signatures watched since', async () => {
    const [row] = await db
      .select()
      .from(deploymentStatus)
      .where(eq(deploymentStatus.key, 'co-signatures watched since'))
    return row ? new Date(row.value) : null
  })

/** How many of each case are held, and how many invalid. */
export const apartRowsOf = byIds((db, ids) =>
  db
    .select({ proposalId: cosignatures.proposalId, state: cosignatures.state, count: countRows() })
    .from(cosignatures)
    .where(and(inArray(cosignatures.proposalId, ids), isApart(cosignatures)))
    .groupBy(cosignatures.proposalId, cosignatures.state),
)

/** How many second co-signatures of one person were refused. */
export const doubleRowsOf = byIds((db, ids) =>
  db
    .select({ proposalId: refusedDoubles.proposalId, count: sumOf(refusedDoubles.count) })
    .from(refusedDoubles)
    .where(inArray(refusedDoubles.proposalId, ids))
    .groupBy(refusedDoubles.proposalId),
)

/** How many of one case, by why they are not counted. */
export const apartIn = (rows: readonly { state: CosignatureState; count: number }[]) => {
  const of = (state: CosignatureState) => rows.find((row) => row.state === state)?.count ?? 0
  return { held: of('held'), invalid: of('invalid'), unverified: of('unverified') }
}
