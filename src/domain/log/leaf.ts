// What one entry of the public record is as a leaf of its government's log. Pure. A leaf says what the case's page says, and nothing
// of a person: of a co-signature its day and a commitment that only its signer's salt opens.

import { localDate } from '../../lib/calendar.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import type { ActorRole, EntryFacts, EntryKind } from '../../schema/values.ts'
import { countedKinds } from '../record/entry.ts'

/** For staff alone: no leaf. */
const staffKinds: readonly EntryKind[] = ['held', 'released']
/** One certain co-signature sets these off, so their moment would be a person's (record/told-by-day.ts): a leaf says their day. */
export const isOfDay = (kind: string, role: string): boolean =>
  kind === 'early_warning' || kind === 'threshold_met' || (kind === 'assigned' && role === 'system')

/** An entry with what its leaf needs besides; `number`: its place in the record. */
export type Entry = {
  number: number
  id: string
  governmentId: string
  proposalId: string | null
  kind: EntryKind
  role: ActorRole
  occurredAt: Date
  recordedAt: Date
  facts: EntryFacts
  digest: string | null
  caseNumber: string | null
  agencyCode: string | null
}

/** A leaf as JSON. `entry`: the number in the record; of the log's own first leaf there is none. */
export type Leaf = {
  kind: EntryKind | 'log_begun'
  entry?: number
  id?: string
  case?: string | null
  day?: string
  commitment?: string
  role?: ActorRole
  agency?: string
  occurred_at?: string
  recorded_at?: string
  facts?: EntryFacts
  digest?: string
  government?: string
  begun_at?: string
  brought_in_through?: number
}

/** Whether entries of that kind count co-signatures. */
export const isCounted = (kind: string): boolean => (countedKinds as readonly string[]).includes(kind)
/** Entries for staff alone have no leaf. */
export const isLogged = (kind: EntryKind): boolean => !staffKinds.includes(kind)

/** The bytes of a leaf: RFC 8785, UTF-8. */
export const leafBytes = (leaf: Leaf): Buffer => Buffer.from(canonicalJson(leaf))

/** What everybody can read of an entry, as the log keeps it for ever. */
export function leafOf(entry: Entry, timeZone: string): Leaf {
  const { number, kind, role, caseNumber, agencyCode, facts, digest } = entry
  const head = { kind, entry: number, case: caseNumber }
  const day = localDate(entry.occurredAt, timeZone)
  if (isCounted(kind)) return { ...head, day, ...given({ commitment: digest }), ...(isEmpty(facts) ? {} : { facts }) }
  const told = { ...head, role, ...given({ agency: agencyCode, digest }), facts }
  if (isOfDay(kind, role)) return { ...told, day }
  return {
    ...told,
    id: entry.id,
    occurred_at: entry.occurredAt.toISOString(),
    recorded_at: entry.recordedAt.toISOString(),
  }
}

const isEmpty = (facts: EntryFacts) => Object.keys(facts).length === 0
const given = <T extends { [name: string]: string | null }>(all: T) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as { [name in keyof T]?: string }

/** The first leaf of every log. Entries through `through` were there before: their order is theirs, their moment nobody saw. */
export const firstLeaf = (government: string, at: Date, through: number): Leaf => ({
  kind: 'log_begun',
  government,
  begun_at: at.toISOString(),
  brought_in_through: through,
})

/** With these a case becomes public: whatever was said of it before is told now. */
export const opening: readonly EntryKind[] = ['published', 'refused', 'merged', 'imported']
/** With these it is nobody's but its author's and the staff's again. */
const closing: readonly EntryKind[] = ['approval_taken_back']

/**
 * For each entry of a case but its co-signatures, in order: the number of the entry with which it is told. Null: not yet, since the
 * case is not public. So a case that nobody could see leaves no trace in the log, and one that appears has all its steps.
 */
export function toldWith(entries: readonly Pick<Entry, 'number' | 'kind'>[]): Map<number, number | null> {
  const told = new Map<number, number | null>()
  let isPublic = false
  let waiting: number[] = []
  for (const { number, kind } of entries) {
    if (opening.includes(kind)) {
      for (const one of waiting) told.set(one, number)
      waiting = []
      isPublic = true
    }
    told.set(number, isPublic ? number : null)
    if (!isPublic) waiting.push(number)
    if (closing.includes(kind)) isPublic = false
  }
  return told
}

/** What leaves of a kind change in the count that is shown; what `facts.change` says goes before it (decision 205). */
const changes: { [kind in EntryKind]?: number } = { cosigned: 1, cosignature_withdrawn: -1, cosignature_moved: -1 }

/** What a leaf changes in the number of co-signatures that its case shows. */
export function changeOf({ kind, facts }: Leaf): number {
  const said = facts?.change
  return typeof said === 'number' ? said : (changes[kind as EntryKind] ?? 0)
}
