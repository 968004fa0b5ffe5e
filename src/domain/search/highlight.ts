// Where the words that were searched for stand in a title. Pure.

export type Piece = { text: string; found: boolean }

/** The title in pieces, in order; those that were typed are marked. Letters are compared without regard to case. */
export function pieces(title: string, typed: string): Piece[] {
  const words = typed
    .slice(0, 200)
    .split(/[\s"「」『』“”]+/)
    .filter(Boolean)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  if (!words.length) return [{ text: title, found: false }]
  return title
    .split(new RegExp(`(${words.join('|')})`, 'iu'))
    .map((text, i) => ({ text, found: i % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
