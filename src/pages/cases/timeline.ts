// The timeline as the case page tells it: the record's entries, newest first, after what is still to come. Pure.
import { commitmentTold } from '../../domain/answers/told-commitment.ts'
import { foldedBatches, wordsOfBatches } from '../../domain/proposals/batch-entries.ts'
import type { CaseParts } from '../../domain/proposals/public-proposal.ts'
import { endsDay } from '../../domain/record/told-by-day.ts'
import type { Localised } from '../../lib/localised.ts'
import { type EntryKind, type UnusualReason, unusualReasons, type Verdict, verdicts } from '../../schema/values.ts'

export type TimelineItem =
  | { next: true; kind: 'closes' | 'due'; before: Date }
  | {
      next: false
      kind: EntryKind
      /** the message that tells it, under case.entry: its kind, and which of the details below it has */
      words: string
      at: Date
      /** `at` ends a day, and is told as that day */
      endsDay: boolean
      mark: '' | 'met' | 'over' | 'big'
      agency: Localised | null
      /** the commitment that it speaks of */
      what: string | null
      /** what a checker found of it */
      verdict: Verdict | null
      /** the date that the entry sets: a deadline, or a day (also that on which a source was seen) */
      before: Date | null
      day: string | null
      /** the number of co-signatures that it speaks of */
      count: number | null
      /** of the threshold, from 0: how much was reached when the agencies were told */
      share: number | null
      /** of a count that was mended: the number before it */
      was: number | null
      /** the number of the case that it was merged into */
      into: string | null
      /** what a second import corrected */
      changed: string[]
      /** why co-signatures were held by themselves */
      why: UnusualReason | null
      /** why staff decided so, in their words */
      said: string | null
    }
export type PastItem = Extract<TimelineItem, { next: false }>

const big: readonly EntryKind[] = ['published', 'answered', 'refused', 'expired', 'merged', 'withdrawn', 'hidden']
const ofCommitments: readonly EntryKind[] = [
  'promised',
  'promise_updated',
  'promise_kept',
  'promise_changed',
  'promise_dropped',
  'promise_done',
  'promise_checked',
]
const counting: readonly EntryKind[] = [
  ...(['threshold_met', 'count_mended', 'cosignatures_held', 'cosignatures_released'] as const),
  'cosignatures_invalidated',
  'paper_counted',
]
/** Why some are held without anybody's doing. */
const held = unusualReasons.filter((reason) => reason !== 'staff')
const setsDate: readonly EntryKind[] = [
  ...(['extended', 'closing_moved', 'due_recomputed', 'published', 'threshold_met'] as const),
  'part_dated',
]

/** `commitments` are those whose words may be shown. */
export function timelineOf(
  entries: CaseParts['timeline'],
  coming: { closes: Date | null; due: Date | null },
  commitments: CaseParts['commitments'] = [],
  batches: CaseParts['batches'] = [],
) {
  const next: TimelineItem[] = []
  if (coming.due) next.push({ next: true, kind: 'due', before: coming.due })
  if (coming.closes) next.push({ next: true, kind: 'closes', before: coming.closes })
  next.sort((a, b) => (a.next && b.next ? b.before.getTime() - a.before.getTime() : 0))
  const told = commitmentTold(commitments)
  const said = wordsOfBatches(batches)
  const items = foldedBatches(entries).map((entry) =>
    itemOf(entry, told(entry)?.what ?? null, said.get(entry.digest ?? '') ?? null),
  )
  return [...next, ...items.reverse()]
}

function wordsOf({ kind, agency, facts }: CaseParts['timeline'][number]): string {
  if (kind === 'undone' && facts.what === 'threshold_met') return 'threshold_missed'
  if (kind === 'undone' && facts.what === 'expired') return 'expiry_taken_back'
  if (kind === 'sampled') return `sample_${String(facts.what)}`
  if (kind === 'paper_counted' && facts.what) return facts.what === 'restored' ? 'paper_restored' : 'paper_taken_back'
  if (kind === 'cosignatures_released' && facts.reason === 'undecided') return 'cosignatures_undecided'
  if (kind.startsWith('cosignatures_') && facts.reason === 'undone') return `${kind}_again`
  if (kind === 'lost_sight' && facts.stage === 'review') return 'lost_sight_review'
  return kind === 'updated' && agency ? 'reported' : kind
}

function itemOf(entry: CaseParts['timeline'][number], commitment: string | null, said: string | null): TimelineItem {
  const { kind, occurredAt, facts, agency } = entry
  const date = facts.due_before ?? facts.closes_before
  const role = kind === 'assigned' && (facts.role === 'lead' || facts.role === 'supporting') ? facts.role : null
  const dated = setsDate.includes(kind) || role === 'supporting' // the lead's date is that of the threshold beside it
  const before = dated && typeof date === 'string' ? new Date(date) : null
  const dueOn = kind === 'promised' && typeof facts.due_on === 'string' ? facts.due_on : null
  const count = counting.includes(kind) && typeof facts.count === 'number' ? facts.count : null
  const share =
    kind === 'early_warning' && typeof facts.count === 'number' && Number(facts.threshold) > 0
      ? facts.count / Number(facts.threshold)
      : null
  const was = typeof facts.count_was === 'number' ? facts.count_was : null
  const into = kind === 'merged' && typeof facts.into === 'string' ? facts.into : null
  const what = ofCommitments.includes(kind) ? commitment : null
  const seenOn = kind === 'imported' && typeof facts.seen_on === 'string' ? facts.seen_on : null
  const changed = Array.isArray(facts.changed) ? facts.changed.map(String) : []
  const why = kind === 'cosignatures_held' ? (held.find((one) => one === facts.reason) ?? null) : null
  const details = [
    role,
    why && 'why',
    kind === 'threshold_met' && count !== null && 'count',
    share !== null && 'share',
    into && 'into',
    what && 'what',
    (before || dueOn) && 'date',
    seenOn && 'seen',
    changed.length > 0 && 'changed',
  ]
  return {
    next: false,
    kind,
    words: [wordsOf(entry), ...details].filter(Boolean).join('_'),
    at: occurredAt,
    endsDay: endsDay(kind),
    mark: kind === 'threshold_met' ? 'met' : kind === 'overdue' ? 'over' : big.includes(kind) ? 'big' : '',
    agency: agency?.name ?? null,
    verdict: verdicts.find((verdict) => verdict === facts.verdict) ?? null,
    ...{ what, before, day: dueOn ?? seenOn, count, share, was, into, changed, why, said },
  }
}
