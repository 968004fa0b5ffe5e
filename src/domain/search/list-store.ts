// Lists of public cases: which of them, in which order, and how many. The rows themselves are read in list-rows.ts.

import { and, eq, exists, inArray, isNull, not, type SQL, sql } from 'drizzle-orm'
import { allOf, countAll, countRows, unindexed } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { matching } from '../../platform/db/search.ts'
import type { Query } from '../../platform/db/search-query.ts'
import { assignments } from '../../schema/assignments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'
import { agenciesOf } from '../governments/store.ts'
import { listedAs, publicStages } from '../proposals/proposal.ts'
import { isItsRefusalReason, isRefused, isUnchecked } from '../proposals/store.ts'
import { foundPage } from './found-store.ts'
import { chosen, type FoundPage, punctuality } from './list-filters.ts'
import { type Segment, segmentsFor, wholeOrder } from './list-order.ts'
import { everything, type ListQuery } from './list-query.ts'
import { type ListRow, listRowsOf } from './list-rows.ts'
import { readSearch } from './read-search.ts'

/**
 * The cases of a government (null: of all) that the query asks for, one page of them, and how many there are in all.
 * `stages` is what the list is about; the query can only narrow it. Codes are those of the government.
 */
export async function listProposals(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[] = publicStages,
): Promise<{ rows: ListRow[]; total: number }> {
  const { ids, total } = await idsAndTotal(db, governmentId, query, now, stages)
  return { rows: await listRowsOf(db, ids), total }
}

/** The ids of one page, and how many there are. A hyphen that leaves nothing was a dash. */
export async function idsAndTotal(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[] = publicStages,
): Promise<FoundPage> {
  const { exact, asWritten } = await readSearch(db, governmentId, query.q)
  if (query.q && !exact) return { ids: [], total: 0 }
  const found = await idsOf(db, governmentId, query, exact, now, stages)
  return found.total === 0 && asWritten ? idsOf(db, governmentId, query, asWritten, now, stages) : found
}

/** The same of a search that was read already; null where nothing is searched for. */
export async function idsOf(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  search: Query | null,
  now: Date,
  stages: readonly Stage[],
): Promise<FoundPage> {
  if (search) {
    const { ids, total } = await foundPage(db, governmentId, query, search, now, stages, false)
    return { ids, total }
  }
  const asked = await askedFor(db, governmentId, query, null, now, stages)
  return (asked.among ? sorted : indexed)(db, asked, query)
}

/** The same page of a list that is not searched, without asking how many there are. */
export async function someProposals(db: Db, governmentId: string, query: ListQuery, now: Date): Promise<ListRow[]> {
  const asked = await askedFor(db, governmentId, query, null, now, publicStages)
  return listRowsOf(db, await idsInOrder(db, asked, query))
}

/**
 * `among`: a table of the ids of few cases, where something leaves few. `ofEach`: the same as `where`, to be asked of cases that are
 * read by their ids: SQLite, which knows nothing of how many rows there are, would read a whole index of the government for each.
 */
export type Asked = { where: SQL; ofEach: SQL; segments: Segment[]; among: SQL | null }

/** A query as conditions. `ofEach`: of one case by its columns. `segments`: one for each stage, so that indexes give the order. */
export async function askedFor(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  search: Query | null,
  now: Date,
  stages: readonly Stage[],
): Promise<Asked> {
  const found = search && matching(search)
  const theirs = query.agency.length ? await ofAgencies(db, governmentId, query.agency) : null
  const government = proposals.governmentId
  const given = (byId: boolean) =>
    allOf(
      isListed,
      governmentId ? eq(byId ? unindexed(government) : government, governmentId) : undefined,
      filters(query, now, stages, found !== null),
      theirs ? (found ? sql`${proposals.id} in ${theirs}` : sql`theirs.id = ${proposals.id}`) : undefined,
      found ? and(sql`found.document_id = ${proposals.id}`, isShown(db)) : undefined,
    )
  const among = found ?? (theirs && sql`${theirs} as theirs`)
  return {
    where: given(among !== null),
    ofEach: given(true),
    among,
    segments: segmentsFor(query.sort ?? (search ? 'relevance' : 'newest'), now, proposals, found && sql`found.about`),
  }
}

