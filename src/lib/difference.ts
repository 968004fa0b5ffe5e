// What changed between two texts, word by word in Latin scripts and character by character in Chinese. Pure.
import { diffArrays } from 'diff'

export type Change = { kind: 'same' | 'added' | 'removed'; text: string }

/** Beyond this many insertions and deletions two texts are two texts; marking them would only be noise (and slow). */
const mostEdits = 600
/** Under this share of kept text the same. */
const leastKept = 0.3

const token = /[\p{Script=Latin}\p{N}\p{M}]+|\s+|./gu

/** The way from `before` to `after`, in order; null where the text was written anew. */
export function difference(before: string, after: string): Change[] | null {
  const steps = diffArrays(before.match(token) ?? [], after.match(token) ?? [], { maxEditLength: mostEdits })
  if (!steps) return null
  const changes = steps.map(({ added, removed, value }): Change => {
    return { kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }
  })
  const kept = changes.filter((c) => c.kind === 'same').reduce((sum, c) => sum + c.text.length, 0)
  return kept < leastKept * Math.min(before.length, after.length) ? null : changes
}
