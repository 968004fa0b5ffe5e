// A case as a line of a list: what it says about itself at this moment. Pure.

import type { Stage } from '../../schema/values.ts'
import { daysLate, daysLeft } from '../governments/deadline.ts'

/** A page never shows a passed date as open: the rule decides, not the scheduler's last tick. */
export type RowState =
  | { is: 'gathering'; left: number; missing: number; soon: boolean; pausedUntil: Date | null }
  | { is: 'closed' } // the closing date has passed, the ending is being recorded
  | { is: 'review'; dueLeft: number; dueBefore: Date; closesIn: number | null }
  | { is: 'overdue'; late: number; dueBefore: Date }
  | { is: 'answered'; early: boolean; late: number }
  | { is: 'ended' }

export type CaseFacts = {
  stage: Stage
  count: number
  threshold: number | null
  closesBefore: Date | null
  thresholdMetAt: Date | null
  answerDueBefore: Date | null
  answeredAt: Date | null
}

const soon = 7 // days: what is due then carries the seal

/** `pausedUntil`: when co-signing goes on in its government; null where it is not paused. */
export function rowState(c: CaseFacts, now: Date, timeZone: string, pausedUntil: Date | null): RowState {
  const openFor = c.closesBefore && c.closesBefore > now ? daysLeft(now, c.closesBefore, timeZone) : null
  if (c.stage === 'gathering') {
    if (openFor === null) return { is: 'closed' }
    const missing = Math.max(0, (c.threshold ?? 0) - c.count)
    return { is: 'gathering', left: openFor, missing, soon: openFor <= soon, pausedUntil }
  }
  if (c.stage === 'review' && c.answerDueBefore) {
    const dueBefore = c.answerDueBefore
    if (dueBefore <= now) return { is: 'overdue', late: daysLate(now, dueBefore, timeZone), dueBefore }
    return {
      is: 'review',
      dueLeft: daysLeft(now, dueBefore, timeZone),
      dueBefore,
      closesIn: pausedUntil ? null : openFor,
    }
  }
  if (c.stage === 'resolved') {
    const due = c.thresholdMetAt && c.answerDueBefore && c.answeredAt
    const late = due && c.answeredAt! >= c.answerDueBefore! ? daysLate(c.answeredAt!, c.answerDueBefore!, timeZone) : 0
    return { is: 'answered', early: !due, late }
  }
  return { is: 'ended' }
}

/** Everything the template of a row needs besides words. `filled`: the share of its threshold, at most 1; `look`: whether that is met, or can be no more. */
export function rowView<C extends CaseFacts>(
  c: C,
  now: Date,
  timeZone: string,
  pausedUntil: Date | null,
): C & { state: RowState; filled: number; look: 'met' | 'shut' | null } {
  const state = rowState(c, now, timeZone, pausedUntil)
  const filled = c.threshold ? Math.min(1, c.count / c.threshold) : 1
  return { ...c, state, filled, look: c.thresholdMetAt ? 'met' : state.is === 'gathering' ? null : 'shut' }
}
