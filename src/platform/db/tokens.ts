// Search text is cut here, so that both engines find the same: scripts without spaces into single characters and pairs,
// other scripts into words and their stems. Pure.
import { stemmer } from 'stemmer'

const unspaced =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}々〇ー]'
const unspacedRun = new RegExp(`${unspaced}+`, 'gu')
const gapWithinRun = new RegExp(`(?<=${unspaced})\\s+(?=${unspaced})`, 'gu')
const word = /[\p{L}\p{N}\p{M}]+/gu
const quoted = /["“”「」『』]([^"“”「」『』]+)["“”「」『』]/g

const longestWord = 40 // characters that count: an index has a limit
const longestQuery = 200
const mostTokens = 40
const mostPhrases = 10

// Two ways to write one character; people type either.
const variants: Record<string, string> = {
  臺: '台',
  裏: '裡',
  峯: '峰',
  羣: '群',
  衆: '眾',
  啓: '啟',
  爲: '為',
  汙: '污',
  綫: '線',
  麪: '麵',
  牀: '床',
}
const variant = new RegExp(`[${Object.keys(variants).join('')}]`, 'g')

/** The form in which texts are compared: NFKC, lower case, no diacritics, 臺 as 台, no gaps within a run of Chinese. */
export function normalised(text: string): string {
  return fold(text).replace(gapWithinRun, '')
}

/** Every token a document is found by, each once. A stem ends in ~, so that it is no word. */
export function searchTokens(text: string): string[] {
  const tokens = new Set<string>()
  const plain = normalised(text)
  for (const characters of runsOf(plain))
    for (const [i, character] of characters.entries()) {
      tokens.add(character)
      if (i > 0) tokens.add(characters[i - 1]! + character)
    }
  for (const w of wordsOf(plain)) tokens.add(w).add(stemOf(w))
  return [...tokens]
}

export type Query = {
  /** All must be among a document's tokens. */
  tokens: string[]
  /** Each must stand in the normalised text, letter by letter: pairs alone would also find 「一次性…次性用」. */
  phrases: string[]
  /** What was typed, piece by piece, normalised: a title that holds them all comes first. */
  terms: string[]
}

/** What somebody typed into the search field; null when nothing in it can be searched for. 200 characters count. */
export function parseQuery(typed: string): Query | null {
  const tokens = new Set<string>()
  const phrases = new Set<string>()
  const terms = new Set<string>()
  const take = (part: string, exact: boolean) => {
    const found = wantedTokens(part, exact)
    for (const token of found) tokens.add(token)
    if (found.length) terms.add(part)
    if (found.length && exact) phrases.add(part)
    if (!exact) for (const run of runsOf(part)) if (run.length >= 3) phrases.add(run.join(''))
  }

  const text = [...fold([...typed].slice(0, longestQuery).join(''))].slice(0, longestQuery).join('')
  const rest = text.replace(quoted, (_, phrase: string) => {
    take(normalised(phrase), true)
    return ' '
  })
  for (const part of rest.split(' ')) take(part, false)

  if (!tokens.size) return null
  return {
    tokens: [...tokens].slice(0, mostTokens),
    phrases: [...phrases].slice(0, mostPhrases),
    terms: [...terms].slice(0, mostPhrases),
  }
}

/** Hex, so that no token can mean anything to a query language. */
export const coded = (token: string) => Buffer.from(token).toString('hex')

/** Pairs where there are two characters or more; words as typed in a quoted phrase, else by their stems. */
function wantedTokens(part: string, exact: boolean): string[] {
  const pairs = runsOf(part).flatMap((characters) =>
    characters.length === 1 ? characters : characters.slice(1).map((character, i) => characters[i]! + character),
  )
  return [...pairs, ...wordsOf(part).map((w) => (exact ? w : stemOf(w)))]
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '') // not every mark: か and が are two letters. And don't is one word
    .normalize('NFC')
    .replace(variant, (character) => variants[character]!)
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
    .trim()
}

const runsOf = (plain: string): string[][] => [...plain.matchAll(unspacedRun)].map(([run]) => [...run])

const wordsOf = (plain: string): string[] =>
  [...plain.replace(unspacedRun, ' ').matchAll(word)].map(([w]) => [...w].slice(0, longestWord).join(''))

const stemOf = (w: string): string => `${stemmer(w)}~`
