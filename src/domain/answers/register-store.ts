// Commitments of public cases: the register, and one of them.
import { and, asc, desc, eq, gte, inArray, isNotNull, lt, lte, ne, type SQL, sql } from 'drizzle-orm'
import { monthsAgo } from '../../lib/calendar.ts'
import type { PageOfList } from '../../lib/paging.ts'
import { alias, allOf, byIndex, countRows, unindexed } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { answers } from '../../schema/answers.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { withUnits } from '../governments/units.ts'
import { readReference, silentMonths } from './commitment.ts'
import { awaitsCheck, isLate, isUnderWay } from './commitment-query.ts'
import type { RegisterQuery } from './register-query.ts'

export type CommitmentRow = NonNullable<Awaited<ReturnType<typeof findCommitment>>>

const promiser = alias(agencies, 'promiser')

const columns = {
  id: commitments.id,
  governmentId: commitments.governmentId,
  proposalId: commitments.proposalId,
  agencyId: commitments.agencyId,
  askNumber: commitments.askNumber,
  commitmentNumber: commitments.number,
  what: commitments.what,
  measure: commitments.measure,
  owner: commitments.owner,
  dueOn: commitments.dueOn,
  state: commitments.state,
  closedAt: commitments.closedAt,
  reportedAt: commitments.reportedAt,
  doneAt: commitments.doneAt,
  verdict: commitments.verdict,
  checkedAt: commitments.checkedAt,
  handedOverAt: commitments.handedOverAt,
  number: proposals.number,
  title: proposals.title,
  agency: { code: agencies.code, name: agencies.name },
  promisedById: answers.agencyId,
  promisedBy: { code: promiser.code, name: promiser.name },
  answeredBy: answers.personId,
}

/** Whether everybody sees a case stands in this index: reading each of 13,000 cases for it took five times as long. */
const listedCases = byIndex(proposals, 'listed_found')

/**
 * Commitments in published answers of cases that everybody can see. `known`: few cases are known already, and no index has to be
 * chosen: SQLite read all commitments of the government for each hundred cases, 4 s for a table of 100,000.
 */
const listed = (governmentId: string, known = false): SQL => {
  const theirs = known ? unindexed(commitments.governmentId) : commitments.governmentId
  return allOf(eq(theirs, governmentId), ne(commitments.state, 'draft'), isListed)
}

/** Today in the government's zone, and the moment. */
export type Now = { today: string; at: Date; timeZone: string }

const asked = (governmentId: string, query: RegisterQuery, { today, at, timeZone }: Now, known = false) => {
  const { agencyId, topic, state, late, silent, unverifiable, year } = query
  const theirs = known ? unindexed(commitments.agencyId) : commitments.agencyId
  return and(
    listed(governmentId, known),
    agencyId ? eq(theirs, agencyId) : undefined,
    topic ? eq(proposals.topicCode, topic) : undefined,
    state === 'done' ? awaitsCheck : state ? eq(commitments.state, state) : undefined,
    late ? isLate(today) : undefined,
    silent ? and(isUnderWay, lt(commitments.reportedAt, monthsAgo(at, silentMonths, timeZone))) : undefined,
    unverifiable ? eq(commitments.measure, '') : undefined,
    year ? and(gte(commitments.dueOn, `${year}-01-01`), lte(commitments.dueOn, `${year}-12-31`)) : undefined,
  )
}

const joined = (db: Db) =>
  db
    .select(columns)
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .innerJoin(agencies, eq(agencies.id, commitments.agencyId))
    .leftJoin(answers, eq(answers.id, commitments.answerId))
    .leftJoin(promiser, eq(promiser.id, answers.agencyId))

/** Open ones first, the earliest date on top; then the ended ones, the last one first. With the newest words on each. */
export async function commitmentsOn(db: Db, governmentId: string, query: RegisterQuery, now: Now, page: PageOfList) {
  const open = sql`case when ${commitments.state} = 'open' then 0 else 1 end`
  const openDate = sql`case when ${commitments.state} = 'open' then ${commitments.dueOn} end`
  const order = [asc(open), asc(openDate), desc(commitments.closedAt), asc(commitments.id)]
  const onPage = await db
    .select({ id: commitments.id })
    .from(commitments)
    .innerJoin(listedCases, eq(proposals.id, commitments.proposalId))
    .where(asked(governmentId, query, now))
    .orderBy(...order)
    .limit(page.perPage)
    .offset(page.offset)
  const ids = onPage.map(({ id }) => id)
  if (!ids.length) return []
  const found = await joined(db)
    .where(inArray(commitments.id, ids))
    .orderBy(...order)
  const rows = await withUnits(db, found)
  const [newest, moved] = await Promise.all([newestUpdates(db, ids), movesOf(db, ids)])
  return rows.map((row) => ({ ...row, update: newest.get(row.id) ?? null, moves: moved.get(row.id) ?? 0 }))
}

