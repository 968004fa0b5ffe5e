// What agencies said on the case page: asks with their decisions, answers with what changed, commitments, each agency's part. Pure.
import { daysLate, daysLeft } from '../../domain/governments/deadline.ts'
import type { CaseParts } from '../../domain/proposals/public-proposal.ts'
import {
  hasSourceClock,
  isOutOfSight,
  isTimelinessKnown,
  type SourceClock,
} from '../../domain/proposals/source-clock.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { type Change, difference } from '../../lib/difference.ts'
import type { Localised } from '../../lib/localised.ts'
import type { assignmentChangeKinds, Decision } from '../../schema/values.ts'
import { askOf } from './ask-field.ts'
import { type AttachmentView, attachmentView } from './attachment-view.ts'
import { type CommitmentStanding, commitmentStanding } from './commitment-standing.ts'

type Answer = CaseParts['answers'][number]

type AskView = { number: number; text: string; decision: Decision | null; reason: string }

/** Each ask with the decision of the newest answer that decides. */
export function asksOf(asks: { number: number; text: string }[], answers: Answer[]): AskView[] {
  const decided = new Map(lastDecided(answers)?.decisions.map((d) => [d.askNumber, d]))
  return asks.map(({ number, text }) => {
    const found = decided.get(number)
    return { number, text, decision: found?.decision ?? null, reason: found?.reason ?? '' }
  })
}

const lastDecided = (answers: Answer[]) => [...answers].reverse().find((a) => a.decisions.length > 0)

const proseFields = ['analysis', 'deliberation', 'adoption', 'followUp'] as const
type ProseField = (typeof proseFields)[number]

/** `changes` null: written anew, so that marking it would say nothing. */
export type FieldChange =
  | { field: ProseField; changes: Change[] | null }
  | { field: 'ask'; number: number; before: Decision | null; after: Decision | null; changes: Change[] | null }

export type AnswerView = Pick<Answer, 'version' | 'name' | 'publishedAt' | 'note' | 'unit'> & {
  attachments: AttachmentView[]
  prose: { field: ProseField; text: string }[]
  /** decisions of an answer that a newer one replaced; those of the newest stand beside the asks */
  decisions: { askNumber: number; decision: Decision; reason: string }[]
  /** against the version before; null for the first, and where entries of a source follow each other */
  changed: FieldChange[] | null
  first: boolean
  newest: boolean
}

/** The newest first. `rewrites`: later versions replace earlier ones, as here; entries of an import only follow them. */
export function answersOf(answers: Answer[], rewrites: boolean): AnswerView[] {
  const decided = lastDecided(answers)
  return answers
    .map((a, i) => ({
      version: a.version,
      name: a.name,
      publishedAt: a.publishedAt,
      note: a.note,
      unit: a.unit,
      attachments: a.attachments.map(attachmentView),
      prose: proseFields.map((field) => ({ field, text: a[field] })).filter(({ text }) => text),
      decisions: a === decided ? [] : a.decisions.flatMap((d) => (d.decision ? [{ ...d, decision: d.decision }] : [])),
      changed: i > 0 && rewrites ? changesOf(answers[i - 1]!, a) : null,
      first: i === 0,
      newest: i === answers.length - 1,
    }))
    .reverse()
}

/** What of an answer is said differently. */
export type SaidFields = Pick<Answer, ProseField | 'decisions'>

/** Field by field, and ask by ask. */
export function changesOf(before: SaidFields, after: SaidFields): FieldChange[] {
  const changes: FieldChange[] = proseFields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, changes: difference(before[field], after[field]) }))
  const was = new Map(before.decisions.map((d) => [d.askNumber, d]))
  for (const d of after.decisions) {
    const old = was.get(d.askNumber)
    if (old?.decision === d.decision && old?.reason === d.reason) continue
    changes.push({
      field: 'ask',
      number: d.askNumber,
      before: old?.decision ?? null,
      after: d.decision,
      changes: old?.reason === d.reason ? [] : difference(old?.reason ?? '', d.reason),
    })
  }
  return changes
}

/** `promisedBy`: whose answer it stands in; `holder`: who has it now. */
export type HandedOver = {
  handedOver: Pick<CaseParts['commitments'][number], 'handedOverAt' | 'promisedBy'>
  holder: Localised
}

type CommitmentList = {
  list: (CaseParts['commitments'][number] & CommitmentStanding)[]
  total: number
  /** how many stand where; no state without any. 'done': so its agency says, and nobody has checked it */
  states: { state: 'kept' | 'done' | 'late' | 'open' | 'other'; count: number }[]
}

