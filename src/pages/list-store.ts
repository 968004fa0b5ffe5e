// Lists of public cases: a handful of queries, whatever the length of the page, each answered in the order of an index.
import {
  and,
  asc,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notExists,
  type SQL,
  sql,
} from 'drizzle-orm'
import { commitments } from '../answers/tables.ts'
import { alias, countRows, nullsLast, sumOf } from '../db/columns.ts'
import type { Db } from '../db/connect.ts'
import { matching } from '../db/search.ts'
import { agenciesOf } from '../governments/store.ts'
import { agencies, governments, refusalReasons } from '../governments/tables.ts'
import { publicStages, type Stage } from '../proposals/proposal.ts'
import { parts, proposals } from '../proposals/tables.ts'
import type { ListQuery, Sort } from './list-query.ts'

const mergedInto = alias(proposals, 'merged_into')
const theirPart = alias(parts, 'their_part') // beside the lead's part, which a row shows

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

const quoted = sql.raw(publicStages.map((stage) => `'${stage}'`).join(', '))

/**
 * Seen by everyone: from gathering on, and refused; not what was withdrawn before publication, nor what is hidden.
 * Without parameters, so that both engines see that it is the condition of the indexes named listed_…
 */
export const isListed = sql`${proposals.hiddenAt} is null and ${proposals.number} is not null
  and (${proposals.publishedAt} is not null or ${proposals.stage} in ('refused', 'merged'))
  and ${proposals.stage} in (${quoted})`

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
  const asked = await askedFor(db, governmentId, query, now, stages)
  if (!asked) return { rows: [], total: 0 }
  const [rows, counted] = await Promise.all([
    rowsAsked(db, asked, query),
    db.select({ total: countRows() }).from(proposals).where(asked.toCount),
  ])
  return { rows, total: counted[0]!.total }
}

/** The same page, without asking how many there are. */
export async function someProposals(db: Db, governmentId: string, query: ListQuery, now: Date): Promise<ListRow[]> {
  const asked = await askedFor(db, governmentId, query, now, publicStages)
  return asked ? rowsAsked(db, asked, query) : []
}

/** Counting goes through all there are, a page stops at its last row: each has its own way to ask for an agency. */
type Asked = { where: SQL; toCount: SQL; segments: Segment[] }

/** Null when nothing in what was typed can be searched for. */
async function askedFor(
  db: Db,
  governmentId: string | null,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[],
): Promise<Asked | null> {
  const search = query.q ? matching(proposals.id, query.q) : null
  if (query.q && !search) return null
  const common = and(
    isListed,
    governmentId ? eq(proposals.governmentId, governmentId) : undefined,
    // as an expression: an index by stage would otherwise look better than that of a filter that leaves far less
    stages.length < publicStages.length ? inArray(sql`(${proposals.stage} || '')`, [...stages]) : undefined,
    query.stage.length ? inArray(proposals.stage, query.stage) : undefined,
    query.outcome.length ? inArray(proposals.outcome, query.outcome) : undefined,
    query.topic.length ? inArray(proposals.topicCode, query.topic) : undefined,
    query.district.length ? inArray(proposals.districtCode, query.district) : undefined,
    query.year ? eq(proposals.year, query.year) : undefined,
    query.answered ? punctuality[query.answered](now) : undefined,
    search ? and(search.where, notExists(hiding(db))) : undefined,
  )!
  const agency = query.agency.length ? await ofAgencies(db, governmentId, query.agency) : null
  const sort = query.sort ?? (query.q ? 'relevance' : 'newest')
  return {
    where: agency ? and(common, agency.each)! : common,
    toCount: agency ? and(common, agency.all)! : common,
    segments: segments[sort](now, search?.rank),
  }
}

/** The reason that hides a refused case's text: a search must not tell what is in it, whatever the index still holds. */
const hiding = (db: Db) =>
  db
    .select({ code: refusalReasons.code })
    .from(refusalReasons)
    .where(
      and(
        eq(proposals.stage, 'refused'),
        eq(refusalReasons.governmentId, proposals.governmentId),
        eq(refusalReasons.code, proposals.reasonCode),
        eq(refusalReasons.hidesText, true),
      ),
    )

