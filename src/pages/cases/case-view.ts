// The head of the case page: the stepper, the one date that matters now, what this visitor can do. Pure.
import { daysLate, daysLeft, isPaused, pausedUntil } from '../../domain/governments/deadline.ts'
import { archivedStages, cosignableStages, wasRefused } from '../../domain/proposals/proposal.ts'
import { isOutOfSight, isTimelinessKnown, type SourceClock } from '../../domain/proposals/source-clock.ts'
import { isBelowThreshold } from '../../domain/record/told-count.ts'
import type { Stage } from '../../schema/values.ts'

type Case = SourceClock & {
  count: number | null // null: its source gives none
  countUnsaid: boolean
  threshold: number | null
  submittedAt: Date | null
  checkDueBefore: Date | null
  publishedAt: Date | null
  thresholdMetAt: Date | null
  answeredAt: Date | null
  endedAt: Date | null
  /** where it was imported from, and its stage there */
  source: { stage: Stage } | null
}
type Pause = { firstDay: string; lastDay: string }

export type Step = {
  key: 'proposal' | 'check' | 'cosign' | 'review' | 'resolved'
  state: 'done' | 'now' | 'next'
  /** the message that names it: the step where the case is now is called by the case's stage */
  words: string
  /** a key under case.note, filled with a date (`date`, `before` or `day`) or `n` */
  note: { key: string; date?: Date; day?: string; before?: Date; n?: number } | null
}

const reached: { [stage in Stage]: number } = {
  draft: 0,
  returned: 1,
  checking: 1,
  gathering: 2,
  review: 3,
  resolved: 4,
  refused: 1,
  expired: 2,
  merged: 2,
  withdrawn: 2,
  last_seen: 2,
}
const keys = ['proposal', 'check', 'cosign', 'review', 'resolved'] as const

/** Five steps stand side by side on a phone: long names have a short form. */
const namesNow: { [stage in Stage]: string } = {
  draft: 'stage.step.proposal',
  checking: 'stage.step.checking',
  returned: 'stage.step.returned',
  gathering: 'stage.step.gathering',
  review: 'stage.step.review',
  resolved: 'stage.resolved',
  refused: 'stage.refused',
  expired: 'stage.step.expired',
  merged: 'stage.merged',
  withdrawn: 'stage.withdrawn',
  last_seen: 'stage.step.last_seen',
}

/** Nobody can co-sign any more, and its end is about to be recorded: then it is not called open. */
const hasClosed = (p: Case, at: Date) => p.stage === 'gathering' && p.closesBefore !== null && p.closesBefore <= at

/** The five steps of a case, in words. `answerMonths` of the case's rules. */
export function stepsOf(p: Case, at: Date, answerMonths: number | null): Step[] {
  const unpublishedEnd = (p.stage === 'merged' || p.stage === 'withdrawn') && !p.publishedAt
  const now = unpublishedEnd ? 1 : reached[p.stage === 'last_seen' && p.source ? p.source.stage : p.stage]
  return keys.map((key, i) => {
    const state = i < now ? 'done' : i === now ? 'now' : 'next'
    return {
      key,
      state,
      words: state === 'now' && !hasClosed(p, at) ? namesNow[p.stage] : `stage.step.${key}`,
      note: noteOf(key, state, p, at, answerMonths),
    }
  })
}

function noteOf(key: Step['key'], state: Step['state'], p: Case, at: Date, answerMonths: number | null): Step['note'] {
  const isOver = archivedStages.includes(p.stage) || hasClosed(p, at)
  if (state === 'now' && p.stage === 'last_seen' && p.seenOn) return { key: 'seen', day: p.seenOn }
  if (state === 'now' && p.stage === 'expired' && p.closesBefore) return { key: 'closed', before: p.closesBefore }
  if (state === 'now' && p.endedAt && p.stage !== 'resolved') return { key: 'on', date: p.endedAt }
  if (key === 'proposal') return p.submittedAt && { key: 'on', date: p.submittedAt }
  if (key === 'check') {
    if (p.publishedAt) return { key: 'passed', date: p.publishedAt }
    if (p.stage !== 'checking' || !p.checkDueBefore) return null
    return { key: p.checkDueBefore <= at ? 'check_late' : 'until', before: p.checkDueBefore }
  }
  if (key === 'cosign') {
    if (p.thresholdMetAt) return { key: 'met', date: p.thresholdMetAt }
    if (state === 'next' || !p.closesBefore) return null
    return { key: p.closesBefore <= at || state === 'done' ? 'closed' : 'until', before: p.closesBefore }
  }
  if (key === 'review') {
    if (p.answerDueBefore) return { key: 'due', before: p.answerDueBefore }
    return state === 'next' && !isOver && answerMonths ? { key: 'within', n: answerMonths } : null
  }
  if (p.answeredAt) return { key: 'on', date: p.answeredAt }
  return isOver ? null : { key: 'each' }
}

/** The list in which a case is found. */
export function navOf(p: Parameters<typeof wasRefused>[0]): 'live' | 'archive' | null {
  if (p.stage === 'gathering') return 'live'
  return archivedStages.includes(p.stage) || wasRefused(p) ? 'archive' : null
}

const endings: readonly Stage[] = ['checking', 'returned', 'refused', 'merged', 'withdrawn', 'expired']

