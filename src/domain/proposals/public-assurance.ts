// What everybody may know of co-signatures that are not counted: how many, never whose.
import { and, inArray } from 'drizzle-orm'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { cosignatures, isApart } from '../../schema/cosignatures.ts'
import { refusedDoubles } from '../../schema/integrity.ts'

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
