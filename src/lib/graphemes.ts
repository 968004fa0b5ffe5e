// Text is counted and cut in characters as people see them: 👩‍👩‍👧, 𠮷 and é are one each, however many code points they have. Pure.

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Code units that one character may have on average. The longest emoji has 15; a hundred marks upon a letter are no character. */
const mostUnits = 16
/** Code units that the segmenter gets at once: in a long run of joined emoji or flags each character takes it longer than the last. */
const atOnce = 512

/** Letters, Chinese characters and signs that join nothing: each is a character if the next one is such a sign too. */
const plain =
  /[\x20-\x7e\u00ae-\u02ff\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]{1,512}/y

/** A surplus that is still counted character by character. */
const mostCounted = 10_000

/** The characters of a text, in order. */
export function* graphemes(text: string): Generator<string, void> {
  let from = 0
  let size = atOnce
  while (from < text.length) {
    plain.lastIndex = from
    const run = plain.exec(text)?.[0] ?? ''
    const alone = from + run.length < text.length ? run.length - 1 : run.length // what comes next may belong to the last one
    if (alone > 0) {
      for (let i = 0; i < alone; i++) yield run[i]!
      from += alone
      continue
    }
    const isLast = from + size >= text.length
    const isHalved = !isLast && /[\ud800-\udbff]/.test(text[from + size - 1]!)
    const piece = text.slice(from, from + size - Number(isHalved))
    let held = '' // the last one of a piece may go on in the next
    for (const { segment } of segmenter.segment(piece)) {
      if (held) yield held
      held = segment
    }
    if (isLast) return yield held
    from += piece.length - held.length
    size = held === piece ? size * 2 : atOnce
  }
}

/** Whether a text has at most `max` characters. Counting stops there, so that a megabyte costs no more than a long text. */
export function fits(text: string, max: number): boolean {
  if (text.length <= max) return true
  if (text.length > max * mostUnits) return false
  let n = 0
  for (const _ of graphemes(text)) if (++n > max) return false
  return true
}

/** How many characters a text has over `max`; 0 where it fits. Beyond ten thousand it is counted in code units, which are more. */
export function surplusOf(text: string, max: number): number {
  if (fits(text, max)) return 0
  let n = 0
  for (const _ of graphemes(text)) if (++n > max + mostCounted) return text.length - max
  return Math.max(1, n - max)
}

/** Whether a text has at least `min` characters. */
export const reaches = (text: string, min: number): boolean => min < 1 || !fits(text, min - 1)

/** False for nothing but signs, such as “。，”. */
export const hasLetters = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** A text of at most `max` characters; where something is left out, the last of them is "…". */
export const cut = (text: string, max: number): string =>
  fits(text, max) ? text : `${firstOf(text, max - 1).trimEnd()}…`

/** The first characters of a text, `max` at most. */
export function firstOf(text: string, max: number): string {
  if (text.length <= max) return text
  let [n, end] = [0, 0]
  for (const { length } of graphemes(text.slice(0, max * mostUnits + atOnce))) {
    if (++n > max || end + length > max * mostUnits) break
    end += length
  }
  return text.slice(0, end)
}
