// The head of the case page: the stepper, the one date that matters now, what this visitor can do. Pure.
import { daysLate, daysLeft, isPaused, pausedUntil } from '../../domain/governments/deadline.ts'
import { cosignableStages } from '../../domain/proposals/proposal.ts'
import type { Stage } from '../../schema/values.ts'

type Case = {
  stage: Stage
  count: number
  threshold: number | null
  submittedAt: Date | null
  checkDueBefore: Date | null
  publishedAt: Date | null
  closesBefore: Date | null
  thresholdMetAt: Date | null
  answerDueBefore: Date | null
  answeredAt: Date | null
  endedAt: Date | null
}
type Pause = { firstDay: string; lastDay: string }

export type Step = {
  key: 'proposal' | 'check' | 'cosign' | 'review' | 'resolved'
  state: 'done' | 'now' | 'next'
  /** the message that names it: the step where the case is now is called by the case's stage */
  words: string
  /** a key under case.note, filled with `date` or `n` */
  note: { key: string; date?: Date; before?: Date; n?: number } | null
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
}

/** The five steps of a case, in words. `answerMonths` of the case's rules. */
export function stepsOf(p: Case, at: Date, answerMonths: number | null): Step[] {
  const unpublishedEnd = (p.stage === 'merged' || p.stage === 'withdrawn') && !p.publishedAt
  const now = unpublishedEnd ? 1 : reached[p.stage]
  return keys.map((key, i) => {
    const state = i < now ? 'done' : i === now ? 'now' : 'next'
    return {
      key,
      state,
      words: state === 'now' ? namesNow[p.stage] : `stage.step.${key}`,
      note: noteOf(key, state, p, at, answerMonths),
    }
  })
}

function noteOf(key: Step['key'], state: Step['state'], p: Case, at: Date, answerMonths: number | null): Step['note'] {
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
    return state === 'next' && !p.endedAt && answerMonths ? { key: 'within', n: answerMonths } : null
  }
  if (p.answeredAt) return { key: 'on', date: p.answeredAt }
  return p.endedAt ? null : { key: 'each' }
}

export type Clock =
  | { kind: 'open'; days: number; before: Date }
  | { kind: 'paused'; until: Date; before: Date }
  | { kind: 'closed'; before: Date }
  | { kind: 'due'; days: number; before: Date; stillOpen: Date | null }
  | { kind: 'overdue'; days: number; before: Date; stillOpen: Date | null }
  | { kind: 'answered'; late: number; at: Date; before: Date | null; extended: boolean }
  | { kind: 'none' }

/** The one date that matters now. The rule decides, not the tick: a passed date is never shown as open. */
export function clockOf(
  p: Case & { extendedAt: Date | null },
  at: Date,
  timeZone: string,
  pauses: readonly Pause[] = [],
): Clock {
  const open = p.closesBefore !== null && at < p.closesBefore
  if (p.stage === 'resolved' && p.answeredAt)
    return {
      kind: 'answered',
      late: p.answerDueBefore ? daysLate(p.answeredAt, p.answerDueBefore, timeZone) : 0,
      at: p.answeredAt,
      before: p.thresholdMetAt ? p.answerDueBefore : null,
      extended: p.extendedAt !== null,
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
  visitor: { signed: boolean; withdrawalAllowed: boolean },
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
  if (open) return act(paused ? 'paused' : 'form')
  if (p.stage === 'gathering') return act('closed')
  if (p.stage === 'review') return act('waiting')
  if (p.stage === 'resolved') return act('answered')
  if (p.stage === 'merged') return act(visitor.signed ? 'move' : 'merged')
  if (p.stage === 'checking' || p.stage === 'returned') return act(p.stage)
  return act(p.stage === 'draft' ? 'none' : 'ended')
}
