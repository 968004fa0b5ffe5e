// What scorecards are made of.
import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { byIndex, countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { localDaysBetween } from '../../platform/db/local-day.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { Decision } from '../../schema/values.ts'
import { awaitsCheck, isLate } from '../answers/commitment-query.ts'
import { publicStages } from '../proposals/proposal.ts'
import { isOwnClock, isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { daysOf } from './figures.ts'
import { countBy, type Duty, type DutyCounts } from './scorecard.ts'

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
    .where(isDutyOf(agencyId))
}

const isDutyOf = (agencyId: string): SQL =>
  and(
    eq(assignments.agencyId, agencyId),
    eq(assignments.role, 'lead'),
    isNull(assignments.endedAt),
    isNotNull(proposals.thresholdMetAt),
    inArray(proposals.stage, [...publicStages]),
    or(eq(proposals.stage, 'review'), isNotNull(proposals.answeredAt)),
    isTimelinessKnown,
  )!

/** The numbers of a scorecard, added up in the database: of 40,000 cases each was read, and its days were worked out, for one list of agencies. */
export async function dutyCountsOf(db: Db, agencyId: string, now: Date, timeZone: string): Promise<DutyCounts> {
  const is = (condition: SQL) => sql<number>`case when ${condition} then 1 else 0 end`.mapWith(Number)
  const { thresholdMetAt, answeredAt, answerDueBefore, extendedAt } = proposals
  const each = db
    .select({
      days: localDaysBetween(thresholdMetAt, answeredAt, timeZone).as('days'),
      answered: is(isNotNull(answeredAt)).as('answered'),
      late: is(and(isNotNull(answerDueBefore), gte(answeredAt, answerDueBefore))!).as('late'),
      overdue: is(and(isNull(answeredAt), lte(answerDueBefore, now))!).as('overdue'),
      extended: is(isNotNull(extendedAt)).as('extended'),
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(isDutyOf(agencyId))
    .as('duties')
  const { days, answered, late, overdue, extended } = each
  const rows = await db
    .select({ days, answered, late, overdue, extended, cases: countRows() })
    .from(each)
    .groupBy(...[days, answered, late, overdue, extended].map((one) => sql`${one}`))
  const sum = (which: (row: (typeof rows)[number]) => unknown) =>
    rows.filter(which).reduce((total, row) => total + row.cases, 0)
  const all = { answered: sum((row) => row.answered), overdue: sum((row) => row.overdue) }
  return {
    ...{ cases: sum(() => true), answered: all.answered, inTime: sum((row) => row.answered && !row.late) },
    ...{ overdue: all.overdue, due: all.answered + all.overdue, extended: sum((row) => row.extended) },
    medianDays: daysOf(rows.filter((row) => row.answered)).median,
  }
}

type Supporting = { assignments: number; answered: number; inTime: number; overdue: number }

/** What an agency owed in cases that another one leads. What it gave to imported ones their source does not say. */
export async function supportingOf(db: Db, agencyId: string, now: Date): Promise<Supporting> {
  const howMany = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const [row] = await db
    .select({
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
      due: howMany(or(ne(commitments.state, 'open'), lt(commitments.dueOn, today))!),
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

/** How many public cases an agency has a part in, as lead or supporting. */
export async function countCasesOf(db: Db, agencyId: string): Promise<number> {
  const [row] = await db
    .select({ cases: countRows() })
    .from(assignments)
    .innerJoin(byIndex(proposals, 'listed_found'), eq(proposals.id, assignments.proposalId))
    .where(and(eq(assignments.agencyId, agencyId), isNull(assignments.endedAt), isListed))
  return row?.cases ?? 0
}
