// What a search finds: one page of it, how many, and what its filters are counted from, all from one reading. What lists ask of a case
// stands beside its title in the search's own table, kept by triggers (the view search_facts); its case is read only for other orders.
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { allOf, contains, linesOf, rowsOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { hitsOf } from '../../platform/db/search.ts'
import type { Query } from '../../platform/db/search-query.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'
import { agenciesOf } from '../governments/store.ts'
import { publicStages } from '../proposals/proposal.ts'
import { chosen, type FoundPage, punctuality } from './list-filters.ts'
import { found as d, hits, segmentsFor, wholeOrder } from './list-order.ts'
import type { ListQuery } from './list-query.ts'

const facts = sql`d.facts`
export const documentId = sql`d.document_id`

/** What the orders of a list need besides. Of relevance all stands in the search's table. */
const sortedBy = [
  proposals.number,
  proposals.count,
  proposals.countUnsaid,
  proposals.closesBefore,
  proposals.answerDueBefore,
  proposals.answeredAt,
  proposals.endedAt,
]

/** A case that everybody may find by its words, of this government (null: of any). */
export const isFindable = (governmentId: string | null): SQL =>
  allOf(sql`d.shown = 1`, governmentId ? eq(d.governmentId, governmentId) : undefined)

/** What the query leaves of them: for cases that are found in another way. */
export async function leaves(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[],
): Promise<SQL | undefined> {
  const onTime = query.answered && punctuality[query.answered](now)
  return and(
    isFindable(governmentId),
    ofStages(stages),
    chosen(d, query),
    await ofAgencies(db, governmentId, query, facts),
    onTime ? sql`exists (select 1 from ${proposals} where ${proposals.id} = ${documentId} and ${onTime})` : undefined,
  )
}

const ofStages = (stages: readonly Stage[]) =>
  stages.length < publicStages.length ? inArray(d.stage, [...stages]) : undefined

/** Facts hold the ids of a case's agencies, which stand nowhere else in them. Codes mean something only within a government. */
async function ofAgencies(db: Db, governmentId: string | null, { agency }: ListQuery, facts: SQL) {
  if (!agency.length) return undefined
  const known = governmentId ? await agenciesOf(db, governmentId) : []
  const theirs = known.filter(({ code }) => agency.includes(code))
  return theirs.length ? or(...theirs.map(({ id }) => contains(facts, id))) : sql`1 = 0`
}

type Row = { facts: string | null; ids: string | null; total: number | string }

/** `facts`: a line of each case before any filter is chosen, where they are `counted`. */
export async function foundPage(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  search: Query,
  now: Date,
  stages: readonly Stage[],
  counted: boolean,
): Promise<FoundPage & { facts: string | null }> {
  const { from, where, about } = hitsOf(search)
  const sort = query.sort ?? 'relevance'
  const onTime = query.answered && punctuality[query.answered](now)
  const order = wholeOrder(segmentsFor(sort, now, hits, sql`hits.about`))
  const narrowed = and(chosen(hits, query), await ofAgencies(db, governmentId, query, sql`hits.facts`))
  const isRead = sort !== 'relevance' || onTime !== undefined
  const isChosen = counted || narrowed !== undefined // else a search of 26,000 would copy what nobody asks for
  const columns = [
    ...[sql`${documentId} as id`, d.stage],
    ...(isChosen ? [facts, d.outcome, d.topicCode, d.districtCode, d.year] : []),
    ...(isRead ? [proposals.publishedAt, ...sortedBy] : [d.publishedAt]),
  ]
  const [row] = await rowsOf<Row>(
    db,
    sql`with hits as materialized (
      select ${sql.join(columns, sql`, `)}, ${about} as about
      from ${from} ${isRead ? sql`cross join ${proposals}` : sql``}
      where ${and(where, isFindable(governmentId), ofStages(stages), isRead ? eq(proposals.id, documentId) : undefined, onTime)})
    select
      ${counted ? sql`(select ${linesOf(sql`hits.facts`)} from hits)` : sql`null`} as facts,
      (select count(*) from hits ${only(narrowed)}) as total,
      (select ${linesOf(sql`${hits.id}`, order)} from (
        select * from hits ${only(narrowed)} order by ${sql.join(order, sql`, `)}
        limit ${query.per_page} offset ${(query.page - 1) * query.per_page}) as hits) as ids`,
  )
  const { ids, total, facts: lines } = row!
  return { ids: ids?.split('\n') ?? [], total: Number(total), facts: lines }
}

const only = (condition: SQL | undefined): SQL => (condition ? sql`where ${condition}` : sql``)
