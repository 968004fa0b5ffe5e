// The texts of a case as everybody could read them, each from its day on. What was sent before it was published is none of them. Pure.

/** `revision`: as text_versions has it. */
export type KeptText = {
  revision: number
  title: string
  problem: string
  benefit: string
  asks: string[]
  keptAt: Date
}
export type Text = Pick<KeptText, 'title' | 'problem' | 'benefit' | 'asks'>

/** `number`: from 1. `from`: null where nobody knows since when. `until`: null for the one that stands. */
export type PublishedText = Text & { number: number; from: Date | null; until: Date | null }

/**
 * Of a case that everybody may read since `shownAt`: its first text is the last that was kept by then; each correction made another.
 * `current` is what stands now; where it differs from all that was kept (staff drew up asks of an imported case) it is the last,
 * since `changedAt`.
 */
export function publishedTexts(
  kept: KeptText[],
  current: Text,
  shownAt: Date | null,
  changedAt: Date | null,
): PublishedText[] {
  const inOrder = kept.toSorted((a, b) => a.revision - b.revision)
  const before = inOrder.filter(({ keptAt }) => shownAt !== null && keptAt <= shownAt).length
  const first = Math.max(0, before - 1)
  const shown = inOrder.slice(first).map(({ keptAt, ...text }, i) => ({ text, from: i === 0 ? shownAt : keptAt }))
  const texts = shown.filter(({ text }, i) => i === 0 || !isSame(text, shown[i - 1]!.text))
  if (!texts.length) texts.push({ text: { revision: 0, ...current }, from: shownAt })
  else if (!isSame(texts.at(-1)!.text, current)) texts.push({ text: { revision: 0, ...current }, from: changedAt })
  return texts.map(({ text: { title, problem, benefit, asks }, from }, i) => ({
    ...{ title, problem, benefit, asks, number: i + 1, from },
    until: texts[i + 1]?.from ?? null,
  }))
}

const isSame = (a: Text, b: Text): boolean =>
  a.title === b.title &&
  a.problem === b.problem &&
  a.benefit === b.benefit &&
  a.asks.length === b.asks.length &&
  a.asks.every((ask, i) => ask === b.asks[i])

/** The one that stood before the instant `before` (the end of a local day); null where nothing was public yet. */
export const textBefore = (texts: PublishedText[], before: Date): PublishedText | null =>
  texts.findLast(({ from }, i) => (from === null ? i === 0 : from < before)) ?? null
