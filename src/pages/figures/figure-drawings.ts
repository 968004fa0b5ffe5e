// What each group of figures counts, and how it is drawn. Pure.
import { type Figures, fewCases, sharesOf } from '../../domain/figures/figures.ts'
import { type Decision, decisions } from '../../schema/values.ts'
import { barsOf, type Chart, type Fill, rangesOf } from './figure-charts.ts'
import {
  type Column,
  columnsOf,
  type LegendEntry,
  legendOf,
  type Method,
  type Part,
  partIn,
  rangeIn,
  type Saying,
  type SectionKind,
  shareIn,
} from './figure-words.ts'

const fillOfDecision: { [decision in Decision]: Fill } = {
  ...{ adopted: 's-full', partly: 's-half', under_study: 's-dots', not_adopted: 's-struck' },
}

type Drawn = {
  columns: Column[]
  n: (figures: Figures) => number
  method: Method
  charts: Chart[]
  legend?: LegendEntry[]
}

export const drawings: { [kind in SectionKind]: (parts: Part[], saying: Saying) => Drawn } = {
  flow: (parts, say) => ({
    ...{ method: 'flow', n: (f) => f.submitted },
    columns: columnsOf(say, 'flow', {
      ...{ submitted: (f) => f.submitted, published: (f) => f.published, threshold_met: (f) => f.thresholdMet },
      answered: (f) => f.resolved,
      open: (f) => f.checking + f.gathering + f.review,
      ...{ refused: (f) => f.refused, expired: (f) => f.expired, merged: (f) => f.merged },
      ...{ withdrawn: (f) => f.withdrawn, last_seen: (f) => f.lastSeen },
    }),
    charts: [
      barsOf(
        parts.map(({ name, figures: f }) => ({
          ...{
            label: name,
            few: f.submitted < fewCases,
            value: say.t('figures.flow.bar', { n: say.number(f.submitted), answered: say.number(f.resolved) }),
          },
          parts: [
            { count: f.resolved, fill: 's-full' as const },
            { count: f.checking + f.gathering + f.review, fill: 's-half' as const },
            { count: f.expired, fill: 's-dots' as const },
            { count: f.refused + f.merged + f.withdrawn + f.lastSeen, fill: 's-struck' as const },
          ],
        })),
        false,
      ),
    ],
    legend: legendOf(say, 'flow', { answered: 's-full', open: 's-half', expired: 's-dots', otherwise: 's-struck' }),
  }),
  check: (parts, say) => daysDrawn('check', parts, say),
  answer: (parts, say) => daysDrawn('answer', parts, say),
  on_time: (parts, say) => ({
    ...{ method: 'on_time', n: (f) => sharesOf(f).due },
    columns: [
      ...columnsOf(say, 'on_time', {
        ...{ in_time: (f) => f.inTime, late: (f) => f.answered - f.inTime, overdue: (f) => f.overdue },
        not_due: (f) => sharesOf(f).notDueYet,
      }),
      { head: say.t('figures.share'), cell: (f) => shareIn(say, sharesOf(f).onTime) },
      { head: say.t('figures.on_time.extended'), cell: (f) => partIn(say, sharesOf(f).extended) },
    ],
    charts: [
      barsOf(
        parts.map(({ name, figures: f }) => ({
          ...{ label: name, value: partIn(say, sharesOf(f).onTime), few: sharesOf(f).due < fewCases },
          parts: [
            { count: f.inTime, fill: 's-full' as const },
            { count: f.answered - f.inTime, fill: 's-late' as const },
            { count: f.overdue, fill: 's-over' as const },
          ],
        })),
        true,
      ),
    ],
    legend: legendOf(say, 'on_time', { in_time: 's-full', late: 's-late', overdue: 's-over' }),
  }),
  cohort: (parts, say) => ({
    ...{ method: 'cohort', n: (f) => f.cohort },
    columns: [
      ...columnsOf(say, 'cohort', {
        ...{ cases: (f) => f.cohort, in_time: (f) => f.cohortInTime, late: (f) => f.cohortAnswered - f.cohortInTime },
        unanswered: (f) => f.cohort - f.cohortAnswered,
      }),
      { head: say.t('figures.share'), cell: (f) => shareIn(say, sharesOf(f).cohort) },
      { head: say.t('figures.range'), cell: (f) => rangeIn(say, sharesOf(f).cohort.range) },
    ],
    charts: [
      rangesOf(
        parts.map(({ name, figures: f }) => {
          const { percent, range, all } = sharesOf(f).cohort
          const between = { low: range?.low ?? null, at: percent, high: range?.high ?? null }
          return { label: name, value: partIn(say, sharesOf(f).cohort), few: all < fewCases, ...between }
        }),
        100,
        (value) => `${value} %`,
      ),
    ],
  }),
  asks: (parts, say) => ({
    ...{ method: 'asks', n: (f) => f.decided },
    columns: [
      ...decisions.map(
        (decision): Column => ({
          head: say.t(`case.decision.${decision}`),
          cell: (f) => say.number(f.asks[decision]),
        }),
      ),
      { head: say.t('figures.asks.decided'), cell: (f) => say.number(f.decided) },
      { head: say.t('figures.asks.share'), cell: (f) => shareIn(say, sharesOf(f).adopted) },
    ],
    charts: [
      barsOf(
        parts.map(({ name, figures: f }) => ({
          ...{ label: name, value: partIn(say, sharesOf(f).adopted), few: f.decided < fewCases },
          parts: decisions.map((decision) => ({ count: f.asks[decision], fill: fillOfDecision[decision] })),
        })),
        true,
      ),
    ],
    legend: decisions.map((decision) => ({
      fill: fillOfDecision[decision],
      words: say.t(`case.decision.${decision}`),
    })),
  }),
  commitments: (parts, say) => ({
    ...{ method: 'commitments', n: (f) => f.due },
    columns: [
      ...columnsOf(say, 'commitments', {
        ...{ all: (f) => f.commitments, kept: (f) => f.kept, unchecked: (f) => f.unchecked, open: underWay },
        ...{ late: (f) => f.late, changed: (f) => f.changed, dropped: (f) => f.dropped },
      }),
      { head: say.t('figures.commitments.share'), cell: (f) => shareIn(say, sharesOf(f).kept) },
    ],
    charts: [
      barsOf(
        parts.map(({ name, figures: f }) => ({
          ...{ label: name, value: partIn(say, sharesOf(f).kept), few: f.due < fewCases },
          parts: [
            { count: f.kept, fill: 's-kept' as const },
            { count: f.unchecked + underWay(f), fill: 's-half' as const },
            { count: f.late, fill: 's-late' as const },
            { count: f.changed, fill: 's-dots' as const },
            { count: f.dropped, fill: 's-struck' as const },
          ],
        })),
        true,
      ),
    ],
    legend: legendOf(say, 'commitments', {
      ...{ kept: 's-kept', under_way: 's-half', late: 's-late', changed: 's-dots', dropped: 's-struck' },
    }),
  }),
  missed: (parts, say) => ({
    ...{ method: 'missed', n: (f) => f.missed },
    columns: columnsOf(say, 'missed', {
      ...{ all: (f) => f.missed, expired: (f) => f.missedExpired, answered: (f) => f.missedAnswered },
      ...{ merged: (f) => f.missedMerged, withdrawn: (f) => f.missedWithdrawn },
      under_10: (f) => f.missed - f.missedFrom10,
      ...{ from_10: (f) => f.missedFrom10 - f.missedFrom50, from_50: (f) => f.missedFrom50 },
    }),
    charts: [
      barsOf(
        parts.map(({ name, figures: f }) => ({
          ...{
            label: name,
            value: say.t('figures.cases', { count: f.missed, n: say.number(f.missed) }),
            few: f.missed < fewCases,
          },
          parts: [
            { count: f.missedExpired, fill: 's-dots' as const },
            { count: f.missedAnswered, fill: 's-full' as const },
            { count: f.missedMerged, fill: 's-half' as const },
            { count: f.missedWithdrawn, fill: 's-struck' as const },
          ],
        })),
        false,
      ),
    ],
    legend: legendOf(say, 'missed', { expired: 's-dots', answered: 's-full', merged: 's-half', withdrawn: 's-struck' }),
  }),
}

