// A case as a line of a list: what it says about itself at this moment. Pure.
import { daysLate, daysLeft } from '../governments/deadline.ts'
import { isLookedAtAgain } from '../proposals/proposal.ts'
import { isOutOfSight, isTimelinessKnown, type SourceClock } from '../proposals/source-clock.ts'
import { isBelowThreshold } from '../record/told-count.ts'

/** A page never shows a passed date as open: the rule decides, not the scheduler's last tick. */
type RowState =
  | { is: 'gathering'; left: number; missing: number | null; soon: boolean; pausedUntil: Date | null }
  | { is: 'closed' } // the closing date has passed, the ending is being recorded
  | { is: 'review'; dueLeft: number | null; closesIn: number | null } // null: the source does not say when
  | { is: 'overdue'; late: number; dueBefore: Date }
  | { is: 'answered'; time: 'in_time' | 'late' | 'early' | null; late: number } // null: not known
  | { is: 'last_seen' } // imported, and what became of it is not known
  | { is: 'looked_at_again' } // refused; whoever reads lists learns that this may not be the end
  | { is: 'ended' }

export type CaseFacts = SourceClock & {
  count: number | null // null: its source gives none
  countUnsaid: boolean
  threshold: number | null
  thresholdMetAt: Date | null
  answeredAt: Date | null
  publishedAt: Date | null
  reconsideredAt: Date | null
}

const soon = 7 // days: what is due then carries the seal

/** `pausedUntil`: when co-signing goes on in its government; null where it is not paused. */
export function rowState(c: CaseFacts, now: Date, timeZone: string, pausedUntil: Date | null): RowState {
  if (isOutOfSight(c, now)) return { is: 'last_seen' }
  const openFor = c.closesBefore && c.closesBefore > now ? daysLeft(now, c.closesBefore, timeZone) : null
  if (c.stage === 'gathering') {
    if (openFor === null) return { is: 'closed' }
    const missing = c.countUnsaid || c.count === null ? null : Math.max(0, (c.threshold ?? 0) - c.count)
    return { is: 'gathering', left: openFor, missing, soon: openFor <= soon, pausedUntil }
  }
  if (c.stage === 'review') {
    const dueBefore = c.answerDueBefore
    if (dueBefore && dueBefore <= now) return { is: 'overdue', late: daysLate(now, dueBefore, timeZone), dueBefore }
    const dueLeft = dueBefore && daysLeft(now, dueBefore, timeZone)
    return { is: 'review', dueLeft, closesIn: pausedUntil ? null : openFor }
  }
  if (isLookedAtAgain(c)) return { is: 'looked_at_again' }
  if (c.stage === 'resolved') return { is: 'answered', ...timeOfAnswer(c, timeZone) }
  return { is: 'ended' }
}

/** An answer is early where it came below the threshold. */
function timeOfAnswer(c: CaseFacts, timeZone: string): Pick<RowState & { is: 'answered' }, 'time' | 'late'> {
  const { answeredAt, answerDueBefore: due, thresholdMetAt } = c
  if (!answeredAt || !isTimelinessKnown(c)) return { time: null, late: 0 }
  // without its moment: a source may know that it was met, and not when
  if (!thresholdMetAt) return { time: isBelowThreshold(c) ? 'early' : null, late: 0 }
  if (!due) return { time: null, late: 0 }
  return answeredAt < due ? { time: 'in_time', late: 0 } : { time: 'late', late: daysLate(answeredAt, due, timeZone) }
}

/** Everything the template of a row needs besides words. `filled`: the share of its threshold, at most 1; null where it is not known; `look`: whether that is met, or can be no more. */
export function rowView<C extends CaseFacts>(
  c: C,
  now: Date,
  timeZone: string,
  pausedUntil: Date | null,
): C & { state: RowState; isLive: boolean; filled: number | null; look: 'met' | 'shut' | null } {
  const state = rowState(c, now, timeZone, pausedUntil)
  const isLive = ['gathering', 'closed', 'review', 'overdue'].includes(state.is)
  const filled = c.count === null ? null : c.threshold ? Math.min(1, c.count / c.threshold) : 1
  const look = c.thresholdMetAt ? 'met' : state.is === 'gathering' ? null : 'shut'
  return Object.assign({}, c, { state, isLive, filled, look } as const)
}
