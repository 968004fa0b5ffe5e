// A search: the cases that say what was typed, and where those are few, the closest ones, apart from them.
import { and, notInArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { unitsOf } from '../../platform/db/search-query.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'
import { publicStages } from '../proposals/proposal.ts'
import { closest } from './closest.ts'
import { sharedTermsOf } from './highlight.ts'
import type { ListQuery } from './list-query.ts'
import { listRowsOf, rowViews } from './list-rows.ts'
import { idsAndTotal, isSearchable, narrowing } from './list-store.ts'
import { synonymsFor } from './read-search.ts'

/** Where fewer cases than this say it, the closest are shown below them. */
const few = 5
const closestShown = 10
/** Of the weight of what was typed, which share a case must have to be close. */
const closeEnough = 0.3

/** The same with the rows of both, as a page shows them. */
export async function searchPage(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[] = publicStages,
) {
  const { exact, close } = await searchCases(db, governmentId, query, now, stages)
  const [rows, closeRows] = await Promise.all([listRowsOf(db, exact.ids), listRowsOf(db, close)])
  const shared = close.length ? sharedTermsOf(unitsOf(query.q, await synonymsFor(db, governmentId))) : []
  return {
    total: exact.total,
    rows: await rowViews(db, governmentId, rows, now, query.q),
    close: await rowViews(db, governmentId, closeRows, now, query.q, shared),
  }
}

export type Found = { exact: { ids: string[]; total: number }; close: string[] }

/** One page of ids, and on its first page the closest where few say it. */
export async function searchCases(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[] = publicStages,
): Promise<Found> {
  const exact = await idsAndTotal(db, governmentId, query, now, stages)
  if (!query.q || exact.total >= few || query.page > 1) return { exact, close: [] }
  const narrowed = await narrowing(db, governmentId, query, now, stages)
  const others = exact.ids.length ? notInArray(proposals.id, exact.ids) : undefined
  const close = await closest(db, governmentId, {
    texts: [query.q],
    where: and(isSearchable(db), narrowed, others),
    mainly: false,
    least: closeEnough,
    most: closestShown,
  })
  return { exact, close }
}
