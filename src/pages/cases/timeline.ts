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
      /** the message that tells it */
      words: EntryKind | 'reported' | 'lost_sight_review'
      at: Date
      mark: '' | 'met' | 'over' | 'big'
      agency: Localised | null
      /** the commitment that it speaks of */
      what: string | null
      role: 'lead' | 'supporting' | null
      /** the date that the entry sets */
      before: Date | null
      dueOn: string | null
      /** the number of co-signatures that it speaks of */
      count: number | null
      /** of a count that was mended: the old number and the new one */
      mended: { was: number; count: number } | null
      /** the number of another case */
      other: string | null
      /** the day on which a source was seen */
      seenOn: string | null
      /** what a second import corrected */
      changed: string[]
    }

const big: readonly EntryKind[] = ['published', 'answered', 'refused', 'expired', 'merged', 'withdrawn', 'hidden']
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

function wordsOf({ kind, agency, facts }: CaseParts['timeline'][number]) {
  if (kind === 'lost_sight' && facts.stage === 'review') return 'lost_sight_review'
  return kind === 'updated' && agency ? 'reported' : kind
}

function itemOf(entry: CaseParts['timeline'][number], what: string | null): TimelineItem {
  const { kind, occurredAt, facts, agency } = entry
  const date = facts.due_before ?? facts.closes_before
  return {
    next: false,
    kind,
    words: wordsOf(entry),
    at: occurredAt,
    mark: kind === 'threshold_met' ? 'met' : kind === 'overdue' ? 'over' : big.includes(kind) ? 'big' : '',
    agency: agency?.name ?? null,
    what,
    role: kind === 'assigned' && (facts.role === 'lead' || facts.role === 'supporting') ? facts.role : null,
    before: setsDate.includes(kind) && typeof date === 'string' ? new Date(date) : null,
    dueOn: kind === 'promised' && typeof facts.due_on === 'string' ? facts.due_on : null,
    count: kind === 'threshold_met' && typeof facts.count === 'number' ? facts.count : null,
    mended: kind === 'count_mended' ? { was: Number(facts.count_was), count: Number(facts.count) } : null,
    other: typeof facts.into === 'string' ? facts.into : null,
    seenOn: kind === 'imported' && typeof facts.seen_on === 'string' ? facts.seen_on : null,
    changed: Array.isArray(facts.changed) ? facts.changed : [],
  }
}
