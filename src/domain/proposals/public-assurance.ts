// What everybody may know of co-signatures that are not counted: how many, never whose.
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { deploymentStatus } from '../../platform/db/deployment-tables.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { cosignatures, isApart } from '../../schema/cosignatures.ts'
import { cosignatureBatches, refusedDoubles, refusedForms } from '../../schema/integrity.ts'
import { paperChanges } from '../../schema/paper.ts'
import type { CosignatureState } from '../../schema/values.ts'
import type { IfThere } from './parts-there.ts'

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
const apartRowsOf = byIds((db, ids) =>
  db
    .select({ proposalId: cosignatures.proposalId, state: cosignatures.state, count: countRows() })
    .from(cosignatures)
    .where(and(inArray(cosignatures.proposalId, ids), isApart(cosignatures)))
    .groupBy(cosignatures.proposalId, cosignatures.state),
)

/** How many second co-signatures of one person were refused. */
const doubleRowsOf = byIds((db, ids) =>
  db
    .select({ proposalId: refusedDoubles.proposalId, count: sumOf(refusedDoubles.count) })
    .from(refusedDoubles)
    .where(inArray(refusedDoubles.proposalId, ids))
    .groupBy(refusedDoubles.proposalId),
)

/** How many of one case, by why they are not counted. */
const apartIn = (rows: readonly { state: CosignatureState; count: number }[]) => {
  const of = (state: CosignatureState) => rows.find((row) => row.state === state)?.count ?? 0
  return { held: of('held'), invalid: of('invalid'), unverified: of('unverified') }
}

/** Why staff held, released or invalidated some: the words that the record has a digest of. Of what was called off nothing is told. */
const batchRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: cosignatureBatches.proposalId,
      words: cosignatureBatches.words,
      salt: cosignatureBatches.salt,
    })
    .from(cosignatureBatches)
    .where(inArray(cosignatureBatches.proposalId, ids)),
)

/** Why sheets of paper were taken back, or count again: once it is done. */
const sheetRowsOf = byIds((db, ids) =>
  db
    .select({ proposalId: paperChanges.proposalId, words: paperChanges.words, salt: paperChanges.salt })
    .from(paperChanges)
    .where(and(inArray(paperChanges.proposalId, ids), isNotNull(paperChanges.confirmedAt))),
)

/** Newcomers' forms for mailboxes that had signed. Not to be told as it is: assurance-statement.ts. */
const formRowsOf = byIds((db, ids) => db.select().from(refusedForms).where(inArray(refusedForms.proposalId, ids)))

/** Of one case: what is not counted, why staff decided so, and what was refused. */
export type Uncounted = {
  /** not counted: until somebody has looked, or since somebody has */
  held: number
  invalid: number
  /** not counted: until their signers are verified */
  unverified: number
  /** second co-signatures of one person that were refused */
  doubles: number
  /** newcomers' forms for mailboxes that had signed: never told as it is */
  forms: number
  /** words of staff, of which entries have the digest */
  batches: { words: string; salt: string }[]
}

/** Of each of these cases. */
export async function uncountedOf(db: Db, ids: string[], ifThere: IfThere): Promise<(id: string) => Uncounted> {
  const [apart, doubles, forms, batches, sheets] = await Promise.all([
    apartRowsOf(db, ids),
    ifThere('doubles', doubleRowsOf),
    ifThere('forms', formRowsOf),
    ifThere('batches', batchRowsOf),
    ifThere('sheets', sheetRowsOf),
  ])
  const is =
    (id: string) =>
    ({ proposalId }: { proposalId: string }) =>
      proposalId === id
  return (id) => ({
    doubles: doubles.find(is(id))?.count ?? 0,
    ...apartIn(apart.filter(is(id))),
    forms: forms.find(is(id))?.count ?? 0,
    batches: [...batches, ...sheets].filter(is(id)),
  })
}
