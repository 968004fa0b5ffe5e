// What the pages about agencies show: figures, and the places of what is drawn. Pure.

import { type DutyCounts, type Mix, plot, type Quarter, type Scorecard } from '../../domain/figures/scorecard.ts'
import type { AgencyRow } from '../../domain/governments/store.ts'
import type { Unit } from '../../domain/governments/units.ts'
import type { RowView } from '../../domain/search/list-rows.ts'
import type { Localised } from '../../lib/localised.ts'
import { fairShare, leastForShare } from '../../lib/share.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { Decision, Rules } from '../../schema/values.ts'
import type { FollowPanel } from '../shared/follow-view.ts'
import type { Take } from '../shared/taken.ts'

/** So many of so many. `percent` is whole, and null where there are too few to speak of a share. */
export type Share = { part: number; all: number; percent: number | null }

export const shareOf = (part: number, all: number): Share => ({ part, all, percent: fairShare(part, all) })

export type AgenciesPage = InPlace & {
  take: Take
  agencies: (Pick<AgencyRow, 'code' | 'name'> & {
    cases: number
    card: DutyCounts
    inTime: Share
    /** commitments */
    kept: Share
  })[]
}

export type AgencyPage = InPlace & {
  follow: FollowPanel
  agency: AgencyRow
  lastDay: { day: string; over: boolean } | null
  successor: AgencyRow | null
  card: Scorecard
  inTime: Share
  kept: Share
  /** commitments that it calls done, and nobody has checked */
  unchecked: number
  /** what it did as a supporting agency */
  supporting: { assignments: number; answered: number; inTime: number; overdue: number }
  chart: ReturnType<typeof answerTimes>
  quarters: ReturnType<typeof quarterRows>
  /** how many answers took how many days; `to` null: and more */
  spread: { from: number; to: number | null; cases: number }[]
  rules: Rules
  /** commitments whose day has passed, and by how many days */
  /** in their own order; `contact` {}: none */
  units: Unit[]
  late: {
    what: string
    owner: string
    unit: Localised
    dueOn: string
    number: string | null
    reference: string
    days: number
  }[]
  /** asks decided */
  asks: number
  mix: ReturnType<typeof mixRows>
  rows: RowView[]
  take: Take
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'agencies/agencies': AgenciesPage
    'agencies/agency': AgencyPage
  }
}

/** The chart of days to answer: its dots and limit, and what it shows in numbers. */
export function answerTimes(card: Scorecard, limitDays: number) {
  const { dots, ticks, limit } = plot(card.dots, limitDays)
  const inner = Number.parseFloat(limit) > 50 // the words of the limit stand where there is room
  return {
    dots,
    ticks,
    limit: { x: limit, dx: inner ? -8 : 8, anchor: inner ? 'end' : 'start' },
    told: {
      count: card.dots.length,
      min: card.dots[0]?.days ?? 0,
      median: card.medianDays ?? 0,
      max: card.dots.at(-1)?.days ?? 0,
      late: card.dots.length - card.inTime,
    },
  }
}

const mostSquares = 20

/** Quarters with a square for each answer, those in time first. */
export const quarterRows = (quarters: readonly Quarter[]) =>
  quarters.map((quarter) => ({
    ...quarter,
    squares: Array.from({ length: Math.min(quarter.inTime + quarter.late, mostSquares) }, (_, i) => ({
      x: i * 16,
      late: i >= quarter.inTime,
    })),
  }))

const fills: { [decision in Decision]: string } = {
  adopted: 's-full',
  partly: 's-half',
  under_study: 's-dots',
  not_adopted: 's-struck',
}

/** Decisions with the fill of their part of the bar, so that colour is never alone. */
export function mixRows(mix: Mix) {
  const all = mix.reduce((sum, { count }) => sum + count, 0)
  return mix.map(({ share, ...part }) => ({
    ...part,
    fill: fills[part.decision],
    share: all < leastForShare ? null : share, // the bar and its numbers say it
  }))
}
