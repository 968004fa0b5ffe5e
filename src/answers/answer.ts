// Decisions, and the outcome of a case that follows from them. Pure.
import type { Outcome } from '../proposals/proposal.ts'

export const decisions = ['adopted', 'partly', 'under_study', 'not_adopted'] as const
export type Decision = (typeof decisions)[number]

/** The one extension is given before the due date, never after it. */
export const mayExtend = (p: { answerDueBefore: Date | null; extendedAt: Date | null }, at: Date): boolean =>
  p.answerDueBefore !== null && at < p.answerDueBefore && !p.extendedAt

/** adopted, under_study or not_adopted if every ask is; else partly. */
export function outcomeOf(list: Decision[]): Outcome {
  const first = list[0]
  if (first && first !== 'partly' && list.every((d) => d === first)) return first
  return 'partly'
}
