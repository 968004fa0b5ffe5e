// An import that is run again after its source was mended takes back what the first one told. The record is only added to:
// a new entry names those that no longer hold, and timelines leave them out. Pure.
import type { EntryFacts, EntryKind } from '../../schema/values.ts'

/** Ids of the entries that a later one took back. */
export const revokedBy = (entries: readonly { kind: EntryKind; facts: EntryFacts }[]): ReadonlySet<string> =>
  new Set(
    entries.flatMap(({ kind, facts }) =>
      kind === 'source_corrected' && Array.isArray(facts.revoked) ? facts.revoked : [],
    ),
  )

/** What a timeline tells: not what was taken back, and no new look that found more co-signatures and nothing else. */
export function holding<Entry extends { id: string; kind: EntryKind; facts: EntryFacts }>(entries: Entry[]): Entry[] {
  if (!entries.some(({ kind }) => kind === 'source_corrected')) return entries
  const revoked = revokedBy(entries)
  return entries.filter(
    ({ id, kind, facts }) => !revoked.has(id) && !(kind === 'source_corrected' && String(facts.changed) === 'counts'),
  )
}
