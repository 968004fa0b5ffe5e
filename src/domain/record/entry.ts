// What the public record can say. Pure. An entry never holds free text, names or addresses (docs: /help/journalists).

export type ActorRole = 'author' | 'citizen' | 'moderator' | 'officer' | 'administrator' | 'system' | 'import'

export const entryKinds = [
  'submitted',
  'resubmitted',
  'published',
  'returned',
  'refused',
  'reconsidered',
  'merged',
  'withdrawn',
  'cosigned',
  'cosignature_withdrawn',
  'cosignature_moved',
  'reason_removed',
  'early_warning',
  'threshold_met',
  'expired',
  'assigned',
  'transferred',
  'scheduled',
  'contacted',
  'extended',
  'overdue',
  'answered',
  'supplemented',
  'promised',
  'promise_updated',
  'promise_kept',
  'promise_changed',
  'promise_dropped',
  'held',
  'released',
  'hidden',
  'shown',
  'updated',
  'corrected',
  'contributed',
  'closing_moved',
  'due_recomputed',
  'undone',
  'imported',
  'settings_changed',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** Kinds a case's timeline leaves out: co-signatures are counted, not listed; holds are for staff. */
export const quietKinds: readonly EntryKind[] = [
  'cosigned',
  'cosignature_withdrawn',
  'cosignature_moved',
  'held',
  'released',
]

/** All others. Asked for by name, since one case may have a hundred thousand quiet entries. */
export const loudKinds: readonly EntryKind[] = entryKinds.filter((kind) => !quietKinds.includes(kind))

/** Codes, dates (ISO strings) and numbers only. */
export type EntryFacts = { [name: string]: string | number | boolean | null | string[] }

/** A case came to be checked: from the last of these the working days of the check count. Undoing a decision starts no clock anew. */
export const checkStarts: readonly EntryKind[] = ['submitted', 'resubmitted', 'reconsidered']
