// Figures as a table: what the pages of figures show, a line for each part of a government's cases.
import {
  type Facts,
  knownExtensions,
  type Line,
  linesOf,
  type Scope,
  type Slice,
  sharesOf,
} from '../../domain/figures/figures.ts'
import type { AgencyRow } from '../../domain/governments/store.ts'
import type { GovernmentJson } from '../case-head.ts'
import { type Named, namedJson } from '../name-json.ts'
import { named, namedIn, type Row, tableOf } from './table.ts'

export const figuresTable = tableOf(
  'figures',
  {
    ...{ government: 'text', scope: 'text', ...named('agency'), ...named('topic'), year: 'integer' },
    ...{ submitted: 'integer', checking: 'integer', refused: 'integer', published: 'integer', gathering: 'integer' },
    ...{ threshold_met: 'integer', review: 'integer', resolved: 'integer', expired: 'integer', merged: 'integer' },
    ...{ withdrawn: 'integer', last_seen: 'integer' },
    ...{ checks: 'integer', check_days_median: 'integer', check_days_p90: 'integer' },
    ...{ duties: 'integer', answered: 'integer', answered_in_time: 'integer', overdue: 'integer' },
    ...{ not_due_yet: 'integer', on_time_percent: 'integer', on_time_low: 'integer', on_time_high: 'integer' },
    ...{ extended: 'integer', extended_percent: 'integer', answer_days_median: 'integer', answer_days_p90: 'integer' },
    ...{ asks_decided: 'integer', asks_adopted: 'integer', asks_partly: 'integer', asks_under_study: 'integer' },
    ...{ asks_not_adopted: 'integer', commitments: 'integer', commitments_due: 'integer' },
    ...{ commitments_kept: 'integer', commitments_late: 'integer', commitments_changed: 'integer' },
    ...{ commitments_dropped: 'integer', commitments_unchecked: 'integer' },
    ...{ missed: 'integer', missed_expired: 'integer', missed_answered: 'integer', missed_merged: 'integer' },
    ...{ missed_withdrawn: 'integer', missed_from_10: 'integer', missed_from_50: 'integer' },
    ...{ cohort: 'integer', cohort_in_time: 'integer', cohort_answered: 'integer' },
  },
  ['government', 'scope', 'agency', 'topic', 'year'],
)
type FigureLine = Row<typeof figuresTable.columns>

type FigureNames = { agencies: AgencyRow[]; topics: ReadonlyMap<string, Named> }

/** `scope`: lines of that alone. In the order of the scopes, then of the government's own lists: nobody is ranked. */
export function figureLines(
  facts: Facts,
  narrowed: Slice,
  scope: Scope | null,
  government: GovernmentJson,
  { agencies, topics }: FigureNames,
): FigureLine[] {
  const byId = new Map(agencies.map((agency) => [agency.id, agency]))
  return linesOf(facts, narrowed, [...byId.keys()], scope).map((line) =>
    figureLine(line, government, byId.get(line.slice.agencyId ?? ''), topics),
  )
}

function figureLine(
  { scope, slice, figures: f }: Line,
  government: GovernmentJson,
  agency: Named | undefined,
  topics: FigureNames['topics'],
): FigureLine {
  const shares = sharesOf(f)
  const topic = slice.topic === null ? null : (topics.get(slice.topic) ?? { code: slice.topic, name: {} })
  return {
    government: government.slug,
    ...{ scope, ...namedIn('agency', agency && namedJson(agency)) },
    ...{ ...namedIn('topic', topic && namedJson(topic)), year: slice.year },
    ...{ submitted: f.submitted, checking: f.checking, refused: f.refused, published: f.published },
    ...{ gathering: f.gathering, threshold_met: f.thresholdMet, review: f.review, resolved: f.resolved },
    ...{ expired: f.expired, merged: f.merged, withdrawn: f.withdrawn, last_seen: f.lastSeen },
    ...{ checks: f.check.cases, check_days_median: f.check.median, check_days_p90: f.check.p90 },
    ...{ duties: f.duties, answered: f.answered, answered_in_time: f.inTime, overdue: f.overdue },
    ...{ not_due_yet: shares.notDueYet, on_time_percent: shares.onTime.percent },
    ...{ on_time_low: shares.onTime.range?.low ?? null, on_time_high: shares.onTime.range?.high ?? null },
    ...{ extended: knownExtensions(f), extended_percent: shares.extended.percent },
    ...{ answer_days_median: f.answer.median, answer_days_p90: f.answer.p90 },
    ...{ asks_decided: f.decided, asks_adopted: f.asks.adopted, asks_partly: f.asks.partly },
    ...{ asks_under_study: f.asks.under_study, asks_not_adopted: f.asks.not_adopted },
    ...{ commitments: f.commitments, commitments_due: f.due, commitments_kept: f.kept, commitments_late: f.late },
    ...{ commitments_changed: f.changed, commitments_dropped: f.dropped, commitments_unchecked: f.unchecked },
    ...{ missed: f.missed, missed_expired: f.missedExpired, missed_answered: f.missedAnswered },
    ...{ missed_merged: f.missedMerged, missed_withdrawn: f.missedWithdrawn },
    ...{ missed_from_10: f.missedFrom10, missed_from_50: f.missedFrom50 },
    ...{ cohort: f.cohort, cohort_in_time: f.cohortInTime, cohort_answered: f.cohortAnswered },
  }
}
