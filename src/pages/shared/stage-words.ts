// How stages and outcomes are called: one catalogue for all pages. Pure.
import { type Decision, decisions } from '../../domain/answers/answer.ts'
import type { Outcome } from '../../domain/proposals/proposal.ts'

/** The message that names an outcome: a decision, an answer in prose, or the ending of a case. */
export function outcomeKey(outcome: Outcome): string {
  const isAnswer = outcome === 'answered' || decisions.includes(outcome as Decision)
  return isAnswer ? `case.decision.${outcome}` : `stage.${outcome}`
}
