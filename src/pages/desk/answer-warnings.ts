// What readers of an answer will stumble over, field by field. Hints: nothing is refused for them. Pure.
import { namesMany } from '../../lib/nobody.ts'
import { onlyDecides, type Stumble, stumblesIn } from '../../lib/plain-words.ts'

/** `field`: its id in the form; `ask` and `row`: which of several. */
export type AnswerWarning = Stumble & { field: string; part: Part; n: number }
type Part = 'note' | 'analysis' | 'deliberation' | 'reason' | 'what' | 'owner'

type Written = {
  note: string
  analysis: string
  deliberation: string
  asks: { number: number; reason: string }[]
  commitments: { n: number; what: string; owner: string }[]
}

type Placed = { stumble: Stumble; part: Part; n: number }

/** So many are read; the rest would hide them. */
const most = 12

export function answerWarnings({ note, analysis, deliberation, asks, commitments }: Written): AnswerWarning[] {
  const texts: { part: Part; n: number; text: string }[] = [
    { part: 'note', n: 0, text: note },
    { part: 'analysis', n: 0, text: analysis },
    { part: 'deliberation', n: 0, text: deliberation },
    ...asks.map(({ number, reason }) => ({ part: 'reason' as const, n: number, text: reason })),
    ...commitments.map(({ n, what }) => ({ part: 'what' as const, n, text: what })),
  ]
  const found = texts.flatMap(({ part, n, text }): Placed[] => {
    const bare: Stumble[] = part === 'reason' && onlyDecides(text) ? [{ kind: 'bare', sentence: text }] : []
    return [...bare, ...stumblesIn(text)].map((stumble) => ({ stumble, part, n }))
  })
  const owners = commitments
    .filter(({ owner }) => namesMany(owner))
    .map(({ n, owner }): Placed => ({ stumble: { kind: 'many', sentence: owner }, part: 'owner', n }))
  return [...found, ...owners]
    .map(({ stumble, part, n }) => ({ ...stumble, part, n, field: n ? `${part}-${n}` : part }))
    .slice(0, most)
}
