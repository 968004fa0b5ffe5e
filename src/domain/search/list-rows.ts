// The rows of a list by the ids of their cases, two prepared queries whatever the length of the page; then as a page shows them.
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { alias, countRows, isTrue, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { governments } from '../../schema/governments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { proposals } from '../../schema/proposals.ts'
import { pausedUntil } from '../governments/deadline.ts'
import { blackoutsOf, districtsOf, topicsOf } from '../governments/store.ts'
import { isItsRefusalReason, isUnchecked } from '../proposals/store.ts'
import { toldCount } from '../record/told-count.ts'
import { pieces, termsOf } from './highlight.ts'
import { passagesOf } from './passages.ts'
import { readSearch } from './read-search.ts'
import { rowView } from './row.ts'

const mergedInto = alias(proposals, 'merged_into')

const columns = {
  id: proposals.id,
  governmentId: proposals.governmentId,
  governmentSlug: governments.slug,
  governmentName: governments.name,
  timeZone: governments.timeZone,
  number: proposals.number,
  title: proposals.title,
  titleUnchecked: sql`${isUnchecked}`.mapWith(Boolean),
  /** its reason hides the text, or nobody has checked what it says now */
  titleHidden: sql`(coalesce(${isTrue(refusalReasons.hidesText)}, false) or ${isUnchecked})`.mapWith(Boolean),
  stage: proposals.stage,
  reconsideredAt: proposals.reconsideredAt,
  outcome: proposals.outcome,
  count: proposals.count,
  countUnsaid: proposals.countUnsaid,
  threshold: proposals.threshold,
  topicCode: proposals.topicCode,
  districtCode: proposals.districtCode,
  place: proposals.place,
  publishedAt: proposals.publishedAt,
  submittedAt: proposals.submittedAt,
  closesBefore: proposals.closesBefore,
  thresholdMetAt: proposals.thresholdMetAt,
  answerDueBefore: proposals.answerDueBefore,
  answeredAt: proposals.answeredAt,
  endedAt: proposals.endedAt,
  scheduleDueBefore: proposals.scheduleDueBefore,
  scheduledAt: proposals.scheduledAt,
  extendedAt: proposals.extendedAt,
  source: proposals.source,
  seenOn: proposals.seenOn,
  agencyCode: agencies.code,
  agencyName: agencies.name,
  mergedIntoNumber: mergedInto.number,
}

const casesIn = byIds((db, ids) =>
  db
    .select(columns)
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .leftJoin(
      assignments,
      and(eq(assignments.proposalId, proposals.id), eq(assignments.role, 'lead'), isNull(assignments.endedAt)),
    )
    .leftJoin(agencies, eq(agencies.id, assignments.agencyId))
    .leftJoin(mergedInto, eq(mergedInto.id, proposals.mergedIntoId))
    .leftJoin(refusalReasons, isItsRefusalReason)
    .where(inArray(proposals.id, ids)),
)

const commitmentsIn = byIds((db, ids) =>
  db
    .select({
      id: commitments.proposalId,
      total: countRows(),
      kept: sumOf(sql`case when ${eq(commitments.state, 'kept')} then 1 else 0 end`),
    })
    .from(commitments)
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .groupBy(commitments.proposalId),
)

/** `count`: null where nobody knows it. */
export type ListRow = Omit<Awaited<ReturnType<typeof casesIn>>[number], 'count'> & {
  count: number | null
  commitments: { kept: number; total: number }
}

/** The cases with these ids, in their order, each with how many commitments were made and kept. */
export async function listRowsOf(db: Db, ids: string[]): Promise<ListRow[]> {
  if (!ids.length) return []
  const [cases, commitmentRows] = await Promise.all([casesIn(db, ids), commitmentsIn(db, ids)])
  const caseOf = new Map(cases.map((row) => [row.id, row]))
  const commitmentsOf = new Map(commitmentRows.map(({ id, kept, total }) => [id, { kept, total }]))
  return ids.flatMap((id) => {
    const found = caseOf.get(id) // gone between two queries: not shown
    const made = commitmentsOf.get(id) ?? { kept: 0, total: 0 }
    return found ? [{ commitments: made, ...found, count: toldCount(found) }] : []
  })
}

/**
 * Rows with their states and the names of their codes, which come from one map, whatever the length of the page. Of a search also
 * the passage that shows why each was found. `shared`: the terms to mark, where they are not those that were typed.
 */
export async function rowViews(
  db: Db,
  governmentId: string | null,
  rows: ListRow[],
  now: Date,
  typed = '',
  shared?: string[],
) {
  const terms = shared ?? termsOf((await readSearch(db, governmentId, typed)).exact)
  const titles = new Map(rows.map(({ id, title }) => [id, pieces(title, terms)]))
  const unshown = rows.filter(({ id }) => !titles.get(id)!.some(({ found }) => found))
  const passages = await passagesOf(
    db,
    unshown.map(({ id }) => id),
    terms,
  )
  const [topics, districts] = governmentId
    ? await Promise.all([topicsOf(db, governmentId), districtsOf(db, governmentId)])
    : [[], []]
  const paused = await pausesOf(db, rows, now)
  const topicNames = new Map(topics.map((t) => [t.code, t.name]))
  const districtNames = new Map(districts.map((d) => [d.code, d.name]))
  return rows.map((row) =>
    Object.assign(rowView(row, now, row.timeZone, paused.get(row.governmentId) ?? null), {
      inChinese: /\p{Script=Han}/u.test(row.title), // so that an English page names the language of its title
      pieces: titles.get(row.id)!,
      passage: passages.get(row.id) ?? null,
      path: pathOf(row, row.number),
      mergedInto: row.mergedIntoNumber && { number: row.mergedIntoNumber, path: pathOf(row, row.mergedIntoNumber) },
      topic: topicNames.get(row.topicCode ?? '') ?? null,
      district: districtNames.get(row.districtCode ?? '') ?? null,
    }),
  )
}

export type RowView = Awaited<ReturnType<typeof rowViews>>[number]

const pathOf = ({ governmentSlug: slug }: ListRow, number: string | null) => proposalPath({ slug }, number)

/** When co-signing goes on, by government; null where it is not paused. */
async function pausesOf(db: Db, rows: ListRow[], now: Date): Promise<Map<string, Date | null>> {
  const zones = new Map(rows.map((row) => [row.governmentId, row.timeZone]))
  const found = [...zones].map(async ([id, zone]) => [id, pausedUntil(now, await blackoutsOf(db, id), zone)] as const)
  return new Map(await Promise.all(found))
}
