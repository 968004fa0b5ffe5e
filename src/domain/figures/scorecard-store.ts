// What scorecards are made of.
import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { allOf, anyOf, byIndex, countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { Decision } from '../../schema/values.ts'
import { awaitsCheck, isLate } from '../answers/commitment-query.ts'
import { publicStages } from '../proposals/proposal.ts'
import { isOwnClock, isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { countBy, type Duty } from './scorecard.ts'

/**
 * Cases whose threshold was met and which this agency leads now; none that its source may have answered meanwhile.
 * Hidden ones too: hiding a text takes no case out of an agency's figures.
 */
export function dutiesOf(db: Db, agencyId: string): Promise<Duty[]> {
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
        eq(assignments.agencyId, agencyId),
        eq(assignments.role, 'lead'),
        isNull(assignments.endedAt),
        isNotNull(proposals.thresholdMetAt),
        inArray(proposals.stage, [...publicStages]),
        or(eq(proposals.stage, 'review'), isNotNull(proposals.answeredAt)),
        isTimelinessKnown,
      ),
    )
}

type Supporting = { assignments: number; answered: number; inTime: number; overdue: number }

/** What an agency owed in cases that another one leads. What it gave to imported ones their source does not say. */
export async function supportingOf(db: Db, agencyId: string, now: Date): Promise<Supporting> {
  const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const [row] = await db
    .select({
      assignments: countRows(),
      answered: howMany(isNotNull(assignments.answeredAt)),
      inTime: howMany(allOf(isNotNull(assignments.answeredAt), lt(assignments.answeredAt, assignments.dueBefore))),
      overdue: howMany(
        allOf(isNull(assignments.answeredAt), lte(assignments.dueBefore, now), eq(proposals.stage, 'review')),
      ),
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(
      and(
        eq(assignments.agencyId, agencyId),
        eq(assignments.role, 'supporting'),
        isNull(assignments.endedAt),
        isNotNull(proposals.thresholdMetAt),
        inArray(proposals.stage, [...publicStages]),
        isOwnClock,
      ),
    )
  return row!
}

/**
 * `kept`: a checker found it complete. `unchecked`: its agency says that it is done, and nobody has checked it. `due`: ended, or
 * past its day; of these the share kept is told.
 */
export type CommitmentCounts = { total: number; kept: number; unchecked: number; due: number }

/** Of an agency. `today` is its government's local date. */
export async function commitmentCountsOf(db: Db, agencyId: string, today: string): Promise<CommitmentCounts> {
  const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const [row] = await db
    .select({
      total: countRows(),
      kept: howMany(eq(commitments.state, 'kept')),
      unchecked: howMany(awaitsCheck),
      due: howMany(anyOf(ne(commitments.state, 'open'), lt(commitments.dueOn, today))),
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(
      and(
        eq(commitments.agencyId, agencyId),
        ne(commitments.state, 'draft'),
        inArray(proposals.stage, [...publicStages]),
      ),
    )
  return row!
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
    .orderBy(asc(commitments.dueOn), asc(commitments.id))
    .limit(20)
}

/** How an agency decided asks: the newest published decision of each. */
export async function decisionCountsOf(db: Db, agencyId: string): Promise<Map<Decision, number>> {
  const rows = await db
    .select({ proposalId: answers.proposalId, ask: askDecisions.askNumber, decision: askDecisions.decision })
    .from(askDecisions)
    .innerJoin(answers, eq(answers.id, askDecisions.answerId))
    .innerJoin(byIndex(proposals, 'listed_found'), eq(proposals.id, answers.proposalId))
    .where(
      and(eq(answers.agencyId, agencyId), isNotNull(answers.publishedAt), isNotNull(askDecisions.decision), isListed),
    )
    .orderBy(asc(answers.version))
  const newest = new Map(rows.map((r) => [`${r.proposalId} ${r.ask}`, r.decision!]))
  return countBy([...newest.values()])
}
