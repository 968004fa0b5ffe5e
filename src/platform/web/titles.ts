// Titles as people wrote them, with marks where a line may end. On a phone Chinese breaks after a clause where it can, and never
// within a word. Chromium's `word-break: auto-phrase` knows words of Japanese only, and Safari has none: so the words are found here.
import { clausesOf } from '../../lib/clauses.ts'
import { memoize } from '../../lib/memoize.ts'
import { escaped, type Html } from './html.ts'

const longest = 500

/** A whole title: each clause breaks as one, as long as it fits into a line (`.phrase` in views/styles/_type.scss). */
export const titleOf = memoize(
  (text) => {
    const clauses = clausesOf(text)
    const html = clauses.map((words) => joined(words))
    return (
      clauses.length < 2 ? (html[0] ?? '') : html.map((one) => `<span class="phrase">${one}</span>`).join('')
    ) as Html
  },
  3000,
  longest,
)

/** Some of a title, as between marks: only the words of it stay whole. */
export const wordsOf = memoize((text) => joined(clausesOf(text).flat()) as Html, 1000, longest)

/** Headings break nowhere by themselves (`word-break: keep-all`), but at spaces and here. */
function joined(words: string[]): string {
  let html = ''
  let before = ' '
  for (const word of words) {
    html += `${/\s$/u.test(before) || /^\s/u.test(word) ? '' : '<wbr>'}${escaped(word)}`
    before = word
  }
  // The number of a case is one word, though a dictionary sees three.
  return html.replace(/\b(\d{2,4})(?:<wbr>)?-(?:<wbr>)?(\d{3,})\b/g, '<span class="nowrap">$1-$2</span>')
}
