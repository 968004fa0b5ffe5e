// Search text is cut here, so that both engines find the same: CJK single characters and pairs, other scripts into words and stems. Pure.
import { stemmer } from 'stemmer'

const cjkRun = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}々〇]+/gu
const word = /[\p{L}\p{N}]+/gu

/** NFKC, lower case, no diacritics, one space between words. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Every token a document is found by: a set. */
export function documentTokens(text: string): Set<string> {
  const tokens = new Set<string>()
  const plain = normalised(text)
  for (const [run] of plain.matchAll(cjkRun)) {
    const characters = [...run]
    characters.forEach((c, i) => {
      tokens.add(c)
      if (i > 0) tokens.add(characters[i - 1]! + c)
    })
  }
  for (const [w] of plain.replace(cjkRun, ' ').matchAll(word)) {
    tokens.add(w)
    tokens.add(`${stemmer(w)}~`)
  }
  return tokens
}

export type Query = {
  /** all must be among a document's tokens */
  tokens: string[]
  /** each must stand in the normalised text: pairs alone would also find 「一次性 … 次性用」 */
  phrases: string[]
  /** the words as typed, for title hits */
  terms: string[]
}

/** What somebody typed into the search field; null when nothing in it can be searched for. At most 200 characters count. */
export function parseQuery(typed: string): Query | null {
  const plain = normalised(typed.slice(0, 200))
  const tokens = new Set<string>()
  const phrases = new Set<string>()
  const terms: string[] = []
  const rest = plain.replace(/["「『“]([^"」』”]+)["」』”]/g, (_, phrase: string) => {
    if (addTokens(phrase, tokens, true)) {
      phrases.add(phrase.trim())
      terms.push(phrase.trim())
    }
    return ' '
  })
  for (const part of rest.split(' ')) {
    if (!addTokens(part, tokens, false)) continue
    terms.push(part)
    for (const [run] of part.matchAll(cjkRun)) if ([...run].length >= 3) phrases.add(run)
  }
  return tokens.size
    ? { tokens: [...tokens].slice(0, 40), phrases: [...phrases].slice(0, 10), terms: terms.slice(0, 10) }
    : null
}

function addTokens(part: string, tokens: Set<string>, exact: boolean): boolean {
  const before = tokens.size
  let any = false
  for (const [run] of part.matchAll(cjkRun)) {
    const characters = [...run]
    if (characters.length === 1) tokens.add(run)
    for (let i = 1; i < characters.length; i++) tokens.add(characters[i - 1]! + characters[i]!)
    any = true
  }
  for (const [w] of part.replace(cjkRun, ' ').matchAll(word)) {
    tokens.add(exact ? w : `${stemmer(w)}~`)
    any = true
  }
  return any || tokens.size > before
}

/** Hex, so that no token can mean anything to a query language. */
export const coded = (token: string) => Buffer.from(token).toString('hex')
