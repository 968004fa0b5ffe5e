// What figures are made of: counts by lead agency, topic and year of the number, added up in the database. What is told of an agency
// is counted where the case is led now, whose-ever case it was; a case that was handed over stays with its own government too.
import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, lte, ne, notExists, or, type SQL, sql } from 'drizzle-orm'
import { alias, allOf, anyOf, countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { localDaysBetween } from '../../platform/db/local-day.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { governments } from '../../schema/governments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { awaitsCheck, isLate } from '../answers/commitment-query.ts'
import { publicStages } from '../proposals/proposal.ts'
import { isOwnClock, isTimelinessKnown } from '../proposals/source-clock-query.ts'
import type { Cohort, Slice } from './figures.ts'
import { isOfOrWith } from './parts.ts'

type Of = { id: string; timeZone: string }

const mostListed = 100

const howMany = (condition: SQL | undefined) => sumOf(sql`case when ${condition!} then 1 else 0 end`)
const is = (stage: (typeof proposals.stage)['_']['data']) => howMany(eq(proposals.stage, stage))

const lead = (db: Db) =>
  db
    .select({ proposalId: assignments.proposalId, agencyId: assignments.agencyId })
    .from(assignments)
    .where(and(eq(assignments.role, 'lead'), isNull(assignments.endedAt)))
    .as('lead')

/** `own` 0: of another government, and led by an agency of this one. */
const keys = (agencyId: SQL | (typeof commitments)['agencyId'], { id }: Of) => ({
  own: sql<number>`case when ${eq(proposals.governmentId, id)} then 1 else 0 end`.mapWith(Number).as('own'),
  agencyId: sql<string | null>`${agencyId}`.as('agency'),
  topic: sql<string | null>`${proposals.topicCode}`.as('topic'),
  year: sql<number | null>`${proposals.year}`.mapWith(Number).as('year'),
})
const byKeys = [sql`own`, sql`agency`, sql`topic`, sql`year`]

/** Answers owed: as `dutiesOf` in scorecard-store.ts has them. */
const isOwed = allOf(
  isNotNull(proposals.thresholdMetAt),
  inArray(proposals.stage, [...publicStages]),
  or(eq(proposals.stage, 'review'), isNotNull(proposals.answeredAt)),
  isTimelinessKnown,
)
const isInTime = anyOf(isNull(proposals.answerDueBefore), lt(proposals.answeredAt, proposals.answerDueBefore))

/** Published, over without the threshold; of what was last seen elsewhere, or is not counted there, nobody knows. */
const isMissed = allOf(
  isNotNull(proposals.publishedAt),
  isNull(proposals.thresholdMetAt),
  inArray(proposals.stage, ['expired', 'resolved', 'merged', 'withdrawn']),
  or(isNull(proposals.threshold), lt(proposals.count, proposals.threshold)),
  eq(proposals.countUnsaid, false),
)
const hasReached = (tenths: number) => gte(sql`${proposals.count} * 10`, sql`${proposals.threshold} * ${tenths}`)

/** Every case that was ever submitted, hidden ones too: hiding a text takes no case out of the figures. */
export function caseCounts(db: Db, of: Of, part: SQL, now: Date, cohort: Cohort) {
  const led = lead(db)
  const isOfCohort = allOf(
    gte(proposals.thresholdMetAt, cohort.from),
    lt(proposals.thresholdMetAt, cohort.before),
    isTimelinessKnown,
  )
  return db
    .select({
      ...keys(sql`${led.agencyId}`, of),
      submitted: countRows(),
      checking: howMany(inArray(proposals.stage, ['checking', 'returned'])),
      ...{ refused: is('refused'), gathering: is('gathering'), review: is('review'), resolved: is('resolved') },
      ...{ expired: is('expired'), merged: is('merged'), withdrawn: is('withdrawn'), lastSeen: is('last_seen') },
      published: howMany(isNotNull(proposals.publishedAt)),
      thresholdMet: howMany(isNotNull(proposals.thresholdMetAt)),
      duties: howMany(isOwed),
      answered: howMany(and(isOwed, isNotNull(proposals.answeredAt))),
      inTime: howMany(and(isOwed, isNotNull(proposals.answeredAt), isInTime)),
      overdue: howMany(and(isOwed, isNull(proposals.answeredAt), lte(proposals.answerDueBefore, now))),
      // extended or not: of a case whose source alone kept its dates nobody knows
      clocked: howMany(and(isOwed, isOwnClock)),
      extended: howMany(and(isOwed, isNotNull(proposals.extendedAt))),
      missed: howMany(isMissed),
      missedExpired: howMany(and(isMissed, eq(proposals.stage, 'expired'))),
      missedAnswered: howMany(and(isMissed, eq(proposals.stage, 'resolved'))),
      missedMerged: howMany(and(isMissed, eq(proposals.stage, 'merged'))),
      missedWithdrawn: howMany(and(isMissed, eq(proposals.stage, 'withdrawn'))),
      missedFrom10: howMany(and(isMissed, hasReached(1))),
      missedFrom50: howMany(and(isMissed, hasReached(5))),
      cohort: howMany(isOfCohort),
      cohortInTime: howMany(and(isOfCohort, isNotNull(proposals.answeredAt), isInTime)),
      cohortAnswered: howMany(and(isOfCohort, isNotNull(proposals.answeredAt))),
    })
    .from(proposals)
    .leftJoin(led, eq(led.proposalId, proposals.id))
    .where(and(part, ne(proposals.stage, 'draft'), isNotNull(proposals.number)))
    .groupBy(...byKeys)
}

type Spread = { own: number; agencyId: string | null; topic: string | null; year: number | null } & {
  days: number
  cases: number
}

/** How many checks took how many local days: from first submission to publication, refusal or merger. What began elsewhere is left out. */
export const checkDays = (db: Db, of: Of, part: SQL): Promise<Spread[]> =>
  spreadOf(
    db,
    of,
    part,
    localDaysBetween(proposals.submittedAt, sql`coalesce(${proposals.publishedAt}, ${proposals.endedAt})`, of.timeZone),
    allOf(
      isNull(proposals.seenOn),
      isNotNull(proposals.submittedAt),
      inArray(proposals.stage, [...publicStages]),
      or(
        isNotNull(proposals.publishedAt),
        and(inArray(proposals.stage, ['refused', 'merged']), isNotNull(proposals.endedAt)),
      ),
    ),
  )

/** How many answers took how many local days from the day the threshold was met. */
export const answerDays = (db: Db, of: Of, part: SQL): Promise<Spread[]> =>
  spreadOf(
    db,
    of,
    part,
    localDaysBetween(proposals.thresholdMetAt, proposals.answeredAt, of.timeZone),
    allOf(isOwed, isNotNull(proposals.answeredAt)),
  )

function spreadOf(db: Db, of: Of, part: SQL, days: SQL<number>, where: SQL): Promise<Spread[]> {
  const led = lead(db)
  const each = db
    .select({ ...keys(sql`${led.agencyId}`, of), days: days.as('days') })
    .from(proposals)
    .leftJoin(led, eq(led.proposalId, proposals.id))
    .where(and(part, where))
    .as('each_case')
  const { own, agencyId, topic, year } = each
  return db
    .select({ own, agencyId, topic, year, days: each.days, cases: countRows() })
    .from(each)
    .groupBy(...[own, agencyId, topic, year, each.days].map((one) => sql`${one}`))
}

/** Asks by the decision that stands: of the newest published answer that decides them. */
export function decisionCounts(db: Db, of: Of, part: SQL) {
  const later = alias(answers, 'later')
  const again = alias(askDecisions, 'again')
  return db
    .select({
      ...keys(sql`${answers.agencyId}`, of),
      decision: sql<string>`${askDecisions.decision}`.as('decision'),
      asks: countRows(),
    })
    .from(askDecisions)
    .innerJoin(answers, eq(answers.id, askDecisions.answerId))
    .innerJoin(proposals, eq(proposals.id, answers.proposalId))
    .where(
      and(
        part,
        isNotNull(answers.publishedAt),
        isNotNull(askDecisions.decision),
        inArray(proposals.stage, [...publicStages]),
        notExists(
          db
            .select({ one: sql`1` })
            .from(later)
            .innerJoin(again, eq(again.answerId, later.id))
            .where(
              and(
                eq(later.proposalId, answers.proposalId),
                sql`${later.version} > ${answers.version}`,
                isNotNull(later.publishedAt),
                eq(again.askNumber, askDecisions.askNumber),
                isNotNull(again.decision),
              ),
            ),
        ),
      ),
    )
    .groupBy(...byKeys, sql`decision`)
}

/** As the register and the scorecards count them. `today`: the government's local date. */
export function commitmentCounts(db: Db, of: Of, part: SQL, today: string) {
  return db
    .select({
      ...keys(commitments.agencyId, of),
      commitments: countRows(),
      kept: howMany(eq(commitments.state, 'kept')),
      changed: howMany(eq(commitments.state, 'changed')),
      dropped: howMany(eq(commitments.state, 'dropped')),
      unchecked: howMany(awaitsCheck),
      late: howMany(isLate(today)),
      due: howMany(or(ne(commitments.state, 'open'), lt(commitments.dueOn, today))),
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(and(part, ne(commitments.state, 'draft'), inArray(proposals.stage, [...publicStages])))
    .groupBy(...byKeys)
}

/** Public cases in which an agency has a part now, as lead or supporting. */
export function partCounts(db: Db, of: Of, part: SQL) {
  return db
    .select({ ...keys(sql`${assignments.agencyId}`, of), cases: countRows() })
    .from(proposals)
    .innerJoin(assignments, and(eq(assignments.proposalId, proposals.id), isNull(assignments.endedAt)))
    .where(and(part, isListed))
    .groupBy(...byKeys)
}

/** The cases of a slice's years that were answered or are overdue, by their numbers; at most a hundred. `owner`: of its government's address. */
export async function dutyCasesOf(db: Db, of: Of, { agencyId, topic }: Slice, years: number[], now: Date) {
  const led = lead(db)
  const rows = await db
    .select({
      ...{ number: proposals.number, year: proposals.year, owner: governments.slug, answeredAt: proposals.answeredAt },
      inTime: sql`${isInTime}`.mapWith(Boolean),
    })
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .leftJoin(led, eq(led.proposalId, proposals.id))
    .where(
      and(
        isOfOrWith(db, of),
        isOwed,
        or(isNotNull(proposals.answeredAt), lte(proposals.answerDueBefore, now)),
        agencyId === null ? eq(proposals.governmentId, of.id) : eq(led.agencyId, agencyId),
        topic === null ? undefined : eq(proposals.topicCode, topic),
        inArray(proposals.year, years),
      ),
    )
    .orderBy(asc(proposals.number))
    .limit(mostListed)
  return rows.map(({ number, inTime, answeredAt, ...row }) => ({
    ...row,
    number: number!,
    how: answeredAt === null ? ('overdue' as const) : inTime ? ('in_time' as const) : ('late' as const),
  }))
}
