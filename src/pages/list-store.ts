// Lists of public cases: two queries and one for what hangs on them, whatever the length of the page.
import { and, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { commitments } from '../answers/tables.ts'
import { alias, countRows, nullsLast, sumOf } from '../db/columns.ts'
import type { Db } from '../db/connect.ts'
import { matching } from '../db/search.ts'
import { agencies, governments, refusalReasons } from '../governments/tables.ts'
import { publicStages, type Stage } from '../proposals/proposal.ts'
import { parts, proposals } from '../proposals/tables.ts'
import type { ListQuery, Sort } from './list-query.ts'

const mergedInto = alias(proposals, 'merged_into')

const columns = {
  id: proposals.id,
  governmentId: proposals.governmentId,
  governmentSlug: governments.slug,
  governmentName: governments.name,
  timeZone: governments.timeZone,
  number: proposals.number,
  title: proposals.title,
  titleHidden: refusalReasons.hidesText,
  stage: proposals.stage,
  outcome: proposals.outcome,
  count: proposals.count,
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
  agencyCode: agencies.code,
  agencyName: agencies.name,
  mergedIntoNumber: mergedInto.number,
}

export type ListRow = Awaited<ReturnType<typeof pageOfRows>>[number] & {
  promises: { kept: number; total: number }
}

/** Seen by everyone: from gathering on, and refused; not what was withdrawn before publication, nor what is hidden. */
export const isListed = and(
  inArray(proposals.stage, publicStages as Stage[]),
  or(isNotNull(proposals.publishedAt), inArray(proposals.stage, ['refused', 'merged'])),
  isNull(proposals.hiddenAt),
  isNotNull(proposals.number),
)!

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
  const search = query.q ? matching(proposals.id, query.q) : null
  if (query.q && !search) return { rows: [], total: 0 } // nothing in it can be searched for
  const where = and(
    isListed,
    governmentId ? eq(proposals.governmentId, governmentId) : undefined,
    stages.length < publicStages.length ? inArray(proposals.stage, [...stages]) : undefined,
    query.stage.length ? inArray(proposals.stage, query.stage) : undefined,
    query.outcome.length ? inArray(proposals.outcome, query.outcome) : undefined,
    query.topic.length ? inArray(proposals.topicCode, query.topic) : undefined,
    query.district.length ? inArray(proposals.districtCode, query.district) : undefined,
    query.year ? eq(proposals.year, query.year) : undefined,
    query.agency.length ? ofAgencies(db, query.agency) : undefined,
    query.answered ? punctuality[query.answered](now) : undefined,
    search?.where,
  )
  const sort = query.sort ?? (query.q ? 'relevance' : 'newest')
  const [rows, counted] = await Promise.all([
    pageOfRows(db, where, orders[sort](now, search?.rank), query),
    db.select({ total: countRows() }).from(proposals).where(where),
  ])
  const promises = await promisesOf(
    db,
    rows.map((r) => r.id),
  )
  return {
    rows: rows.map((row) => ({ ...row, promises: promises.get(row.id) ?? { kept: 0, total: 0 } })),
    total: counted[0]!.total,
  }
}

function pageOfRows(db: Db, where: SQL | undefined, order: SQL[], { page, per_page }: ListQuery) {
  return db
    .select(columns)
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .leftJoin(parts, and(eq(parts.proposalId, proposals.id), eq(parts.role, 'lead'), isNull(parts.endedAt)))
    .leftJoin(agencies, eq(agencies.id, parts.agencyId))
    .leftJoin(mergedInto, eq(mergedInto.id, proposals.mergedIntoId))
    .leftJoin(
      refusalReasons,
      and(
        eq(proposals.stage, 'refused'),
        eq(refusalReasons.governmentId, proposals.governmentId),
        eq(refusalReasons.code, proposals.reasonCode),
      ),
    )
    .where(where)
    .orderBy(...order, sql`${proposals.number} desc`, sql`${proposals.id} desc`)
    .limit(per_page)
    .offset((page - 1) * per_page)
}

const ofAgencies = (db: Db, codes: string[]) =>
  inArray(
    proposals.id,
    db
      .select({ id: parts.proposalId })
      .from(parts)
      .innerJoin(agencies, eq(agencies.id, parts.agencyId))
      .where(
        and(isNull(parts.endedAt), inArray(agencies.code, codes), eq(agencies.governmentId, proposals.governmentId)),
      ),
  )

/** Answered within the duty, after it, or due and not answered yet. Early answers have no duty. */
export const punctuality = {
  in_time: () => and(isNotNull(proposals.thresholdMetAt), lt(proposals.answeredAt, proposals.answerDueBefore))!,
  late: () => and(isNotNull(proposals.thresholdMetAt), gte(proposals.answeredAt, proposals.answerDueBefore))!,
  overdue: (now: Date) => and(eq(proposals.stage, 'review'), lte(proposals.answerDueBefore, now))!,
}

/** Never the search engine's own order: two engines would differ. */
const orders: { [sort in Sort]: (now: Date, rank: SQL | undefined) => SQL[] } = {
  relevance: (_, rank) => [...(rank ? [rank] : []), nullsLast(proposals.publishedAt, 'desc')],
  newest: () => [nullsLast(proposals.publishedAt, 'desc')],
  most_signed: () => [sql`${proposals.count} desc`],
  closing: (now) => [
    sql`case when ${gt(proposals.closesBefore, now)} then 0 else 1 end`,
    nullsLast(proposals.closesBefore, 'asc'),
  ],
  answered: () => [nullsLast(proposals.answeredAt, 'desc'), nullsLast(proposals.endedAt, 'desc')],
  waiting: () => [
    sql`case when ${eq(proposals.stage, 'review')} then 0 else 1 end`,
    nullsLast(proposals.answerDueBefore, 'asc'),
  ],
}

/** The years that numbers of public cases begin with, the newest first. */
export async function yearsOf(db: Db, governmentId: string): Promise<number[]> {
  const rows = await db
    .selectDistinct({ year: proposals.year })
    .from(proposals)
    .where(and(isListed, eq(proposals.governmentId, governmentId)))
  return rows.flatMap(({ year }) => (year === null ? [] : [year])).sort((a, b) => b - a)
}

async function promisesOf(db: Db, ids: string[]): Promise<Map<string, { kept: number; total: number }>> {
  if (!ids.length) return new Map()
  const rows = await db
    .select({
      id: commitments.proposalId,
      total: countRows(),
      kept: sumOf(sql`case when ${eq(commitments.state, 'kept')} then 1 else 0 end`),
    })
    .from(commitments)
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .groupBy(commitments.proposalId)
  return new Map(rows.map(({ id, total, kept }) => [id, { kept, total }]))
}