/** `known`: the cases are known already, and no index has to be chosen. */
const filters = (query: ListQuery, now: Date, stages: readonly Stage[], known: boolean): SQL | undefined =>
  and(
    // an index by stage would otherwise look better than that of a filter that leaves far less
    stages.length < publicStages.length
      ? inArray(known ? proposals.stage : unindexed(proposals.stage), listedAs(stages))
      : undefined,
    chosen(proposals, query),
    query.answered ? punctuality[query.answered](now) : undefined,
  )

/** Everybody may read the case's text: a search must not tell what is in another, whatever the index still holds. */
const isShown = (db: Db): SQL => allOf(not(isUnchecked), not(reasonHides(db)))

const reasonHides = (db: Db): SQL =>
  allOf(
    isRefused, // of all others nothing has to be looked up
    exists(
      db
        .select({ code: refusalReasons.code })
        .from(refusalReasons)
        .where(and(isItsRefusalReason, eq(refusalReasons.hidesText, true))),
    ),
  )

/** What an agency leaves is gathered, sorted and counted in one go: no index holds it in order. */
async function sorted(db: Db, asked: Asked, { page, per_page }: ListQuery): Promise<FoundPage> {
  const { where, among, segments } = asked
  const rows = await db
    .select({ id: proposals.id, total: countAll() })
    .from(among!)
    .crossJoin(proposals) // SQLite keeps this order: from what was found to its cases, and never the other way
    .where(where)
    .orderBy(...wholeOrder(segments))
    .limit(per_page)
    .offset((page - 1) * per_page)
  if (rows.length || page === 1) return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 }
  // beyond the last page there is no row to say it
  return { ids: [], total: (await sorted(db, asked, { ...everything, per_page: 1 })).total }
}

async function indexed(db: Db, asked: Asked, query: ListQuery): Promise<FoundPage> {
  const [ids, total] = await Promise.all([idsInOrder(db, asked, query), countOf(db, asked.where)])
  return { ids, total }
}

/** One page in the order of an index. Goes on with the next segment where one is used up. */
async function idsInOrder(db: Db, { where, segments }: Asked, { page, per_page }: ListQuery): Promise<string[]> {
  const ids: string[] = []
  let offset = (page - 1) * per_page
  for (const segment of segments) {
    const within = segment.where ? allOf(where, segment.where) : where
    const rows = await db
      .select({ id: proposals.id })
      .from(proposals)
      .where(within)
      .orderBy(...segment.order)
      .limit(per_page - ids.length)
      .offset(offset)
    ids.push(...rows.map(({ id }) => id))
    if (ids.length === per_page) break
    if (rows.length) offset = 0
    else if (offset > 0) offset -= await countOf(db, within)
  }
  return ids
}

async function countOf(db: Db, where: SQL): Promise<number> {
  const [counted] = await db.select({ total: countRows() }).from(proposals).where(where)
  return counted!.total
}

/** The ids of their cases, as a query. Codes mean something only within a government. */
async function ofAgencies(db: Db, governmentId: string | null, codes: string[]): Promise<SQL> {
  const known = governmentId ? await agenciesOf(db, governmentId) : []
  const ids = known.filter((agency) => codes.includes(agency.code)).map((agency) => agency.id)
  const open = and(inArray(assignments.agencyId, ids), isNull(assignments.endedAt))
  return sql`(select distinct ${assignments.proposalId} as id from ${assignments} where ${open})`
}

/** Codes of topics that a public case in one of these stages has. */
export async function topicsInUse(db: Db, governmentId: string, stages: readonly Stage[]): Promise<Set<string>> {
  const rows = await cached(db, `topics in use ${governmentId} ${stages.join()}`, () =>
    db
      .selectDistinct({ code: proposals.topicCode })
      .from(proposals)
      .where(and(isListed, eq(proposals.governmentId, governmentId), inArray(proposals.stage, listedAs(stages)))),
  )
  return new Set(rows.flatMap(({ code }) => code ?? []))
}

/** The years that numbers of public cases begin with, the newest first: of one government, or of all. */
export async function proposalYearsOf(db: Db, governmentId: string | null): Promise<number[]> {
  const rows = await cached(db, `years ${governmentId}`, () =>
    db
      .selectDistinct({ year: proposals.year })
      .from(proposals)
      .where(and(isListed, governmentId === null ? undefined : eq(proposals.governmentId, governmentId))),
  )
  return rows.flatMap(({ year }) => (year === null ? [] : [year])).sort((a, b) => b - a)
}
