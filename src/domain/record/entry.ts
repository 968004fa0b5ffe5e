// What the public record can say. Pure. An entry never holds free text, names or addresses (docs: /help/journalists).
import { sha256 } from '../../lib/id.ts'
import { type EntryKind, entryKinds } from '../../schema/values.ts'

/** Co-signatures coming and going. Their entries keep nothing finer than a day, and no id that holds a moment. */
export const countedKinds = [
  'cosigned',
  'cosignature_withdrawn',
  'cosignature_moved',
  'cosignature_level_changed',
] as const
export type CountedKind = (typeof countedKinds)[number]
/** All others: acts of somebody in office, or of an author, at their moment. */
export type ToldKind = Exclude<EntryKind, CountedKind>

/** Kinds a case's timeline leaves out: co-signatures are counted, not listed; holds are for staff. */
const quietKinds: readonly EntryKind[] = [...countedKinds, 'held', 'released']

/** All others. Asked for by name, since one case may have a hundred thousand quiet entries. */
export const loudKinds: readonly EntryKind[] = entryKinds.filter((kind) => !quietKinds.includes(kind))

/** A case came to be checked: from the last of these the working days of the check count. Undoing a decision starts no clock anew. */
export const checkStarts: readonly EntryKind[] = ['submitted', 'resubmitted', 'reconsidered']

/** What an entry keeps of a public text that it vouches for: SHA-256 of its salt and itself, hex. */
export const digestOf = (text: string, salt: string): string => sha256(`${salt}\n${text}`)