/** Of the commitments of these cases the ids of those that the register shows. */
export async function commitmentsAmong(
  db: Db,
  governmentId: string,
  query: RegisterQuery,
  now: Now,
  proposalIds: string[],
): Promise<Set<string>> {
  const rows = await db
    .select({ id: commitments.id })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(and(inArray(commitments.proposalId, proposalIds), asked(governmentId, query, now, true)))
  return new Set(rows.map(({ id }) => id))
}

/** Cases of which the register shows a commitment, in the order of their numbers: to be asked where filters leave few. */
export async function casesInRegister(db: Db, governmentId: string, query: RegisterQuery, now: Now): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: proposals.id, number: proposals.number })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(asked(governmentId, query, now))
    .orderBy(asc(proposals.number), asc(proposals.id))
  return rows.map(({ id }) => id)
}

/** How often the date of each was changed. */
async function movesOf(db: Db, ids: string[]): Promise<Map<string, number>> {
  if (!ids.length) return new Map()
  const rows = await db
    .select({ id: commitmentUpdates.commitmentId, moves: countRows() })
    .from(commitmentUpdates)
    .where(and(inArray(commitmentUpdates.commitmentId, ids), isNotNull(commitmentUpdates.dueTo)))
    .groupBy(commitmentUpdates.commitmentId)
  return new Map(rows.map(({ id, moves }) => [id, moves]))
}

async function newestUpdates(db: Db, ids: string[]) {
  if (!ids.length) return new Map<string, typeof commitmentUpdates.$inferSelect>()
  const rows = await db
    .select()
    .from(commitmentUpdates)
    .where(inArray(commitmentUpdates.commitmentId, ids))
    .orderBy(asc(commitmentUpdates.writtenAt), asc(commitmentUpdates.id))
  return new Map(rows.map((row) => [row.commitmentId, row]))
}

/** How many the register has under these filters. */
export async function countCommitments(db: Db, governmentId: string, query: RegisterQuery, now: Now): Promise<number> {
  const [row] = await db
    .select({ count: countRows() })
    .from(commitments)
    .innerJoin(listedCases, eq(proposals.id, commitments.proposalId))
    .where(asked(governmentId, query, now))
  return row?.count ?? 0
}

/** What the register can be narrowed by: years that commitments are promised for, the newest first, and codes of their cases' topics. */
export async function registerChoices(
  db: Db,
  governmentId: string,
): Promise<{ years: string[]; topics: ReadonlySet<string> }> {
  const year = sql<string>`substr(${commitments.dueOn}, 1, 4)`
  const rows = await db
    .selectDistinct({ year, topic: sql<string | null>`${proposals.topicCode}` })
    .from(commitments)
    .innerJoin(listedCases, eq(proposals.id, commitments.proposalId))
    .where(listed(governmentId))
  const years = [...new Set(rows.map((row) => row.year))].sort().reverse()
  return { years, topics: new Set(rows.flatMap(({ topic }) => topic ?? [])) }
}

/** By the name that stays with it (2026-0001-1), or by its id: addresses of older times have that. */
export async function findCommitment(db: Db, governmentId: string, reference: string) {
  const named = readReference(reference)
  const { number, governmentId: where } = proposals
  // the index of numbers begins with the government: without it all commitments of the government were read
  const which = named
    ? and(eq(where, governmentId), eq(number, named.caseNumber), eq(commitments.number, named.number))
    : eq(commitments.id, reference)
  const [row] = await withUnits(db, await joined(db).where(and(listed(governmentId), which)))
  return row ?? null
}

/** What was reported on a promise, the newest first. */
export const commitmentUpdatesOf = (db: Db, commitmentId: string) =>
  db
    .select()
    .from(commitmentUpdates)
    .where(eq(commitmentUpdates.commitmentId, commitmentId))
    .orderBy(desc(commitmentUpdates.writtenAt), desc(commitmentUpdates.id))

export type CommitmentUpdate = Awaited<ReturnType<typeof commitmentUpdatesOf>>[number]
