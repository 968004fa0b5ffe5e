// Until when staff decide of held co-signatures after a case has closed. Pure.
import type { Stage } from '../../schema/values.ts'
import { isSettled } from './proposal.ts'

/** How they came is kept no longer than that: whoever decides later has nothing to look at. */
export const decideMs = 14 * 86_400_000

type Case = {
  stage: Stage
  closesBefore: Date | null
  count: number | null
  threshold: number | null
  seenOn: string | null
}

/** The case has closed, and so many held ones could still give it its threshold: they are decided before this. Null: it waits for none. */
export function decidedBefore(
  { stage, closesBefore, count, threshold, seenOn }: Case,
  held: number,
  at: Date,
): Date | null {
  if (stage !== 'gathering' || seenOn !== null || !closesBefore || at < closesBefore || threshold === null) return null
  return held > 0 && (count ?? 0) + held >= threshold ? new Date(closesBefore.getTime() + decideMs) : null
}

/** What the page says of those that are not counted. `heldForGood`: the case has ended, and they were never decided on. */
export const apartFacts = (p: Case, { held, unverified }: { held: number; unverified: number }, at: Date) => ({
  ...{ held, unverified, heldForGood: isSettled(p), decidedBefore: decidedBefore(p, held, at) },
})
