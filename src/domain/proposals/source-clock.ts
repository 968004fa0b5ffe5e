// Imported cases whose dates are their source's. Nobody here knows whether such a date was kept, so nobody here says overdue,
// late or expired of it. As soon as the case is handled here (its threshold is met, a schedule or an extension is published),
// its dates are ours. Pure.
import type { Outcome, Stage } from '../../schema/values.ts'

export type SourceClock = {
  stage: Stage
  outcome: Outcome | null
  /** null for what began here */
  seenOn: string | null
  closesBefore: Date | null
  answerDueBefore: Date | null
  scheduleDueBefore: Date | null
  scheduledAt: Date | null
  extendedAt: Date | null
}

/** It came from another platform, and no date of ours has been set since. */
export const hasSourceClock = (p: SourceClock): boolean =>
  p.seenOn !== null && p.scheduleDueBefore === null && p.scheduledAt === null && p.extendedAt === null

/** What a message brings that names such a date: where it comes from, and when it was seen there. Nothing for a date of ours. */
export const seenFacts = (p: SourceClock & { source: { name: string } | null }): { [fact: string]: string | null } =>
  hasSourceClock(p) && p.source ? { source: p.source.name, seen_on: p.seenOn } : {}

/** Whether in time, late or overdue can be said of it: of a source's date only where the source holds the answer, too. */
export const isTimelinessKnown = (p: SourceClock): boolean => !hasSourceClock(p) || p.outcome === 'answered'

/** The date after which nothing is known of a live case. Null where there is none, and for what is not live. */
export function sourceEnd(p: SourceClock): Date | null {
  if (!hasSourceClock(p)) return null
  if (p.stage === 'gathering') return p.closesBefore
  return p.stage === 'review' ? (p.answerDueBefore ?? p.closesBefore) : null
}

/** Whether it went out of sight: by the rule, before the scheduler's next look too. */
export function isOutOfSight(p: SourceClock, at: Date): boolean {
  const end = sourceEnd(p)
  return p.stage === 'last_seen' || (end !== null && end <= at)
}
