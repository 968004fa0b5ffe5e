// Other ways to say what was typed: a list that a government edits. Pure.
import { folded } from '../../lib/folded.ts'
import { memoize } from '../../lib/memoize.ts'
import type { Synonyms } from '../../platform/db/search-query.ts'
import { isUnspaced, keyOf } from '../../platform/db/tokens.ts'
import { usualSynonyms } from './usual-synonyms.ts'

export const synonymLimits = { characters: 60_000 } as const

/** The lines as a government wrote them, or the usual ones, ready to be asked. Made once for each text. */
export const synonymsOf = (text: string | null): Synonyms => ready(text ?? usualSynonyms)
const ready = memoize((text) => build(text), 50)

/** Lines in which a word stands alone: they would find nothing more. Counted from one. */
export function lonelyLines(text: string): number[] {
  return text.split('\n').flatMap((line, i) => (line.trim() && wordsIn(line).found.length === 0 ? [i + 1] : []))
}

function build(text: string): Synonyms {
  const others = new Map<string, Set<string>>()
  const written = new Map<string, Set<string>>()
  const within = new Map<string, Set<string>>()
  const learn = (word: string, all: string[]) => {
    const key = keyOf(word)
    const into = others.get(key) ?? new Set()
    others.set(key, into)
    const asWritten = written.get(folded(word)) ?? new Set()
    written.set(folded(word), asWritten)
    for (const other of all)
      if (keyOf(other) !== key) {
        into.add(folded(other))
        asWritten.add(folded(other))
      }
    if (isUnspaced(key) && [...key].length > 1) within.set(folded(word), into)
  }
  for (const line of text.split('\n')) {
    const { words, found } = wordsIn(line)
    for (const word of words) learn(word, found)
  }
  for (const [word, set] of written) if (others.has(word)) others.set(word, set) // parks are like park, not like parking
  const near = nearKeys([...others.keys()])
  const longestFirst = [...within].map(([word, set]) => ({ word, set })).sort((a, b) => b.word.length - a.word.length)
  return {
    // parking is no park, though they share a stem
    of: (part) => [...(written.get(part) ?? others.get(keyOf(part)) ?? [])],
    near: (part) => {
      const meant = near(keyOf(part))
      return meant === null ? [] : [meant, ...others.get(meant)!]
    },
    within: (part) => {
      const there: { word: string; others: string[] }[] = []
      let rest = part
      for (const { word, set } of longestFirst)
        if (rest.includes(word)) {
          there.push({ word, others: [...set] })
          rest = rest.replaceAll(word, ' ') // 台鐵 is not looked for again in a longer name that holds it
        }
      return there
    },
  }
}

/** The one key that differs from what was typed by a letter (of words of five and more) or a character; null where several do. */
function nearKeys(keys: string[]): (typed: string) => string | null {
  const byLess = new Map<string, Set<string>>()
  for (const key of keys) for (const less of lessOf(key)) byLess.set(less, (byLess.get(less) ?? new Set()).add(key))
  return (typed) => {
    const found = new Set(lessOf(typed).flatMap((less) => [...(byLess.get(less) ?? [])]))
    const meant = [...found].filter((key) => key[0] === typed[0] || typed.length > shortWord)
    return meant.length === 1 ? meant[0]! : null
  }
}

/** Up to so many letters a word with another first one is another word: blood and flood. */
const shortWord = 7

/** A word as it is and with each of its letters left out; of Chinese of three and more with each of its characters replaced: 知道 is not 國道. */
function lessOf(key: string): string[] {
  const letters = [...key]
  if (isUnspaced(key)) return letters.length < 3 ? [] : letters.map((_, i) => letters.with(i, '？').join(''))
  if (letters.length < 5 || !/^[a-z]+$/.test(key)) return []
  return [key, ...letters.map((_, i) => letters.toSpliced(i, 1).join(''))]
}

/** Of a line: the words it is about, and what each of them finds. */
function wordsIn(line: string): { words: string[]; found: string[] } {
  const [before, after] = line.split(/[>＞→]/, 2)
  const words = list(before ?? '')
  if (after !== undefined) return { words, found: list(after) }
  return words.length > 1 ? { words, found: words } : { words, found: [] }
}

const list = (text: string): string[] =>
  text
    .split(/[,，、;；]/)
    .map((word) => word.trim())
    .filter((word) => folded(word) !== '')
