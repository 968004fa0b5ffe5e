// Decisions, and the outcome of a case that follows from them. Pure.
import type { Decision, Outcome, Stage } from '../../schema/values.ts'

/** How often a due date was extended, and how often the rules of the case allow it. */
export type Extensions = { given: number; most: number }

/** Why a due date is not extended: never once it has passed, and not more often than the rules say. Null: it may be. */
export function refusalToExtend(
  p: { answerDueBefore: Date | null },
  { given, most }: Extensions,
  at: Date,
): 'past_due' | 'ceiling' | null {
  if (p.answerDueBefore === null || at >= p.answerDueBefore) return 'past_due'
  return given >= most ? 'ceiling' : null
}

/** A part that was not ready for the answer may follow it, and is shown as late. */
export const contributable: readonly Stage[] = ['review', 'resolved']

/** adopted, under_study or not_adopted if every ask is; else partly. */
export function outcomeOf(list: Decision[]): Outcome {
  const first = list[0]
  if (first && first !== 'partly' && list.every((d) => d === first)) return first
  return 'partly'
}

/** Whoever acts for an agency, and as what: its own officer, or an administrator in its place. */
export type Actor = {
  personId: string
  agencyId: string
  role: 'officer' | 'administrator'
  at: Date
  /** whose part it is, where that agency has ended and its successor acts */
  leadAgencyId?: string
}

/** Whoever decides which agencies have a case; `agencyId`: for which they act, if for one. */
export type Router = {
  personId: string
  agencyId: string | null
  role: 'officer' | 'moderator' | 'administrator'
  at: Date
}

/** What an answer decides about one ask; null and empty while it is a draft. */
export type AskDecision = { askNumber: number; decision: Decision | null; reason: string }

/** `askNumber`: null for a commitment that belongs to the whole case. `measure`: how anybody will see it; '' for none. `dueOn`: a local day. */
export type NewCommitment = { askNumber: number | null; what: string; measure: string; owner: string; dueOn: string }

/** How far ahead a commitment may lie: what is further off, nobody who makes it will answer for. */
export const furthestYears = 10

/** What an answer says, apart from why it was supplemented. */
type SaidInAnswer = { analysis: string; deliberation: string; unit: string; asks: AskDecision[] }

/** Whether a supplement repeats what was said, letter by letter but for spaces, and commits to nothing new. */
export function changesNothing(before: SaidInAnswer, after: SaidInAnswer & { commitments: unknown[] }): boolean {
  if (after.commitments.length) return false
  const same = (one: string, other: string) => one.replace(/\s+/gu, ' ').trim() === other.replace(/\s+/gu, ' ').trim()
  const was = new Map(before.asks.map((ask) => [ask.askNumber, ask]))
  return (
    same(before.analysis, after.analysis) &&
    same(before.deliberation, after.deliberation) &&
    before.unit === after.unit &&
    after.asks.every(({ askNumber, decision, reason }) => {
      const old = was.get(askNumber)
      return old?.decision === decision && same(old.reason, reason)
    })
  )
}