/** One page of rows, with their promises. Goes on with the next segment where one is used up. */
async function rowsAsked(db: Db, { where, segments }: Asked, { page, per_page }: ListQuery): Promise<ListRow[]> {
  const rows: Awaited<ReturnType<typeof pageOfRows>> = []
  let offset = (page - 1) * per_page
  for (const segment of segments) {
    const within = segment.where ? and(where, segment.where)! : where
    const found = await pageOfRows(db, within, segment.order, per_page - rows.length, offset)
    rows.push(...found)
    if (rows.length === per_page) break
    if (found.length) offset = 0
    else if (offset > 0) {
      const [before] = await db.select({ total: countRows() }).from(proposals).where(within)
      offset -= before!.total
    }
  }
  const promises = await promisesOf(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({ ...row, promises: promises.get(row.id) ?? { kept: 0, total: 0 } }))
}

function pageOfRows(db: Db, where: SQL, order: SQL[], limit: number, offset: number) {
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
    .limit(limit)
    .offset(offset)
}

/** Codes mean something only within a government. */
async function ofAgencies(db: Db, governmentId: string | null, codes: string[]): Promise<{ each: SQL; all: SQL }> {
  const known = governmentId ? await agenciesOf(db, governmentId) : []
  const ids = known.filter((agency) => codes.includes(agency.code)).map((agency) => agency.id)
  const theirs = and(inArray(parts.agencyId, ids), isNull(parts.endedAt))
  return {
    each: exists(
      db
        .select({ id: theirPart.proposalId })
        .from(theirPart)
        .where(
          and(eq(theirPart.proposalId, proposals.id), inArray(theirPart.agencyId, ids), isNull(theirPart.endedAt)),
        ),
    ),
    all: inArray(proposals.id, db.select({ id: parts.proposalId }).from(parts).where(theirs)),
  }
}

/** Answered within the duty, after it, or due and not answered yet. Early answers have no duty. */
export const punctuality = {
  in_time: () => and(isNotNull(proposals.thresholdMetAt), lt(proposals.answeredAt, proposals.answerDueBefore))!,
  late: () => and(isNotNull(proposals.thresholdMetAt), gte(proposals.answeredAt, proposals.answerDueBefore))!,
  overdue: (now: Date) => and(eq(proposals.stage, 'review'), lte(proposals.answerDueBefore, now))!,
}

/** A list is one of these after the other, each read in the order of an index. */
type Segment = { where?: SQL; order: SQL[] }

const newestFirst = [nullsLast(proposals.publishedAt, 'desc')]
const inReview = eq(proposals.stage, 'review')
const notInReview = ne(proposals.stage, 'review')

/** Never the search engine's own order: two engines would differ. */
const segments: { [sort in Sort]: (now: Date, rank: SQL | undefined) => Segment[] } = {
  relevance: (_, rank) => [{ order: [...(rank ? [rank] : []), ...newestFirst] }],
  newest: () => [{ order: newestFirst }],
  most_signed: () => [{ order: [sql`${proposals.count} desc`] }],
  closing: (now) => [
    { where: gt(proposals.closesBefore, now), order: [asc(proposals.closesBefore)] },
    { where: lte(proposals.closesBefore, now), order: [asc(proposals.closesBefore)] },
    { where: isNull(proposals.closesBefore), order: [] },
  ],
  answered: () => [{ order: [nullsLast(proposals.answeredAt, 'desc'), nullsLast(proposals.endedAt, 'desc')] }],
  waiting: () =>
    [inReview, notInReview].flatMap((stage) => [
      { where: and(stage, isNotNull(proposals.answerDueBefore)), order: [asc(proposals.answerDueBefore)] },
      { where: and(stage, isNull(proposals.answerDueBefore)), order: [] },
    ]),
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
