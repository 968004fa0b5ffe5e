// How stages and outcomes are called: one catalogue for all pages. Pure.
import { isLookedAtAgain } from '../../domain/proposals/proposal.ts'
import { type Decision, decisions, type Outcome } from '../../schema/values.ts'

/** The message that names an outcome: a decision, an answer in prose, or the ending of a case. */
export function outcomeKey(outcome: Outcome): string {
  const isAnswer = outcome === 'answered' || decisions.includes(outcome as Decision)
  return isAnswer ? `case.decision.${outcome}` : `stage.${outcome}`
}

/** The message of a case's stage, for everybody: that it was refused is not forgotten while it is looked at again. */
export const stageKey = (p: Parameters<typeof isLookedAtAgain>[0]): string =>
  `stage.${p.stage}${isLookedAtAgain(p) ? '_again' : ''}`
