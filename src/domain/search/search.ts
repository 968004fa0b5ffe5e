// A search: the cases that say what was typed, and where those are few, the closest ones, apart from them.
import { and } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { saysNone } from '../../platform/db/search.ts'
import type { Query } from '../../platform/db/search-query.ts'
import { unitsOf } from '../../platform/db/search-units.ts'
import type { Stage } from '../../schema/values.ts'
import { agenciesOf } from '../governments/store.ts'
import { publicStages } from '../proposals/proposal.ts'
import { closest } from './closest.ts'
import { type Facets, facetsFrom } from './facets.ts'
import { foundPage, leaves } from './found-store.ts'
import { sharedTermsOf } from './highlight.ts'
import type { FoundPage } from './list-filters.ts'
import { everything, type ListQuery } from './list-query.ts'
import { listRowsOf, rowViews } from './list-rows.ts'
import { idsAndTotal, idsOf } from './list-store.ts'
import { readSearch, synonymsFor } from './read-search.ts'

/** Where fewer cases than this say it, the closest are shown below them. */
const few = 5
const closestShown = 10
const looselyShown = 20
/** Of what is found in other lists, where this one has nothing. */
const elsewhereShown = 5
/** Of the weight of what was typed, which share a case must have to be close. */
const closeEnough = 0.1
/** And of what the closest one has: a case that is far behind is of something else. */
const nearlyAsClose = 0.36

/**
 * A page of a list or a search, as it is shown. `close`: below the first page of a search that finds few. `elsewhere`: where a list
 * of some stages has nothing, what the same words find in every stage, without filters. `facets`: null without words.
 */
export async function searchPage(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[] = publicStages,
) {
  const { exact, close, facets, wanted } = await found(db, governmentId, query, now, stages, true)
  const others = await foundElsewhere(db, governmentId, query, exact.total, now, stages)
  const [rows, closeRows, otherRows] = await Promise.all(
    [exact.ids, close, others.ids].map((ids) => listRowsOf(db, ids)),
  )
  const shared = close.length ? sharedTermsOf(unitsOf(wanted, await synonymsFor(db, governmentId))) : []
  return {
    total: exact.total,
    rows: await rowViews(db, governmentId, rows!, now, query.q),
    close: await rowViews(db, governmentId, closeRows!, now, wanted, shared),
    elsewhere: { total: others.total, rows: await rowViews(db, governmentId, otherRows!, now, query.q) },
    facets,
  }
}

/** A list that has nothing says what the others have: else "no cases found" would be read as of all. */
async function foundElsewhere(
  db: Db,
  governmentId: string | null,
  { q }: ListQuery,
  total: number,
  now: Date,
  stages: readonly Stage[],
): Promise<FoundPage> {
  if (!q || total || stages.length === publicStages.length) return { ids: [], total: 0 }
  return idsAndTotal(db, governmentId, { ...everything, q, per_page: elsewhereShown }, now)
}

type SearchResult = { exact: FoundPage; close: string[] }

/** One page of ids, and on its first page the closest where few say it. */
export const searchCases = (
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[] = publicStages,
): Promise<SearchResult> => found(db, governmentId, query, now, stages, false)

async function found(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[],
  isCounted: boolean,
): Promise<SearchResult & { facets: Facets | null; wanted: string }> {
  const { facets, ...exact } =
    isCounted && governmentId && query.q
      ? await countedPage(db, governmentId, query, now, stages)
      : { ...(await idsAndTotal(db, governmentId, query, now, stages)), facets: null }
  const alone = { exact, close: [], facets, wanted: query.q }
  if (!query.q || exact.total >= few || query.page > 1) return alone
  const read = (await readSearch(db, governmentId, query.q)).exact
  if (exact.total && read?.isCode) return alone
  // a hyphen after Chinese that leaves nothing was a dash
  const isDash = read?.hyphens === true && exact.total === 0
  const none = isDash ? [] : (read?.none ?? [])
  const wanted = (isDash ? null : read?.wanted) ?? query.q
  const close = read?.hyphens && !isDash ? [] : await foundLoosely(db, governmentId, query, now, stages, exact.ids)
  if (close.length >= closestShown) return { exact, close, facets, wanted }
  const rest = await closest(db, governmentId, {
    texts: [wanted],
    where: and(await leaves(db, governmentId, query, now, stages), saysNone(none)),
    but: new Set([...exact.ids, ...close]),
    mainly: false,
    least: closeEnough,
    ofBest: nearlyAsClose,
    most: closestShown - close.length,
  })
  return { exact, close: [...close, ...rest.map(({ id }) => id)], facets, wanted }
}

/** Cases that say it word by word come before those that only share words with it. */
async function foundLoosely(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[],
  but: string[],
): Promise<string[]> {
  const { loosely } = await readSearch(db, governmentId, query.q)
  for (const search of loosely) {
    const first = { ...query, page: 1, per_page: few + looselyShown }
    const { ids } = await idsOf(db, governmentId, first, search, now, stages)
    const found = ids.filter((id) => !but.includes(id)).slice(0, looselyShown)
    if (found.length) return found
  }
  return []
}

/** A hyphen that leaves nothing was a dash. Facets are null where nothing can be searched for. */
async function countedPage(
  db: Db,
  governmentId: string,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[],
): Promise<FoundPage & { facets: Facets | null }> {
  const { exact, asWritten } = await readSearch(db, governmentId, query.q)
  if (!exact) return { ids: [], total: 0, facets: null }
  const find = (search: Query) => foundPage(db, governmentId, query, search, now, stages, true)
  const first = await find(exact)
  const { facts, ...page } = first.total === 0 && asWritten ? await find(asWritten) : first
  const codes = new Map((await agenciesOf(db, governmentId)).map(({ id, code }) => [id, code]))
  return { ...page, facets: facetsFrom(facts, query, codes) }
}
