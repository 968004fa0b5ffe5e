// What changed between two texts, word by word in Latin scripts and character by character in Chinese. Pure.
import { diffArrays } from 'diff'
import { graphemes } from './graphemes.ts'

export type Change = { kind: 'same' | 'added' | 'removed'; text: string }

/** Beyond this many insertions and deletions two texts are two texts; marking them would only be noise (and slow). */
const mostEdits = 600
/** Under this share of kept text the same. */
const leastKept = 0.3

const kinds = [/^[\p{Script=Latin}\p{N}]/u, /^\s/]

/** The way from `before` to `after`, in order; null where the text was written anew. */
export function difference(before: string, after: string): Change[] | null {
  const steps = diffArrays(tokensOf(before), tokensOf(after), { maxEditLength: mostEdits })
  if (!steps) return null
  const changes = steps.map(({ added, removed, value }): Change => {
    return { kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }
  })
  const kept = changes.filter((c) => c.kind === 'same').reduce((sum, c) => sum + c.text.length, 0)
  return kept < leastKept * Math.min(before.length, after.length) ? null : changes
}

/** Latin words, numbers and gaps whole; anything else character by character, as people see them. */
function tokensOf(text: string): string[] {
  const tokens: string[] = []
  let last = -1
  for (const character of graphemes(text)) {
    const kind = kinds.findIndex((pattern) => pattern.test(character))
    if (kind >= 0 && kind === last) tokens.push(tokens.pop() + character)
    else tokens.push(character)
    last = kind
  }
  return tokens
}
