// Correcting an obvious typo after publication: which texts, and how much of them. Pure.
import { diffArrays } from 'diff'
import { fits, graphemes, hasLetters } from '../../lib/graphemes.ts'
import type { Stage } from '../../schema/values.ts'
import { limits } from '../proposals/draft.ts'
import { isPublic } from '../proposals/proposal.ts'

/** Letters that may be added, and that may be taken away, in a whole case: more is another text, not a typo. */
export const mostLetters = 12

type Text = { problem: string; benefit: string; asks: { number: number; text: string }[] }
type Made = { field: string; before: string; after: string; correctedAt: Date }
/** `original`: the text as its author sent it. `elsewhere`: letters that corrections of the case's other texts have changed. */
type Correctable = {
  field: string
  text: string
  max: number
  ask: number | null
  original: string
  elsewhere: number
}

/**
 * The author's texts that staff may correct: 'title', 'problem', 'benefit', 'ask-1' …; none before publication, the author can.
 * `made`: corrections in any order. `pending`: those that wait for a second person; they count as if they were made.
 */
export function correctable(
  proposal: { stage: Stage; publishedAt: Date | null; submittedAt: Date | null; title: string },
  text: Text,
  made: Made[] = [],
  pending: { field: string; after: string }[] = [],
): Correctable[] {
  if (!isPublic(proposal)) return []
  // Only its author makes it another text. Publishing it again, after that was taken back, begins nothing anew.
  const since = made
    .filter(({ correctedAt }) => !proposal.submittedAt || correctedAt >= proposal.submittedAt)
    .sort((a, b) => a.correctedAt.getTime() - b.correctedAt.getTime())
  const fields = [
    { field: 'title', text: proposal.title, max: limits.title, ask: null },
    ...text.asks.map((ask) => ({ field: `ask-${ask.number}`, text: ask.text, max: limits.ask, ask: ask.number })),
    { field: 'problem', text: text.problem, max: limits.problem, ask: null },
    { field: 'benefit', text: text.benefit, max: limits.benefit, ask: null },
  ]
    .filter(({ text }) => text !== '')
    .map((one) => {
      const original = since.find(({ field }) => field === one.field)?.before ?? one.text
      const will = pending.find(({ field }) => field === one.field)?.after ?? one.text
      return { ...one, original, changed: lettersChanged(original, will) ?? mostLetters }
    })
  const changed = fields.reduce((sum, one) => sum + one.changed, 0)
  return fields.map(({ changed: own, ...one }) => ({ ...one, elsewhere: changed - own }))
}

export type Wrong = 'unchanged' | 'empty' | 'too_long' | 'too_much' | 'too_much_together'

/** Letters that all corrections of one text together may change: the share of it that the rules allow, and never more than 12. */
export function lettersAllowed(original: string, share: number): number {
  if (share <= 0) return 0
  return Math.min(mostLetters, Math.max(1, Math.floor([...graphemes(original)].length * share)))
}

/** Why a correction is none; null when it is one. It is measured from the text as its author sent it, however many steps led here. */
export function wrongWith(text: Correctable, after: string, share: number): Wrong | null {
  if (after === text.text) return 'unchanged'
  if (!hasLetters(after)) return 'empty'
  if (!fits(after, text.max)) return 'too_long'
  const changed = lettersChanged(text.original, after)
  if (changed === null || changed > lettersAllowed(text.original, share)) return 'too_much'
  return changed + text.elsewhere > mostLetters ? 'too_much_together' : null
}

/** Letters added or taken away, whichever are more; null where they are more than any correction may change. */
function lettersChanged(before: string, after: string): number | null {
  // Counting stops early: comparing two long texts letter by letter takes seconds.
  const pieces = diffArrays([...graphemes(before)], [...graphemes(after)], { maxEditLength: 2 * mostLetters })
  if (!pieces) return null
  const letters = (change: 'added' | 'removed') =>
    pieces.filter((piece) => piece[change]).reduce((sum, { value }) => sum + value.length, 0)
  return Math.max(letters('added'), letters('removed'))
}

const around = 20 // letters

/** Both texts where they differ, with some letters around it: for a mail to many. */
export function excerpts(before: string, after: string): { before: string; after: string } {
  const [was, is] = [[...graphemes(before)], [...graphemes(after)]]
  const shorter = Math.min(was.length, is.length)
  let head = 0
  while (head < shorter && was[head] === is[head]) head++
  let tail = 0
  while (tail < shorter - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++
  const from = Math.max(0, head - around)
  const cut = (text: string[]) => {
    const to = Math.min(text.length, text.length - tail + around)
    return `${from > 0 ? '…' : ''}${text.slice(from, to).join('')}${to < text.length ? '…' : ''}`
  }
  return { before: cut(was), after: cut(is) }
}
