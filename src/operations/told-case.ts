// What the record says of a case, worked out from its entries alone: its stage, its dates, its outcome. Pure.
import type { EntryFacts, EntryKind, Outcome, Stage } from '../schema/values.ts'

export type RecordedEntry = { kind: EntryKind; at: Date; recordedAt: Date; facts: EntryFacts; agencyId: string | null }

/** It happened, or was written down, at this moment. */
export const isOf = ({ at, recordedAt }: RecordedEntry, moment: Date): boolean =>
  at.getTime() === moment.getTime() || recordedAt.getTime() === moment.getTime()

/** As `proposals` has it; moments in ms. `undefined` where the record does not say. */
export type ToldCase = {
  stage: Stage
  outcome: Outcome | null
  publishedAt: number | null
  closesBefore: number | null
  thresholdMetAt: number | null
  answerDueBefore: number | null | undefined
  answeredAt: number | null
  endedAt: number | null
  hiddenAt: number | null
  reasonCode: string | null
  mergedInto: string | null
  /** versions of the answer that stand, with their moments */
  versions: Map<number, number>
}

const moment = (value: EntryFacts[string] | undefined): number | undefined =>
  typeof value === 'string' ? Date.parse(value) : undefined

/** In the order in which they were written. */
export function toldCase(entries: readonly RecordedEntry[]): ToldCase {
  const is: ToldCase = {
    ...{ stage: 'draft', outcome: null, publishedAt: null, closesBefore: null, thresholdMetAt: null },
    ...{ answerDueBefore: null, answeredAt: null, endedAt: null, hiddenAt: null, reasonCode: null, mergedInto: null },
    versions: new Map(),
  }
  const before: Pick<ToldCase, 'stage' | 'outcome' | 'endedAt'>[] = [] // what an answer or a merger can be taken back to
  const end = (stage: 'refused' | 'expired' | 'merged' | 'withdrawn', at: number) =>
    Object.assign(is, { stage, outcome: stage, endedAt: at })
  for (const { kind, at: moment_, facts } of entries) {
    const at = moment_.getTime()
    if (kind === 'submitted' || kind === 'resubmitted') is.stage = 'checking'
    // the reason of the refusal stays: its page says it while somebody looks again
    if (kind === 'reconsidered') Object.assign(is, { stage: 'checking', outcome: null, endedAt: null })
    if (kind === 'returned') is.stage = 'returned'
    if (kind === 'published')
      Object.assign(is, { stage: 'gathering', publishedAt: at, closesBefore: moment(facts.closes_before) ?? null })
    if (kind === 'approval_taken_back') Object.assign(is, { stage: 'checking', publishedAt: null, closesBefore: null })
    if (kind === 'closing_moved') is.closesBefore = moment(facts.closes_before) ?? is.closesBefore
    if (kind === 'refused') Object.assign(end('refused', at), { reasonCode: String(facts.reason) })
    if (kind === 'expired') end('expired', at)
    if (kind === 'withdrawn') end('withdrawn', at)
    if (kind === 'merged') Object.assign(end('merged', at), { mergedInto: String(facts.into) })
    if (kind === 'lost_sight') is.stage = 'last_seen'
    if (kind === 'threshold_met')
      Object.assign(is, { stage: 'review', thresholdMetAt: at, answerDueBefore: moment(facts.due_before) })
    if (kind === 'extended') is.answerDueBefore = moment(facts.due_before)
    if (kind === 'hidden') is.hiddenAt = at
    if (kind === 'shown') is.hiddenAt = null
    if (kind === 'answered' || kind === 'supplemented') {
      before.push({ stage: is.stage, outcome: is.outcome, endedAt: is.endedAt })
      is.outcome = facts.outcome as Outcome
      is.versions.set(Number(facts.version), at)
    }
    if (kind === 'answered') Object.assign(is, { stage: 'resolved', answeredAt: at, endedAt: null })
    if (kind === 'answer_taken_back') {
      const was = before.pop()
      if (was) Object.assign(is, was, was.stage === 'resolved' ? {} : { answeredAt: null })
      is.versions.delete(Number(facts.version))
    }
    if (kind === 'undone') undo(is, facts.what)
  }
  return is
}

/** A threshold that was missed after all, an end that was none, or a decision that an administrator took back. */
function undo(is: ToldCase, what: EntryFacts[string] | undefined): void {
  if (what === 'threshold_met') Object.assign(is, { stage: 'gathering', thresholdMetAt: null, answerDueBefore: null })
  else if (what === 'expired') Object.assign(is, { stage: 'gathering', endedAt: null, outcome: null })
  else {
    const stage = is.publishedAt === null ? 'checking' : 'gathering'
    Object.assign(is, { stage, endedAt: null, outcome: null, reasonCode: null, mergedInto: null })
  }
}
