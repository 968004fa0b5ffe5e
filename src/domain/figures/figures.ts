// Figures of a government, and of its agencies, topics and years: one arithmetic for pages, JSON and CSV. Pure.
import { likelyRange } from '../../lib/likely-range.ts'
import { fairShare, leastForShare } from '../../lib/share.ts'
import { type Decision, decisions } from '../../schema/values.ts'

/** Cases whose threshold was met in these twelve months: all of them had the full time to be answered, and the extension. */
export type Cohort = { from: Date; before: Date }

const zero = {
  ...{ submitted: 0, checking: 0, refused: 0, gathering: 0, review: 0, resolved: 0, expired: 0, merged: 0 },
  ...{ withdrawn: 0, lastSeen: 0, published: 0, thresholdMet: 0 },
  ...{ duties: 0, answered: 0, inTime: 0, overdue: 0, clocked: 0, extended: 0 },
  ...{ missed: 0, missedExpired: 0, missedAnswered: 0, missedMerged: 0, missedWithdrawn: 0 },
  ...{ missedFrom10: 0, missedFrom50: 0, cohort: 0, cohortInTime: 0, cohortAnswered: 0 },
  ...{ commitments: 0, kept: 0, changed: 0, dropped: 0, unchecked: 0, late: 0, due: 0 },
}
type Counts = typeof zero
type CountName = keyof Counts

/** Days that a step took: of how many cases, the middle one, and what nine in ten did not exceed. Null of none. */
export type Days = { cases: number; median: number | null; p90: number | null }

export type Figures = Counts & {
  /** public cases in which an agency of the slice has a part; one with two agencies counts twice */
  parts: number
  check: Days
  answer: Days
  asks: { [decision in Decision]: number }
  /** asks decided, one by one */
  decided: number
}

/** Of which agency (id), topic (code) and year; null: of all. */
export type Slice = { agencyId: string | null; topic: string | null; year: number | null }

type Keyed = { own: number; agencyId: string | null; topic: string | null; year: number | null }
export type Facts = Lists & {
  /** months by which the newest case of the cohort is behind today */
  behind: number
}
export type Lists = {
  counts: (Keyed & { [name in CountName]?: number })[]
  commitments: (Keyed & { [name in CountName]?: number })[]
  checkDays: (Keyed & { days: number; cases: number })[]
  answerDays: (Keyed & { days: number; cases: number })[]
  decisions: (Keyed & { decision: string; asks: number })[]
  /** public cases in which an agency has a part, leading or not */
  parts: (Keyed & { cases: number })[]
}

export const listNames = ['counts', 'commitments', 'checkDays', 'answerDays', 'decisions', 'parts'] as const
const none = (): Lists => ({ counts: [], commitments: [], checkDays: [], answerDays: [], decisions: [], parts: [] })

type Groups = Map<Keyed[keyof Keyed], Lists>
/** Of facts that are kept; they go with them. */
const grouped = new WeakMap<Facts, Map<keyof Slice, Groups>>()

/** The facts of a slice's agency, topic or year: each of three hundred lines would look through all of them. */
function near(facts: Facts, slice: Slice): Lists {
  const by = (['agencyId', 'topic', 'year'] as const).find((name) => slice[name] !== null)
  if (!by) return facts
  const known = grouped.get(facts) ?? new Map<keyof Slice, Groups>()
  grouped.set(facts, known)
  const groups = known.get(by) ?? groupsBy(facts, by)
  known.set(by, groups)
  return groups.get(slice[by]) ?? none()
}

function groupsBy(facts: Facts, by: keyof Slice): Groups {
  const groups: Groups = new Map()
  for (const list of listNames)
    for (const fact of facts[list]) {
      const group = groups.get(fact[by]) ?? none()
      groups.set(fact[by], group)
      const members: Keyed[] = group[list]
      members.push(fact)
    }
  return groups
}

/** What a slice of the facts comes to. Of a government's own cases, unless an agency is asked for: then of all that it leads. */
export function figuresOf(facts: Facts, slice: Slice): Figures {
  const { counts: counted, commitments, checkDays, answerDays, decisions: decided, parts } = near(facts, slice)
  const isIn = (fact: Keyed) =>
    (slice.agencyId === null ? fact.own === 1 : fact.agencyId === slice.agencyId) &&
    (slice.topic === null || fact.topic === slice.topic) &&
    (slice.year === null || fact.year === slice.year)
  const counts: Counts = { ...zero }
  for (const fact of [...counted, ...commitments])
    if (isIn(fact)) for (const name of Object.keys(zero) as CountName[]) counts[name] += fact[name] ?? 0
  const asks = Object.fromEntries(decisions.map((decision) => [decision, 0])) as Figures['asks']
  for (const fact of decided) if (isIn(fact)) asks[fact.decision as Decision] += fact.asks
  return {
    ...counts,
    check: daysOf(checkDays.filter(isIn)),
    answer: daysOf(answerDays.filter(isIn)),
    asks,
    decided: decisions.reduce((sum, decision) => sum + asks[decision], 0),
    parts: parts.reduce((sum, part) => sum + (isIn(part) ? part.cases : 0), 0),
  }
}

