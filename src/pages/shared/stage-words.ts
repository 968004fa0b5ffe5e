// How stages and outcomes are called: one catalogue for all pages. Pure.
import { type Decision, decisions, type Outcome } from '../../schema/values.ts'

/** The message that names an outcome: a decision, an answer in prose, or the ending of a case. */
export function outcomeKey(outcome: Outcome): string {
  const isAnswer = outcome === 'answered' || decisions.includes(outcome as Decision)
  return isAnswer ? `case.decision.${outcome}` : `stage.${outcome}`
}