/** What is told above the text of a case that is not public yet, has ended, or whose end is not known: two messages. `refusedBefore`: it was refused, and then looked at again. */
export function endingOf(p: Case, refusedBefore = false, maySeeText = true): { title: string; words: string } | null {
  const told = (key: string) => ({ title: `case.state.${key}_title`, words: `case.state.${key}` })
  if (p.stage === 'last_seen' && p.source) {
    const met = p.thresholdMetAt !== null || (p.threshold !== null && p.count !== null && p.count >= p.threshold)
    const { title, words } = told(`last_seen_${p.source.stage}`)
    return { title, words: p.source.stage === 'gathering' && met ? 'case.state.last_seen_gathering_met' : words }
  }
  if (p.seenOn !== null && (p.stage === 'withdrawn' || (p.stage === 'resolved' && !p.answeredAt)))
    return told(`${p.stage}_source`)
  if (!endings.includes(p.stage)) return null
  // A refusal stays public: others than its author read here what became of it.
  const again = refusedBefore && p.stage !== 'refused' && !(p.stage === 'returned' && maySeeText)
  const asWell = again ? '_again' : ''
  return { title: `stage.${p.stage}${p.stage === 'withdrawn' ? '' : asWell}`, words: `case.state.${p.stage}${asWell}` }
}

export type Clock =
  | { kind: 'open'; days: number; before: Date }
  | { kind: 'paused'; until: Date; before: Date }
  | { kind: 'closed'; before: Date }
  | { kind: 'due'; days: number; before: Date; stillOpen: Date | null }
  | { kind: 'overdue'; days: number; before: Date; stillOpen: Date | null }
  /** `extended` null: not known, of an imported case; `early`: answered below the threshold */
  | { kind: 'answered'; late: number; at: Date; before: Date | null; early: boolean; extended: boolean | null }
  | { kind: 'last_seen' }
  | { kind: 'none' }

/** The one date that matters now. The rule decides, not the tick: a passed date is never shown as open. */
export function clockOf(p: Case, at: Date, timeZone: string, pauses: readonly Pause[] = []): Clock {
  const open = p.closesBefore !== null && at < p.closesBefore
  if (isOutOfSight(p, at)) return { kind: 'last_seen' }
  if (p.stage === 'resolved' && p.answeredAt) {
    const due = isTimelinessKnown(p) && p.thresholdMetAt ? p.answerDueBefore : null
    return {
      kind: 'answered',
      late: due ? daysLate(p.answeredAt, due, timeZone) : 0,
      at: p.answeredAt,
      before: due,
      early: !p.thresholdMetAt && isBelowThreshold(p),
      extended: p.extendedAt !== null ? true : p.seenOn === null ? false : null,
    }
  }
  if (p.stage === 'review' && p.answerDueBefore) {
    const days = daysLeft(at, p.answerDueBefore, timeZone)
    const shared = { before: p.answerDueBefore, stillOpen: open ? p.closesBefore : null }
    return days < 0 ? { kind: 'overdue', days: -days, ...shared } : { kind: 'due', days, ...shared }
  }
  if (p.stage !== 'gathering' || !p.closesBefore) return { kind: 'none' }
  if (!open) return { kind: 'closed', before: p.closesBefore }
  const until = pausedUntil(at, pauses, timeZone)
  if (until) return { kind: 'paused', until, before: p.closesBefore }
  return { kind: 'open', days: daysLeft(at, p.closesBefore, timeZone), before: p.closesBefore }
}

export type Act = {
  kind:
    | 'form' // co-sign now
    | 'elsewhere' // lives where co-signatures are not counted from: may follow
    | 'signed'
    | 'paused'
    | 'closed' // gathering, the closing date has passed
    | 'waiting' // under review, co-signing has closed
    | 'answered'
    | 'move' // signed a case that was merged: may say yes to the other one
    | 'merged'
    | 'checking'
    | 'returned'
    | 'ended'
    | 'none'
  mayWithdraw: boolean
}

/** The one thing this visitor can do. */
export function actOf(
  p: Case & { hiddenAt: Date | null },
  visitor: { signed: boolean; withdrawalAllowed: boolean; isCounted: boolean },
  at: Date,
  timeZone: string,
  pauses: readonly Pause[],
): Act {
  if (p.hiddenAt) return { kind: 'none', mayWithdraw: false } // only staff see it
  const open = cosignableStages.includes(p.stage) && p.closesBefore !== null && at < p.closesBefore
  const paused = open && isPaused(at, pauses, timeZone)
  const act = (kind: Act['kind'], mayWithdraw = false): Act => ({ kind, mayWithdraw })
  if (visitor.signed && cosignableStages.includes(p.stage))
    return act('signed', open && !paused && p.stage === 'gathering' && visitor.withdrawalAllowed)
  if (open) return act(paused ? 'paused' : visitor.isCounted ? 'form' : 'elsewhere')
  if (p.stage === 'gathering') return act('closed')
  if (p.stage === 'review') return act('waiting')
  if (p.stage === 'resolved') return act('answered')
  if (p.stage === 'merged') return act(visitor.signed ? 'move' : 'merged')
  if (p.stage === 'checking' || p.stage === 'returned') return act(p.stage)
  return act(p.stage === 'draft' ? 'none' : 'ended')
}
