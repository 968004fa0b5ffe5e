// A page of what was found, with what its filters are counted from: all of it from one reading of what was found, since that takes
// longer than anything else of a search.
import { and, type SQL, sql } from 'drizzle-orm'
import { linesOf, rowsOf, tabbed } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Query } from '../../platform/db/search-query.ts'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'
import type { Facts } from './facets.ts'
import { hits, segmentsFor, wholeOrder } from './list-order.ts'
import type { ListQuery } from './list-query.ts'
import { askedFor, chosen, ofAgencies, type Page } from './list-store.ts'

const facts = tabbed([proposals.stage, proposals.outcome, proposals.topicCode, proposals.districtCode, proposals.year])

/** What the orders of a list need besides the facts. Of relevance all stands in one index. */
const sortedBy = [
  proposals.number,
  proposals.count,
  proposals.closesBefore,
  proposals.answerDueBefore,
  proposals.answeredAt,
  proposals.endedAt,
]

type Row = Facts & { ids: string | null; total: number | string }

export async function foundAndCounted(
  db: Db,
  governmentId: string,
  query: ListQuery,
  search: Query,
  now: Date,
  stages: readonly Stage[],
): Promise<Page & { facts: Facts }> {
  const open = { ...query, stage: [], outcome: [], topic: [], district: [], year: undefined, agency: [] }
  const { among, where } = await askedFor(db, governmentId, open, search, now, stages)
  const sort = query.sort ?? 'relevance'
  const order = wholeOrder(segmentsFor(sort, now, hits, sql`hits.about`))
  const theirs = query.agency.length
    ? sql`${hits.id} in ${await ofAgencies(db, governmentId, query.agency)}`
    : undefined
  const narrowed = and(chosen(hits, query), theirs)
  const columns = [
    ...[proposals.id, proposals.stage, proposals.outcome, proposals.topicCode, proposals.districtCode],
    ...[proposals.year, proposals.publishedAt],
    ...(sort === 'relevance' ? [] : sortedBy),
  ]
  const [row] = await rowsOf<Row>(
    db,
    sql`with hits as materialized (
      select ${sql.join(columns, sql`, `)}, found.about as about, ${facts} as facts
      from ${among!} cross join ${proposals} where ${where})
    select
      (select ${linesOf(sql`facts`)} from hits ${only(theirs)}) as cases,
      (select ${linesOf(tabbed([assignments.agencyId, sql`facts`]))} from hits cross join ${assignments}
        where ${assignments.proposalId} = ${hits.id} and ${assignments.endedAt} is null) as assigned,
      (select count(*) from hits ${only(narrowed)}) as total,
      (select ${linesOf(sql`${hits.id}`, order)} from (
        select * from hits ${only(narrowed)} order by ${sql.join(order, sql`, `)}
        limit ${query.per_page} offset ${(query.page - 1) * query.per_page}) as hits) as ids`,
  )
  const { ids, total, cases, assigned } = row!
  return { ids: ids?.split('\n') ?? [], total: Number(total), facts: { cases, assigned } }
}

const only = (condition: SQL | undefined): SQL => (condition ? sql`where ${condition}` : sql``)
