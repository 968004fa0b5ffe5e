// How many cases of a search there are of each stage, outcome, topic, agency, district and year: each counted without its own
// filter, so that one sees what choosing another would bring.
import { and, eq, isNull, sql } from 'drizzle-orm'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'
import type { ListQuery } from './list-query.ts'
import { askedFor } from './list-store.ts'
import { readSearch } from './read-search.ts'

export const facetNames = ['stage', 'outcome', 'topic', 'agency', 'district', 'year'] as const
export type FacetName = (typeof facetNames)[number]
/** By name of the filter, then by its value. */
export type Facets = { [name in FacetName]: { [value: string]: number } }

type Group = {
  stage: string
  outcome: string | null
  topic: string | null
  district: string | null
  year: number | null
  count: number
}

/** Null where nothing was searched for: counting everything would cost more than it tells. */
export async function facetsOf(
  db: Db,
  governmentId: string,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[],
): Promise<Facets | null> {
  const { exact } = await readSearch(db, governmentId, query.q)
  if (!exact) return null
  const open = { ...query, stage: [], outcome: [], topic: [], district: [], year: undefined, agency: [] }
  const [all, byAgency] = await Promise.all([
    askedFor(db, governmentId, open, exact, now, stages),
    askedFor(db, governmentId, { ...query, agency: [] }, exact, now, stages),
  ])
  const groups: Group[] = query.agency.length ? [] : await groupsOf(db, all)
  const narrow = query.agency.length
    ? await groupsOf(db, await askedFor(db, governmentId, { ...open, agency: query.agency }, exact, now, stages))
    : groups
  const perAgency = await db
    .select({ code: agencies.code, count: countRows() })
    .from(byAgency.among!)
    .crossJoin(proposals)
    .innerJoin(assignments, and(eq(assignments.proposalId, proposals.id), isNull(assignments.endedAt)))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(byAgency.where)
    .groupBy(agencies.code)
  const facets: Facets = { stage: {}, outcome: {}, topic: {}, agency: {}, district: {}, year: {} }
  for (const { code, count } of perAgency) facets.agency[code] = count
  for (const group of narrow)
    for (const name of facetNames) {
      if (name === 'agency') continue
      const value = group[name]
      if (value === null || !passes(group, query, name)) continue
      facets[name][value] = (facets[name][value] ?? 0) + group.count
    }
  return facets
}

const groupsOf = (db: Db, { among, where }: Awaited<ReturnType<typeof askedFor>>): Promise<Group[]> =>
  db
    .select({
      stage: proposals.stage,
      outcome: proposals.outcome,
      topic: proposals.topicCode,
      district: proposals.districtCode,
      year: proposals.year,
      count: sql`count(*)`.mapWith(Number),
    })
    .from(among!)
    .crossJoin(proposals)
    .where(where)
    .groupBy(proposals.stage, proposals.outcome, proposals.topicCode, proposals.districtCode, proposals.year)

/** Whether a group is left by all filters but one. */
function passes(group: Group, query: ListQuery, but: FacetName): boolean {
  const among = (name: 'stage' | 'outcome' | 'topic' | 'district') =>
    name === but || !query[name].length || (query[name] as string[]).includes(group[name] ?? '')
  return (
    among('stage') &&
    among('outcome') &&
    among('topic') &&
    among('district') &&
    (but === 'year' || !query.year || group.year === query.year)
  )
}