/** The middle one, or the mean of the two in the middle, rounded; and the least number of days that nine in ten did not exceed. */
export function daysOf(spread: { days: number; cases: number }[]): Days {
  const sorted = spread.toSorted((a, b) => a.days - b.days)
  const cases = sorted.reduce((sum, one) => sum + one.cases, 0)
  if (!cases) return { cases, median: null, p90: null }
  const at = (rank: number) => {
    let passed = 0
    for (const one of sorted) {
      passed += one.cases
      if (passed >= rank) return one.days
    }
    throw new Error('There are fewer cases than that.')
  }
  const median = cases % 2 ? at((cases + 1) / 2) : Math.round((at(cases / 2) + at(cases / 2 + 1)) / 2)
  return { cases, median, p90: at(Math.ceil(cases * 0.9)) }
}

export const scopes = ['all', 'year', 'agency', 'agency_year', 'topic', 'topic_year'] as const
export type Scope = (typeof scopes)[number]
export type Line = { scope: Scope; slice: Slice; figures: Figures }

/**
 * Of everything within `narrowed`, and of its parts: a line for each of which there is something to tell. `agencyIds` in the order in
 * which they are told; `only`: lines of one scope.
 */
export function linesOf(
  facts: Facts,
  narrowed: Slice,
  agencyIds: readonly string[],
  only: Scope | null = null,
): Line[] {
  const within = [...facts.counts, ...facts.commitments, ...facts.decisions].filter(
    (fact) =>
      (narrowed.agencyId === null || fact.agencyId === narrowed.agencyId) &&
      (narrowed.topic === null || fact.topic === narrowed.topic) &&
      (narrowed.year === null || fact.year === narrowed.year),
  )
  const own = within.filter((fact) => narrowed.agencyId !== null || fact.own === 1)
  const known = new Set(agencyIds)
  const slicesOf: { [scope in Scope]: Slice[] } = {
    all: [narrowed],
    year: narrowed.year === null ? own.map(({ year }) => ({ ...narrowed, year })) : [],
    agency: narrowed.agencyId === null ? within.map(({ agencyId }) => ({ ...narrowed, agencyId })) : [],
    agency_year: [],
    topic: narrowed.topic === null ? own.map(({ topic }) => ({ ...narrowed, topic })) : [],
    topic_year: [],
  }
  if (narrowed.year === null) {
    if (narrowed.agencyId === null)
      slicesOf.agency_year = within.map(({ agencyId, year }) => ({ ...narrowed, agencyId, year }))
    if (narrowed.topic === null) slicesOf.topic_year = own.map(({ topic, year }) => ({ ...narrowed, topic, year }))
  }
  const has = (scope: Scope, { agencyId, topic, year }: Slice) =>
    (!scope.startsWith('agency') || (agencyId !== null && known.has(agencyId))) &&
    (!scope.startsWith('topic') || topic !== null) &&
    (!scope.endsWith('year') || year !== null)
  return scopes
    .filter((scope) => only === null || scope === only)
    .flatMap((scope) =>
      [...new Map(slicesOf[scope].filter((one) => has(scope, one)).map((one) => [JSON.stringify(one), one])).values()]
        .sort((a, b) => order(a, b, agencyIds))
        .map((slice) => ({ scope, slice, figures: figuresOf(facts, slice) })),
    )
}

/** Agencies as the government lists them, topics by code, then years: no order of merit. */
function order(a: Slice, b: Slice, agencyIds: readonly string[]): number {
  const place = ({ agencyId }: Slice) => (agencyId === null ? -1 : agencyIds.indexOf(agencyId))
  return place(a) - place(b) || (a.topic ?? '').localeCompare(b.topic ?? '', 'en') || (a.year ?? 0) - (b.year ?? 0)
}

/** Under so many a share, a range or nine in ten say little: such figures are shown in grey. */
export const fewCases = 20

/** Shares in whole percent, of those that there are enough of: null under five. `range`: between which the true one lies. */
export function sharesOf(f: Figures) {
  const due = f.answered + f.overdue
  return {
    due,
    /** owed, and their day has not come */
    notDueYet: f.duties - due,
    onTime: { part: f.inTime, all: due, percent: fairShare(f.inTime, due), range: rangeOf(f.inTime, due) },
    extended: { part: f.extended, all: f.clocked, percent: fairShare(f.extended, f.clocked) },
    kept: { part: f.kept, all: f.due, percent: fairShare(f.kept, f.due) },
    adopted: { part: f.asks.adopted, all: f.decided, percent: fairShare(f.asks.adopted, f.decided) },
    cohort: {
      ...{ part: f.cohortInTime, all: f.cohort, percent: fairShare(f.cohortInTime, f.cohort) },
      range: rangeOf(f.cohortInTime, f.cohort),
    },
  }
}

/** How many were extended; null where that is known of none, since their source does not say it. */
export const knownExtensions = ({ duties, clocked, extended }: Pick<Figures, 'duties' | 'clocked' | 'extended'>) =>
  duties > 0 && clocked === 0 ? null : extended

/** Under so many cases they are named one by one, in place of a share. */
export const leastListed = leastForShare

const rangeOf = (part: number, all: number) => (all >= leastForShare ? likelyRange(part, all) : null)
