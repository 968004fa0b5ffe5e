// What somebody typed into a search field, read as words that must be there, and words that must not. Pure.
import { caseNumberMeant } from '../../lib/case-number.ts'
import { folded, foldedRuns } from '../../lib/folded.ts'
import { numbersIn, otherNumerals } from '../../lib/numerals.ts'
import { codeToken, keyOf, nearTokens, runsOf, stemOf, wantedTokens, wordsOf } from './tokens.ts'

const quoted = /(-?)["“”「」『』]([^"“”「」『』]+)["“”「」『』]/g
const longestQuery = 200
const mostTokens = 40
const mostGroups = 10
const mostWays = 12

/** One way to say a thing. */
export type Way = {
  /** All must be among a document's tokens. */
  tokens: string[]
  /** Each must stand in the normalised text, letter by letter: what was quoted. */
  phrases: string[]
  /** As it is looked for in a title, and marked. */
  term: string
}

export type Query = {
  /** A document has one way of each. */
  all: Way[][]
  /** And none of these. */
  none: Way[][]
  /** A hyphen after Chinese was read as "without": it may have been meant as a dash. */
  hyphens: boolean
}

/** Other ways to say a part of a query; both normalised. */
export type Synonyms = {
  /** By the key of a word or of several. */
  of: (key: string) => readonly string[]
  /** Chinese ones that stand within a longer piece, each with what may stand there instead. */
  within: (part: string) => readonly { word: string; others: readonly string[] }[]
}
const noSynonyms: Synonyms = { of: () => [], within: () => [] }

/**
 * Null when nothing in it can be searched for. The first 200 characters count. `-word` leaves out what has the word; after
 * Chinese it needs no space, unless `dashes` says that hyphens are dashes.
 */
export function parseQuery(typed: string, synonyms = noSynonyms, dashes = false): Query | null {
  const text = [...folded([...typed].slice(0, longestQuery).join(''))].slice(0, longestQuery).join('')
  const query: Query = { all: [], none: [], hyphens: false }
  const add = (ways: Way[], without: boolean) => {
    if (ways.length) (without ? query.none : query.all).push(ways)
  }
  const rest = text.replace(quoted, (_, minus: string, phrase: string) => {
    add(waysOf([foldedRuns(phrase)], noSynonyms, true), minus === '-')
    return ' '
  })
  const apart = dashes ? rest : rest.replace(/(?<=\p{Script=Han})[-–—−](?=[\p{L}\p{N}])/gu, ' -')
  query.hyphens = apart !== rest
  const parts = apart.split(' ').filter((part) => part !== '')
  for (let i = 0; i < parts.length; ) {
    const without = /^[-–−].+/u.test(parts[i]!) && !/^-+$/.test(parts[i]!)
    if (without) {
      add(waysOf([parts[i]!.slice(1)], synonyms, false), true)
      i++
      continue
    }
    const length = phraseLength(parts.slice(i, i + 4), synonyms)
    add(waysOf(parts.slice(i, i + length), synonyms, false), false)
    i += length
  }
  const number = caseNumberMeant(typed) ?? caseNumberMeant(withoutLabel(text))
  const code = number ? codeOf(number) : codeIn(text)
  if (code) query.all = [[{ tokens: [codeToken(code)], phrases: [], term: '' }, ...asOne(query.all, text)]]
  query.all = query.all.slice(0, mostGroups)
  query.none = query.none.slice(0, mostGroups)
  return query.all.length || query.none.length ? query : null
}

/** How many of the words make up one thing that has synonyms; else one. */
function phraseLength(parts: string[], synonyms: Synonyms): number {
  for (let length = parts.length; length > 1; length--)
    if (synonyms.of(keyOf(parts.slice(0, length).join(' '))).length) return length
  return 1
}

function waysOf(parts: string[], synonyms: Synonyms, exact: boolean): Way[] {
  const part = parts.join(' ')
  const others = synonyms.of(keyOf(part))
  const instead = others.length
    ? others
    : synonyms.within(part).flatMap(({ word, others }) => others.map((other) => part.replace(word, other)))
  const ways = exact ? [part] : [part, ...otherNumerals(part)]
  return [
    ...ways.flatMap((way) => asTyped(way, exact)),
    ...instead.filter((other) => other !== part).flatMap((way) => asTyped(way, exact)),
  ]
    .slice(0, mostWays)
    .filter((way) => way.tokens.length > 0)
}

const besideDigit = /(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu

/** Digits are apart from what is counted in the index: only the text says that they stand side by side, with or without a space. */
function asTyped(way: string, exact: boolean): Way[] {
  const spaced = exact ? way : way.replace(besideDigit, ' ')
  return spaced === way ? [wayOf(way, exact)] : [way, spaced].map((one) => wayOf(one, false, [one]))
}

function wayOf(part: string, exact: boolean, phrases = exact ? [part] : []): Way {
  return {
    tokens: wantedTokens(part, exact).slice(0, mostTokens),
    phrases,
    term:
      exact || runsOf(part).length
        ? part
        : wordsOf(part)
            .map((w) => stemOf(w).slice(0, -1))
            .join(' '),
  }
}

/** All groups as one way, standing as it was typed: a text may say the number too. */
const asOne = (groups: Way[][], text: string): Way[] =>
  groups.length
    ? [
        {
          tokens: groups.flatMap(([way]) => way!.tokens).slice(0, mostTokens),
          phrases: [foldedRuns(text)],
          term: groups.map(([way]) => way!.term).join(' '),
        },
      ]
    : []

const short = /^(\d{4}) ?- ?(\d{1,4})$/
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
const digits = /^\d[\d \-–—−]{5,30}\d$/

/** 第 2026-0042 號, 案號：2026-0042, no. 2026-0042: what stands around a number. */
const withoutLabel = (text: string): string =>
  text.replace(/^(?:第|no\.?|#|case|案号:?|编号:?|提案:?) ?/, '').replace(/ ?(?:号案?|案)$/, '')

/** The number or the id that was typed, as it is indexed; null where it is words. `text`: folded. */
export function codeIn(text: string): string | null {
  const id = uuid.exec(text)?.[0]
  if (id) return codeOf(id)
  const bare = withoutLabel(text)
  const few = short.exec(bare)
  if (few) return few[1]! + few[2]!.padStart(4, '0')
  const long = digits.exec(bare)?.[0] ?? /^(?=.*\d)[a-z0-9-]{8,40}$/.exec(text)?.[0]
  return long ? codeOf(long) : null
}

/** Letters and digits alone: people leave out or change the rest. */
export const codeOf = (number: string): string => folded(number).replace(/[^a-z0-9]/g, '')

/** What the closest documents are looked for by: each a thing of which one alternative is enough. */
export type Unit = { tokens: string[][]; single: boolean }

/** Pairs and words of a query, each by itself, with synonyms and, of Latin words, what differs by a letter. */
export function unitsOf(typed: string, synonyms = noSynonyms, most = 60): Unit[] {
  const text = foldedRuns(typed)
  const units = new Map<string, Unit>()
  const add = (tokens: string[][], single = false) => {
    const key = tokens.map((way) => way.join(' ')).join('|')
    if (tokens.length && !units.has(key)) units.set(key, { tokens, single })
  }
  for (const { word, others } of synonyms.within(text))
    add([word, ...others].slice(0, mostWays).map((way) => wantedTokens(way, false)))
  const numbers = numbersIn(text)
  for (const { written, others } of numbers) add([written, ...others].map((way) => wantedTokens(way, false)))
  for (const characters of runsOf(text)) {
    for (const [i, character] of characters.entries()) if (i > 0) add([[characters[i - 1]! + character]])
    for (const character of characters) add([[character]], true)
  }
  const words = wordsOf(text)
  for (let i = 0; i < words.length; ) {
    const length = phraseLength(words.slice(i, i + 4), synonyms)
    const others = synonyms.of(keyOf(words.slice(i, i + length).join(' ')))
    const typedTokens = words.slice(i, i + length).map(stemOf)
    const near = length === 1 && !others.length ? nearTokens(words[i]!).map((token) => [token]) : []
    add([typedTokens, ...others.slice(0, mostWays).map((other) => wantedTokens(other, false)), ...near])
    i += length
  }
  return [...units.values()].slice(0, most * 2)
}
