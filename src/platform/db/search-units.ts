// What was typed or written as the things that the closest documents share with it. Pure.
import { foldedRuns } from '../../lib/folded.ts'
import { numbersIn, otherNumerals } from '../../lib/numerals.ts'
import { isAsking, tellingWords } from './asking-words.ts'
import { mostTogether, mostWays, noSynonyms, phraseLength, type Synonyms } from './search-query.ts'
import { besideNumbers, nearTokens, runsOf, stemOf, wantedTokens, withGap, wordsOf } from './tokens.ts'

/** What the closest documents are looked for by: each a thing of which one alternative is enough. */
export type Unit = {
  tokens: string[][]
  /** a character by itself */
  single: boolean
  /** a pair of which each character belongs to another word */
  across: boolean
  /** three characters of a title of which the one in the middle may be another */
  gap: boolean
}

const waysToSay = (word: string, synonyms: Synonyms): string[][] =>
  [[stemOf(word)], ...synonyms.of(word).map((other) => wantedTokens(other, false))].slice(0, mostWays)

const pairsOf = (characters: string[]): string[] => characters.slice(1).map((last, i) => characters[i]! + last)

/** Pairs and words of a query, each by itself, with synonyms and, of Latin words, what differs by a letter. */
export function unitsOf(typed: string, synonyms = noSynonyms, most = 60): Unit[] {
  const text = foldedRuns(typed)
  const units = new Map<string, Unit>()
  const add = (tokens: string[][], { single = false, across = false, gap = false } = {}) => {
    const key = tokens.map((way) => way.join(' ')).join('|')
    if (tokens.length && !units.has(key)) units.set(key, { tokens, single, across, gap })
  }
  const within = new Set(tellingWords(text).flatMap((word) => pairsOf([...word])))
  for (const { word, others } of synonyms.within(text))
    add([word, ...others].slice(0, mostWays).map((way) => wantedTokens(way, false)))
  const numbers = numbersIn(text)
  for (const { written, others } of numbers) add([written, ...others].map((way) => wantedTokens(way, false)))
  for (const characters of runsOf(text)) {
    for (const pair of pairsOf(characters)) add([[pair]], { across: !within.has(pair) })
    for (const character of characters) add([[character]], { single: true })
  }
  for (const token of withGap(text)) add([[token]], { gap: true })
  const inDigits = otherNumerals(text).flatMap(besideNumbers)
  for (const token of [...besideNumbers(text), ...inDigits]) add([[token]])
  const words = wordsOf(text)
  for (let i = 0; i < words.length; ) {
    const length = phraseLength(words.slice(i, i + mostTogether), synonyms)
    if (length === 1 && isAsking(words[i]!) && words.length > 1) {
      i++
      continue
    }
    const key = words.slice(i, i + length).join(' ')
    const known = synonyms.of(key)
    const others = known.length || length > 1 ? known : synonyms.near(key)
    const typedTokens = words.slice(i, i + length).map(stemOf)
    const near = length === 1 && !others.length ? nearTokens(words[i]!).map((token) => [token]) : []
    add([typedTokens, ...others.slice(0, mostWays).map((other) => wantedTokens(other, false)), ...near])
    if (length > 1) for (const word of words.slice(i, i + length)) add(waysToSay(word, synonyms))
    i += length
  }
  return [...units.values()].slice(0, most * 2)
}
