// The timeline as the case page tells it: the record's entries, newest first, after what is still to come. Pure.
import type { CaseParts } from '../../domain/proposals/public-proposal.ts'
import { digestOf } from '../../domain/record/store.ts'
import type { Localised } from '../../lib/localised.ts'
import type { EntryKind } from '../../schema/values.ts'

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
      /** the date that the entry sets: a deadline, or a day */
      before: Date | null
      dueOn: string | null
      /** the number of co-signatures that it speaks of */
      count: number | null
      /** the number of another case */
      other: string | null
    }
export type Told = Extract<TimelineItem, { next: false }>

const big: readonly EntryKind[] = ['published', 'answered', 'refused', 'expired', 'merged', 'withdrawn', 'hidden']
const ofCommitments: readonly EntryKind[] = [
  'promised',
  'promise_updated',
  'promise_kept',
  'promise_changed',
  'promise_dropped',
]
const setsDate: readonly EntryKind[] = ['extended', 'closing_moved', 'due_recomputed', 'published', 'threshold_met']

/** `promises` are those whose words may be shown. */
export function timelineOf(
  entries: CaseParts['timeline'],
  coming: { closes: Date | null; due: Date | null },
  promises: CaseParts['commitments'] = [],
) {
  const next: TimelineItem[] = []
  if (coming.due) next.push({ next: true, kind: 'due', before: coming.due })
  if (coming.closes) next.push({ next: true, kind: 'closes', before: coming.closes })
  next.sort((a, b) => (a.next && b.next ? b.before.getTime() - a.before.getTime() : 0))
  const promised = promisedBy(promises)
  return [...next, ...entries.map((entry) => itemOf(entry, promised.get(entry.digest ?? '') ?? null)).reverse()]
}

/** The record names no commitment; the digest of an entry's words says which one it speaks of. */
function promisedBy(promises: CaseParts['commitments']): Map<string, string> {
  return new Map(
    promises.flatMap(({ what, salt, updates }) => [
      [digestOf(what, salt), what] as const,
      ...updates.map((u) => [digestOf(u.body, u.salt), what] as const),
    ]),
  )
}

function itemOf(entry: CaseParts['timeline'][number], commitment: string | null): TimelineItem {
  const { kind, occurredAt, facts, agency } = entry
  const date = facts.due_before ?? facts.closes_before
  const role = kind === 'assigned' && (facts.role === 'lead' || facts.role === 'supporting') ? facts.role : null
  const before = setsDate.includes(kind) && typeof date === 'string' ? new Date(date) : null
  const dueOn = kind === 'promised' && typeof facts.due_on === 'string' ? facts.due_on : null
  const count = kind === 'threshold_met' && typeof facts.count === 'number' ? facts.count : null
  const other = kind === 'merged' && typeof facts.into === 'string' ? facts.into : null
  const what = ofCommitments.includes(kind) ? commitment : null
  const details = [role, count !== null && 'count', other && 'other', what && 'what', (before || dueOn) && 'date']
  return {
    next: false,
    kind,
    words: [kind === 'updated' && agency ? 'reported' : kind, ...details].filter(Boolean).join('_'),
    at: occurredAt,
    endsDay: kind === 'expired',
    mark: kind === 'threshold_met' ? 'met' : kind === 'overdue' ? 'over' : big.includes(kind) ? 'big' : '',
    agency: agency?.name ?? null,
    ...{ what, before, dueOn, count, other },
  }
}