/** Commitments with where they stand. `caseNumber` is a part of their names. */
export function commitmentsOf(
  commitments: CaseParts['commitments'],
  caseNumber: string | null,
  at: Date,
  timeZone: string,
): CommitmentList {
  const list = commitments.map((c) => {
    const moves = c.updates.filter((update) => update.dueTo !== null).length
    return Object.assign({}, c, commitmentStanding(c, { caseNumber, number: c.number, moves }, at, timeZone))
  })
  const count = (test: (c: (typeof list)[number]) => boolean) => list.filter(test).length
  const late = count((c) => c.late > 0)
  const kept = count((c) => c.state === 'kept')
  const done = count((c) => c.awaitsCheck)
  const open = count((c) => c.state === 'open') - late - done
  const counts = { kept, done, late, open, other: list.length - kept - done - late - open }
  const states = (['kept', 'done', 'late', 'open', 'other'] as const).map((state) => ({ state, count: counts[state] }))
  return { list, total: list.length, states: states.filter((s) => s.count > 0) }
}

type Tally = { decision: Decision; count: number }[]

/** How many asks were decided how, in the order of the glossary. */
export function tallyOf(asks: AskView[]): Tally {
  return (['adopted', 'partly', 'under_study', 'not_adopted'] as const)
    .map((decision) => ({ decision, count: asks.filter((a) => a.decision === decision).length }))
    .filter(({ count }) => count > 0)
}

/** What agencies said to the asks: on the case page, and before it is published. */
export type Said = {
  proposal: { asksDrawnUpAt: Date | null; number: string | null }
  asks: AskView[]
  outcome: Tally
  answers: AnswerView[]
  commitments: Pick<CommitmentList, 'list'>
}
/** Why somebody asks, in the author's words. */
export type Why = { problem: string; benefit: string; evidence: { url: string; label: string }[] }
/** Those words, and the case that they are of. */
export type Reasoned = Why & { proposal: Omit<ProposalRow, 'count'> }

type PartClock =
  | { kind: 'idle' } // the threshold is not met: no duty yet
  | { kind: 'due'; days: number; before: Date }
  | { kind: 'overdue'; days: number; before: Date }
  | { kind: 'answered'; at: Date; late: number; before: Date | null }
  | { kind: 'silent' } // the case was answered without this agency's part
  | { kind: 'unknown' } // imported: its source does not say

type PartView = CaseParts['agencies'][number] & { clock: PartClock }

/** Each agency with its own clock. */
export function partsOf(agencies: CaseParts['agencies'], p: SourceClock, at: Date, timeZone: string): PartView[] {
  return agencies.map((a) => ({ clock: partClock(a, p, at, timeZone), ...a }))
}

function partClock(
  { dueBefore, answeredAt }: { dueBefore: Date | null; answeredAt: Date | null },
  p: SourceClock,
  at: Date,
  timeZone: string,
): PartClock {
  if (answeredAt)
    return {
      kind: 'answered',
      at: answeredAt,
      late: dueBefore && isTimelinessKnown(p) ? daysLate(answeredAt, dueBefore, timeZone) : 0,
      before: dueBefore,
    }
  if (isOutOfSight(p, at)) return { kind: 'unknown' }
  if (p.stage === 'resolved') return { kind: hasSourceClock(p) ? 'unknown' : 'silent' }
  if (p.stage !== 'review' || !dueBefore) return { kind: 'idle' }
  const days = daysLeft(at, dueBefore, timeZone)
  return days < 0 ? { kind: 'overdue', days: -days, before: dueBefore } : { kind: 'due', days, before: dueBefore }
}

export type Routing = {
  kind: (typeof assignmentChangeKinds)[number]
  from: Localised | null
  to: Localised | null
  reason: string
  decidedAt: Date
  dueBefore: Date | null
}

type CorrectionView = { field: string; ask: number | null; correctedAt: Date; changes: Change[] | null }

/** Typos that staff corrected: what stood there and what stands there now. */
export const correctionsOf = (
  rows: { field: string; before: string; after: string; correctedAt: Date }[],
): CorrectionView[] =>
  rows.map(({ field, before, after, correctedAt }) => ({
    field: field.replace(/-\d+$/, ''),
    ask: askOf(field),
    correctedAt,
    changes: difference(before, after),
  }))
