// Decisions about many co-signatures are carried out some hundreds at a time, each with its entry: told as one, with the words why.
import type { EntryFacts, EntryKind } from '../../schema/values.ts'
import { digestOf } from '../record/entry.ts'

/** The words of staff by the digest that the record has of them. */
export const wordsOfBatches = (batches: readonly { words: string; salt: string }[]): Map<string, string> =>
  new Map(batches.map(({ words, salt }) => [digestOf(words, salt), words]))

type Entry = { kind: EntryKind; digest: string | null; facts: EntryFacts }

/** Entries of one decision that follow each other are one, of so many as they come to together. In the order of the record. */
export function foldedBatches<E extends Entry>(entries: readonly E[]): E[] {
  const folded: E[] = []
  for (const entry of entries) {
    const before = folded.at(-1)
    if (!before || !isSame(before, entry)) folded.push(entry)
    else folded[folded.length - 1] = { ...before, facts: together(before.facts, entry.facts) }
  }
  return folded
}

const isSame = (one: Entry, other: Entry): boolean =>
  one.kind.startsWith('cosignatures_') &&
  one.kind === other.kind &&
  one.digest !== null &&
  one.digest === other.digest &&
  one.facts.reason === other.facts.reason

const together = (one: EntryFacts, other: EntryFacts): EntryFacts => ({
  ...one,
  count: Number(one.count ?? 0) + Number(other.count ?? 0),
  change: Number(one.change ?? 0) + Number(other.change ?? 0),
})
