// A case in five sentences, for who has to write about it in an hour: each says a fact that the page shows, or that it is not known.
// Pure: which sentences, and what goes into them.
import { daysLate } from '../../domain/governments/deadline.ts'
import { isLookedAtAgain, wasRefused } from '../../domain/proposals/proposal.ts'
import type { CaseParts, CaseRow } from '../../domain/proposals/public-proposal.ts'
import { hasSourceClock } from '../../domain/proposals/source-clock.ts'
import type { Localised } from '../../lib/localised.ts'
import { unansweredEnds } from '../../schema/values.ts'
import { asksOf, tallyOf } from '../shared/answers.ts'
import { type Clock, clockOf } from './case-view.ts'

/** `words`: a message under document.summary. Dates, names and numbers are put in by whoever draws it. */
export type Sentence = {
  words: string
  day?: Date | string
  before?: Date
  count?: number
  of?: number
  agency?: Localised
  supporting?: Localised[]
  decisions?: { decision: string; count: number }[]
  number?: string
  reason?: Localised
  source?: string
  kept?: number
  late?: number
}

type Facts = {
  row: CaseRow
  has: Pick<CaseParts, 'agencies' | 'answers' | 'asks' | 'commitments' | 'decisions'>
  pauses: { firstDay: string; lastDay: string }[]
}

/** Always five. Nothing of the text but its title, which stands above them. */
export function summaryOf(facts: Facts, at: Date, timeZone: string): Sentence[] {
  const clock = clockOf(facts.row, at, timeZone, facts.pauses)
  return [
    begun(facts.row),
    support(facts.row, clock),
    agencies(facts),
    answer(facts, clock, timeZone),
    after(facts, clock, at),
  ]
}

function begun({ source, seenOn, submittedAt, publishedAt, authorName }: CaseRow): Sentence {
  if (source && seenOn) return { words: 'begun_source', source: source.name, day: seenOn }
  const named = authorName ? 'begun_by' : 'begun'
  if (publishedAt) return { words: `${named}_published`, day: publishedAt }
  return submittedAt ? { words: named, day: submittedAt } : { words: 'begun_unknown' }
}

function support(p: CaseRow, clock: Clock): Sentence {
  if (!p.publishedAt && p.seenOn === null) return { words: 'support_never' }
  if (p.count === null) return { words: 'support_unsaid' }
  const numbers = { count: p.count, ...(p.threshold ? { of: p.threshold } : {}) }
  if (p.countUnsaid) return { words: 'support_here', ...numbers }
  if (p.seenOn !== null)
    return { words: p.threshold ? 'support_source' : 'support_source_count', ...numbers, day: p.seenOn }
  if (p.thresholdMetAt) return { words: 'support_met', ...numbers, day: p.thresholdMetAt }
  if (clock.kind === 'open' || clock.kind === 'paused')
    return { words: 'support_open', ...numbers, before: clock.before }
  if (p.closesBefore && p.stage === 'expired') return { words: 'support_missed', ...numbers, before: p.closesBefore }
  return { words: p.threshold ? 'support_of' : 'support_count', ...numbers }
}

function agencies({ has }: Facts): Sentence {
  const lead = has.agencies.find(({ role }) => role === 'lead')
  if (!lead) return { words: 'agencies_none' }
  const supporting = has.agencies.filter(({ role }) => role !== 'lead').map(({ name }) => name)
  return supporting.length
    ? { words: 'agencies_with', agency: lead.name, supporting }
    : { words: 'agencies_alone', agency: lead.name }
}

function answer({ row: p, has }: Facts, clock: Clock, timeZone: string): Sentence {
  if (p.answeredAt) {
    const day = { day: p.answeredAt }
    if (clock.kind !== 'answered' || clock.before === null)
      return { words: clock.kind === 'answered' && clock.early ? 'answered_early' : 'answered', ...day }
    const late = daysLate(p.answeredAt, clock.before, timeZone)
    return late > 0 ? { words: 'answered_late', ...day, late } : { words: 'answered_in_time', ...day }
  }
  if (clock.kind === 'overdue') return { words: 'overdue', before: clock.before, late: clock.days }
  if (clock.kind === 'due') return { words: p.extendedAt ? 'due_extended' : 'due', before: clock.before }
  if (p.stage === 'refused' || wasRefused(p)) {
    const refused = has.decisions.find(({ kind }) => kind === 'refused')
    const day = p.endedAt ?? refused?.decidedAt
    if (refused?.reason) return { words: 'refused_for', reason: refused.reason.name, ...(day && { day }) }
    return day ? { words: 'refused', day } : { words: 'not_answered' }
  }
  if (p.stage === 'merged') {
    const merged = has.decisions.find(({ kind }) => kind === 'merged')
    if (merged?.target) return { words: 'merged', number: merged.target, day: merged.decidedAt }
  }
  if (p.stage === 'withdrawn')
    return p.seenOn === null && p.endedAt ? { words: 'withdrawn', day: p.endedAt } : { words: 'withdrawn_undated' }
  if (hasSourceClock(p) || p.stage === 'last_seen')
    return { words: 'answer_unknown', ...(p.seenOn ? { day: p.seenOn } : {}) }
  return { words: p.stage === 'gathering' ? 'answer_not_owed' : 'not_answered' }
}

function after({ row: p, has }: Facts, clock: Clock, at: Date): Sentence {
  if (p.answeredAt) {
    const decisions = tallyOf(asksOf(has.asks, has.answers))
    const total = has.commitments.length
    const kept = has.commitments.filter(({ state }) => state === 'kept').length
    if (!decisions.length) return { words: total ? 'prose_commitments' : 'prose', count: total, kept }
    return total ? { words: 'decided_commitments', decisions, count: total, kept } : { words: 'decided', decisions }
  }
  if ('stillOpen' in clock && clock.stillOpen) return { words: 'still_open', before: clock.stillOpen }
  if (clock.kind === 'paused') return { words: 'paused', before: clock.until }
  if (clock.kind === 'open') return { words: 'open' }
  if (p.stage === 'review') return { words: 'closed_review' }
  if (isLookedAtAgain(p)) return { words: `again_${p.stage}` }
  return unansweredEnds.some((end) => end === p.stage) ? { words: `ended_${p.stage}` } : { words: 'as_of', day: at }
}
