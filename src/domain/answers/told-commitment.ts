// Which commitment an entry of the record speaks of. Pure.
import { digestOf } from '../record/entry.ts'
import { promisedWords } from './commitment.ts'

type Commitment = {
  number: number | null
  what: string
  measure: string
  salt: string
  updates: { body: string; salt: string }[]
}
/** `commitment`: its number, where another Fuyi told it. */
type Entry = { digest: string | null; commitment?: number | null }

/** The record names no commitment; the digest of an entry's words says which one it speaks of. */
export function commitmentTold<C extends Commitment>(commitments: readonly C[]): (entry: Entry) => C | null {
  const byDigest = new Map(
    commitments.flatMap((c) => [
      [digestOf(promisedWords(c), c.salt), c] as const,
      ...c.updates.map((u) => [digestOf(u.body, u.salt), c] as const),
    ]),
  )
  const byNumber = new Map(commitments.map((c) => [c.number, c]))
  return ({ digest, commitment }) =>
    byDigest.get(digest ?? '') ?? (commitment ? (byNumber.get(commitment) ?? null) : null)
}