/** Open, not past their day, and not called done. */
const underWay = (f: Figures) => f.commitments - f.kept - f.unchecked - f.late - f.changed - f.dropped

/** A dot for the middle case, a line to the day by which nine in ten were done. */
function daysDrawn(step: 'check' | 'answer', parts: Part[], say: Saying): Drawn {
  const of = (f: Figures) => f[step]
  const days = (value: number | null) =>
    value === null ? say.t('figures.unknown') : say.t('pages.days', { count: value })
  return {
    ...{ method: 'days', n: (f) => of(f).cases },
    columns: [
      { head: say.t(`figures.${step}.cases`), cell: (f) => say.number(of(f).cases) },
      { head: say.t('figures.median'), cell: (f) => days(of(f).median) },
      { head: say.t('figures.p90'), cell: (f) => days(of(f).p90) },
    ],
    charts: [
      rangesOf(
        parts.map(({ name, figures: f }) => ({
          ...{ label: name, value: say.t('figures.cases', { count: of(f).cases, n: say.number(of(f).cases) }) },
          ...{ few: of(f).cases < fewCases, low: of(f).median, at: of(f).median, high: of(f).p90 },
        })),
        Math.max(1, ...parts.map(({ figures: f }) => of(f).p90 ?? 0)),
        (value) => say.number(value),
      ),
    ],
  }
}
