// Correcting an obvious typo after publication: which texts, and how much of them. Pure.
import { diffArrays } from 'diff'
import { fits, graphemes } from '../../lib/graphemes.ts'
import type { Stage } from '../../schema/values.ts'
import { limits } from '../proposals/draft.ts'
import { isPublic } from '../proposals/proposal.ts'

/** Letters that may be added, and that may be taken away: more is another text, not a typo. */
export const mostLetters = 12

type Text = { problem: string; benefit: string; asks: { number: number; text: string }[] }
export type Correctable = { field: string; text: string; max: number; ask: number | null }

/** The author's texts that staff may correct: 'title', 'problem', 'benefit', 'ask-1' …; none before publication, the author can. */
export function correctable(
  proposal: { stage: Stage; publishedAt: Date | null; title: string },
  text: Text,
): Correctable[] {
  if (!isPublic(proposal)) return []
  const fields = [
    { field: 'title', text: proposal.title, max: limits.title, ask: null },
    ...text.asks.map((ask) => ({ field: `ask-${ask.number}`, text: ask.text, max: limits.ask, ask: ask.number })),
    { field: 'problem', text: text.problem, max: limits.problem, ask: null },
    { field: 'benefit', text: text.benefit, max: limits.benefit, ask: null },
  ]
  return fields.filter((field) => field.text !== '')
}

export type Wrong = 'unchanged' | 'empty' | 'too_long' | 'too_much'

/** Why a correction is none; null when it is one. */
export function wrongWith(before: string, after: string, max: number): Wrong | null {
  if (after === before) return 'unchanged'
  if (after === '') return 'empty'
  if (!fits(after, max)) return 'too_long'
  // Counting stops early: comparing two long texts letter by letter takes seconds.
  const pieces = diffArrays([...graphemes(before)], [...graphemes(after)], { maxEditLength: 2 * mostLetters })
  if (!pieces) return 'too_much'
  const letters = (change: 'added' | 'removed') =>
    pieces.filter((piece) => piece[change]).reduce((sum, { value }) => sum + value.length, 0)
  return Math.max(letters('added'), letters('removed')) > mostLetters ? 'too_much' : null
}
