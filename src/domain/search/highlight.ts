// Where the words that were searched for stand in a title. Pure.

import { firstOf, graphemes } from '../../lib/graphemes.ts'

export type Piece = { text: string; found: boolean }

/** The title in pieces, in order; those that were typed are marked. Letters are compared without regard to case. */
export function pieces(title: string, typed: string): Piece[] {
  const words = firstOf(typed, 200)
    .split(/[\s"「」『』“”]+/)
    .filter(Boolean)
    .sort((a, b) => b.length - a.length) // of two that begin alike the longer one is marked
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  if (!words.length) return [{ text: title, found: false }]
  const whole = boundariesOf(title)
  const made: Piece[] = []
  let from = 0
  for (const { 0: text, index } of title.matchAll(new RegExp(words.join('|'), 'giu'))) {
    if (!whole.has(index) || !whole.has(index + text.length)) continue // a part of an emoji, or a letter without its mark
    made.push({ text: title.slice(from, index), found: false }, { text, found: true })
    from = index + text.length
  }
  return [...made, { text: title.slice(from), found: false }].filter((piece) => piece.text !== '')
}

/** Where a character begins or ends. */
function boundariesOf(text: string): Set<number> {
  let at = 0
  return new Set([0, ...Array.from(graphemes(text), ({ length }) => (at += length))])
}
