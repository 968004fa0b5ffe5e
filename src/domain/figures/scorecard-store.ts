// What scorecards are made of.
import { type AnyColumn, and, asc, eq, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { Decision } from '../../schema/values.ts'
import { awaitsCheck, isLate } from '../answers/commitment-query.ts'
import { publicStages } from '../proposals/proposal.ts'
import { isOwnClock, isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { countBy, type Duty } from './scorecard.ts'

/** An accepted case counts where its agency is, whose-ever case it was. */
const isOfAgencyIn = (db: Db, agencyId: AnyColumn, governmentId: string): SQL =>
  inArray(agencyId, db.select({ id: agencies.id }).from(agencies).where(eq(agencies.governmentId, governmentId)))

/**
 * Cases whose threshold was met, under the agency that leads them now; none that its source may have answered meanwhile.
 * Hidden ones too: hiding a text takes no case out of an agency's figures.
 */
export function dutiesOf(db: Db, governmentId: string, agencyId?: string): Promise<Duty[]> {
  return db
    .select({
      agencyId: assignments.agencyId,
      number: proposals.number,
      title: proposals.title,
      thresholdMetAt: proposals.thresholdMetAt,
      answerDueBefore: proposals.answerDueBefore,
      answeredAt: proposals.answeredAt,
      extendedAt: proposals.extendedAt,
      hidden: sql`${proposals.hiddenAt} is not null`.mapWith(Boolean),
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(
      and(
        agencyId ? eq(assignments.agencyId, agencyId) : isOfAgencyIn(db, assignments.agencyId, governmentId),
        eq(assignments.role, 'lead'),
        isNull(assignments.endedAt),
        isNotNull(proposals.thresholdMetAt),
        inArray(proposals.stage, [...publicStages]),
        or(eq(proposals.stage, 'review'), isNotNull(proposals.answeredAt)),
        isTimelinessKnown,
      ),
    )
}

export type Supporting = { assignments: number; answered: number; inTime: number; overdue: number }

/** What each agency owed in cases that another one leads. What it gave to imported ones their source does not say. */
export async function supportingByAgency(db: Db, governmentId: string, now: Date): Promise<Map<string, Supporting>> {
  const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const rows = await db
    .select({
      agencyId: assignments.agencyId,
      assignments: countRows(),
      answered: howMany(isNotNull(assignments.answeredAt)),
      inTime: howMany(and(isNotNull(assignments.answeredAt), lt(assignments.answeredAt, assignments.dueBefore))!),
      overdue: howMany(
        and(isNull(assignments.answeredAt), lte(assignments.dueBefore, now), eq(proposals.stage, 'review'))!,
      ),
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(
      and(
        isOfAgencyIn(db, assignments.agencyId, governmentId),
        eq(assignments.role, 'supporting'),
        isNull(assignments.endedAt),
        isNotNull(proposals.thresholdMetAt),
        inArray(proposals.stage, [...publicStages]),
        isOwnClock,
      ),
    )
    .groupBy(assignments.agencyId)
  return new Map(rows.map(({ agencyId, ...supporting }) => [agencyId, supporting]))
}

/**
 * `kept`: a checker found it complete. `unchecked`: its agency says that it is done, and nobody has checked it. `due`: ended, or
 * past its day; of these the share kept is told.
 */
export type CommitmentCounts = { total: number; kept: number; unchecked: number; due: number }

/** By agency. `today` is the government's local date. */
export async function commitmentsByAgency(
  db: Db,
  governmentId: string,
  today: string,
): Promise<Map<string, CommitmentCounts>> {
  const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const rows = await db
    .select({
      agencyId: commitments.agencyId,
      total: countRows(),
      kept: howMany(eq(commitments.state, 'kept')),
      unchecked: howMany(awaitsCheck),
      due: howMany(or(ne(commitments.state, 'open'), lt(commitments.dueOn, today))!),
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(
      and(
        isOfAgencyIn(db, commitments.agencyId, governmentId),
        ne(commitments.state, 'draft'),
        inArray(proposals.stage, [...publicStages]),
      ),
    )
    .groupBy(commitments.agencyId)
  return new Map(rows.map(({ agencyId, ...counts }) => [agencyId, counts]))
}

/** Promises of an agency whose day has passed, the longest overdue first; at most twenty. */
export function lateCommitments(db: Db, agencyId: string, today: string) {
  return db
    .select({
      ...{ what: commitments.what, owner: commitments.owner, dueOn: commitments.dueOn, number: proposals.number },
      commitmentNumber: commitments.number,
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(and(eq(commitments.agencyId, agencyId), isLate(today), isListed))
    .orderBy(asc(commitments.dueOn))
    .limit(20)
}

/** How an agency decided asks: the newest published decision of each. */
export async function decisionCountsOf(db: Db, agencyId: string): Promise<Map<Decision, number>> {
  const rows = await db
    .select({ proposalId: answers.proposalId, ask: askDecisions.askNumber, decision: askDecisions.decision })
    .from(askDecisions)
    .innerJoin(answers, eq(answers.id, askDecisions.answerId))
    .innerJoin(proposals, eq(proposals.id, answers.proposalId))
    .where(
      and(eq(answers.agencyId, agencyId), isNotNull(answers.publishedAt), isNotNull(askDecisions.decision), isListed),
    )
    .orderBy(asc(answers.version))
  const newest = new Map(rows.map((r) => [`${r.proposalId} ${r.ask}`, r.decision!]))
  return countBy([...newest.values()])
}

/** How many public cases each agency has a part in, as lead or supporting. */
export async function casesByAgency(db: Db, governmentId: string): Promise<Map<string, number>> {
  const rows = await db
    .select({ agencyId: assignments.agencyId, cases: countRows() })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(and(isOfAgencyIn(db, assignments.agencyId, governmentId), isNull(assignments.endedAt), isListed))
    .groupBy(assignments.agencyId)
  return new Map(rows.map(({ agencyId, cases }) => [agencyId, cases]))
}
