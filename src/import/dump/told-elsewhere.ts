// What a dump tells of a case that no row here can say: districts as they were published, how sure it was who signed, and its steps.
// Pure.
import { stepAt } from '../../domain/record/told-by-day.ts'
import type { EntryFacts, ToldElsewhere } from '../../schema/values.ts'
import type { CaseLine, HiddenLine } from './dump-shapes.ts'

export function toldElsewhere({ cosignatures: c, timeline }: CaseLine): ToldElsewhere {
  const last = (count: number, on: Date | null) => ({ count, on: on?.toISOString() ?? null })
  const { assurance: a } = c
  return {
    districts: c.by_district.map(({ code, count }) => ({ code, count })),
    districtsThrough: c.districts_through,
    assurance: c.by_assurance.flatMap(({ level, count }) => (count === null ? [] : { level, count })),
    statement: a && {
      ...{ since: a.since.toISOString(), levels: a.levels, unverified: a.unverified },
      ...{ refusedForms: a.refused_forms, undecided: a.undecided },
      ...{ paperTakenBack: a.paper_taken_back, maybeTwice: a.maybe_twice, leastAge: a.at_least_age },
      ...{ refusedDoubles: a.refused_doubles, held: last(a.held, a.last_held_at) },
      ...{ released: last(a.released, a.last_released_at), invalidated: last(a.invalidated, a.last_invalidated_at) },
    },
    underReview: c.under_review,
    timeline: timeline.map((entry) => ({
      ...stepOf(entry),
      reason: entry.reason,
      commitment: entry.commitment === null ? null : Number(entry.commitment.split('-').at(-1)),
    })),
  }
}

/** Of a hidden case the steps name no commitment and give no reason. */
export const toldOfHidden = ({ timeline }: HiddenLine): ToldElsewhere => ({
  ...{ districts: [], districtsThrough: null, assurance: [], statement: null, underReview: null },
  timeline: timeline.map((entry) => ({ ...stepOf(entry), reason: null, commitment: null })),
})

const stepOf = ({ kind, role, agency, occurred_at, recorded_at, facts }: HiddenLine['timeline'][number]) => ({
  ...{ kind, role, agency, occurredAt: stepAt(kind, occurred_at).toISOString(), recordedAt: recorded_at.toISOString() },
  facts: untold(facts),
})

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/
/** Deadlines in facts, which everybody reads as the last second of their last day. */
const deadlines = ['closes_at', 'due_at', 'check_due_at']

/** Facts as the record here has them: what `toldFacts` makes of them is what stood there. */
function untold(facts: EntryFacts): EntryFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value !== 'string' || !moment.test(value)) return [name, value]
      const at = new Date(value)
      if (!deadlines.includes(name)) return [name, at.toISOString()]
      return [name.replace(/at$/, 'before'), new Date(at.getTime() + 1000).toISOString()]
    }),
  )
}

/** When it ended. */
export const endOf = (c: Pick<CaseLine, 'stage' | 'ended_at'>): Date | null =>
  c.ended_at && c.stage === 'expired' ? stepAt('expired', c.ended_at) : c.ended_at

/** Since when everybody could read it. */
export const shownAt = (c: Pick<CaseLine, 'published_at' | 'ended_at' | 'submitted_at'>): Date =>
  c.published_at ?? c.ended_at ?? c.submitted_at
