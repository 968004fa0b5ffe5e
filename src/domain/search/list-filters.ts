// What narrows a list of cases, as conditions.
import { and, eq, gte, inArray, isNotNull, lt, lte, or, type SQL } from 'drizzle-orm'
import { allOf } from '../../platform/db/columns.ts'
import { proposals } from '../../schema/proposals.ts'
import { listedAs } from '../proposals/proposal.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'
import type { Cases } from './list-order.ts'
import type { ListQuery } from './list-query.ts'

/** The ids of one page, and how many there are in all. */
export type FoundPage = { ids: string[]; total: number }

/** The filters of which a search counts every option, but for agencies. */
export const chosen = (cases: Cases, query: ListQuery): SQL | undefined =>
  and(
    query.stage.length ? inArray(cases.stage, listedAs(query.stage)) : undefined,
    ofOutcomes(cases, query.outcome),
    query.topic.length ? inArray(cases.topicCode, query.topic) : undefined,
    query.district.length ? inArray(cases.districtCode, query.district) : undefined,
    ofYears(cases, query.year),
  )

/** Of one year the index gives the order too. */
function ofYears(cases: Cases, years: ListQuery['year']): SQL | undefined {
  const [one, ...others] = years
  if (one === undefined) return undefined
  return others.length ? inArray(cases.year, years) : eq(cases.year, one)
}

/** A case is refused by its stage: while that is looked at again it has no outcome. */
function ofOutcomes(cases: Cases, outcomes: ListQuery['outcome']): SQL | undefined {
  if (!outcomes.length) return undefined
  const others = outcomes.filter((outcome) => outcome !== 'refused')
  const refused = outcomes.length > others.length ? inArray(cases.stage, listedAs(['refused'])) : undefined
  return or(others.length ? inArray(cases.outcome, others) : undefined, refused)
}

/** Answered within the duty, after it, or due and not answered yet. Early answers have no duty; of an imported case that its source may have answered nobody knows. */
export const punctuality = {
  in_time: () =>
    allOf(isNotNull(proposals.thresholdMetAt), lt(proposals.answeredAt, proposals.answerDueBefore), isTimelinessKnown),
  late: () =>
    allOf(isNotNull(proposals.thresholdMetAt), gte(proposals.answeredAt, proposals.answerDueBefore), isTimelinessKnown),
  overdue: (now: Date) => allOf(eq(proposals.stage, 'review'), lte(proposals.answerDueBefore, now), isTimelinessKnown),
}
