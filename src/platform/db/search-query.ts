// What somebody typed into a search field, read as words that must be there, and words that must not. Pure.
import { caseNumberMeant, serialMeant, withoutLabel } from '../../lib/case-number.ts'
import { folded, foldedRuns } from '../../lib/folded.ts'
import { otherNumerals } from '../../lib/numerals.ts'
import { isAsking, tellingWords } from './asking-words.ts'
import { codeToken, isUnspaced, often, runsOf, stemsOf, wantedTokens } from './tokens.ts'

const quoted = /(-?)["“”「」『』]([^"“”「」『』]+)["“”「」『』]/g
const longestQuery = 200
const mostTokens = 40
const mostGroups = 10
/** Characters of a piece in which a word may be another: a whole sentence that says it in other words is none that a text has. */
const longestChanged = 8
export const mostWays = 12
/** Words that may be one thing together: Ministry of Transportation and Communications. */
export const mostTogether = 6

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
  /** What was typed without what is left out: for what is close to it. */
  wanted: string
  /** A hyphen after Chinese was read as "without": it may have been meant as a dash. */
  hyphens: boolean
  /** It is a number or an id, and whatever has it is what was meant. */
  isCode: boolean
}

/** Other ways to say a part of a query; both normalised. */
export type Synonyms = {
  /** Of a word or of several. */
  of: (part: string) => readonly string[]
  /** Of a word that has none: of one that differs from it by a letter or a character. */
  near: (part: string) => readonly string[]
  /** Chinese ones that stand within a longer piece, each with what may stand there instead. */
  within: (part: string) => readonly { word: string; others: readonly string[] }[]
}
export const noSynonyms: Synonyms = { of: () => [], near: () => [], within: () => [] }

/**
 * `dashes`: hyphens are dashes. `loosely`: Chinese is cut into the words that say something, and a word may be misspelled; of such
 * words each must be in the title or come twice, since a long text has any few words somewhere. `apart`: of several words that
 * have synonyms together each counts by itself.
 */
type How = { dashes?: boolean; loosely?: boolean; apart?: boolean }

/**
 * Null when nothing in it can be searched for. The first 200 characters count. `-word` leaves out what has the word; after
 * Chinese it needs no space. English words that only ask are left out where others remain.
 */
export function parseQuery(typed: string, synonyms = noSynonyms, { dashes, loosely, apart }: How = {}): Query | null {
  const text = [...folded([...typed].slice(0, longestQuery).join(''))].slice(0, longestQuery).join('')
  const query: Query = { all: [], none: [], wanted: typed, hyphens: false, isCode: false }
  const asking: Way[][] = []
  const add = (ways: Way[], without: boolean) => {
    if (ways.length) (without ? query.none : query.all).push(ways)
  }
  const rest = text.replace(quoted, (_, minus: string, phrase: string) => {
    add(waysOf([foldedRuns(phrase)], noSynonyms, true), minus === '-')
    return ' '
  })
  const separate = dashes ? rest : rest.replace(/(?<=\p{Script=Han})[-–—−](?=[\p{L}\p{N}])/gu, ' -')
  query.hyphens = separate !== rest
  const parts = separate.split(' ').filter((part) => part !== '')
  const isLeftOut = (part: string) => /^[-–−].+/u.test(part) && !/^-+$/.test(part)
  for (let i = 0; i < parts.length; ) {
    if (isLeftOut(parts[i]!)) {
      add(waysOf([parts[i]!.slice(1)], synonyms, false), true)
      i++
      continue
    }
    const length = apart ? 1 : phraseLength(parts.slice(i, i + mostTogether), synonyms)
    const piece = parts.slice(i, i + length)
    i += length
    if (length === 1 && isAsking(piece[0]!)) asking.push(waysOf(piece, synonyms, false))
    else if (loosely)
      for (const word of looseWords(piece, synonyms)) add(mainly(waysOf([word], looser(synonyms), false)), false)
    else add(waysOf(piece, synonyms, false), false)
  }
  if (query.none.length) {
    const phrases = [...text.matchAll(quoted)].filter(([, minus]) => minus !== '-').map(([, , phrase]) => phrase)
    query.wanted = [...phrases, ...parts.filter((part) => !isLeftOut(part))].join(' ')
  }
  if (!query.all.length) query.all = asking.filter((ways) => ways.length)
  const number = caseNumberMeant(typed)
  const code = number ? codeOf(number) : codeIn(text)
  query.isCode = code !== null
  if (code) query.all = [[{ tokens: [codeToken(code)], phrases: [], term: '' }, ...asOne(query.all, text)]]
  else query.all = withSerial(query.all, typed, text)
  query.all = query.all.slice(0, mostGroups)
  query.none = query.none.slice(0, mostGroups)
  return query.all.length || query.none.length ? query : null
}

/** How many of the words make up one thing that has synonyms; else one. */
export function phraseLength(parts: string[], synonyms: Synonyms): number {
  for (let length = parts.length; length > 1; length--)
    if (synonyms.of(parts.slice(0, length).join(' ')).length) return length
  return 1
}

function waysOf(parts: string[], synonyms: Synonyms, exact: boolean): Way[] {
  const part = parts.join(' ')
  const others = synonyms.of(part)
  const instead =
    others.length || [...part].length > longestChanged
      ? others
      : synonyms
          .within(part)
          .flatMap(({ word, others }) => others.filter(isUnspaced).map((other) => part.replace(word, other)))
  const ways = exact ? [part] : [part, ...otherNumerals(part), ...asOneWord(part)]
  return [
    ...ways.flatMap((way) => asTyped(way, exact)),
    ...instead.filter((other) => other !== part).flatMap((way) => asTyped(way, exact)),
  ]
    .slice(0, mostWays)
    .filter((way) => way.tokens.length > 0)
}

/** A word in Chinese that was typed with others is looked for with them; one in Latin letters as it is. */
function looseWords(piece: string[], synonyms: Synonyms): string[] {
  const part = piece.join(' ')
  if (piece.length > 1 || synonyms.of(part).length || synonyms.near(part).length || !runsOf(part).length) return [part]
  const words = tellingWords(part)
  return words.length ? words : [part]
}

const mainly = (ways: Way[]): Way[] => ways.map((way) => ({ ...way, tokens: way.tokens.map(often) }))

const looser = (synonyms: Synonyms): Synonyms => ({
  ...synonyms,
  of: (part) => {
    const others = synonyms.of(part)
    return others.length ? others : synonyms.near(part)
  },
})

/** U-bike as ubike. */
const asOneWord = (part: string): string[] => (/^[a-z]+-[a-z]+$/.test(part) ? [part.replace('-', '')] : [])

const besideDigit = /(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu

/** A space beside a number says nothing: a title may have one, or none. */
function asTyped(way: string, exact: boolean): Way[] {
  const spaced = exact ? way : way.replace(besideDigit, ' ')
  return [...new Set([way, spaced])].map((one) => wayOf(one, exact))
}

function wayOf(part: string, exact: boolean): Way {
  return {
    tokens: wantedTokens(part, exact).slice(0, mostTokens),
    // what one token says needs no look at the text
    phrases: exact && !(isUnspaced(part) && [...part].length <= 3) ? [part] : [],
    term: exact || runsOf(part).length || /\d\.\d/.test(part) ? part : stemsOf(part),
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

/** #14 and 14 are said by what has the number 2026-0014, too. */
function withSerial(all: Way[][], typed: string, text: string): Way[][] {
  const alone = serialMeant(typed)
  const padded = String(alone?.serial).padStart(4, '0')
  if (!alone || all.length === 0 || text === padded) return all
  return [[wayOf(padded, false), ...(all.length > 1 ? asOne(all, text) : all[0]!)]]
}

const short = /^(\d{4}) ?- ?(\d{1,4})$/
const gap = '[ \\-–—−]?'
const uuid = new RegExp(`(?<![0-9a-f])[0-9a-f]{8}(?:${gap}[0-9a-f]{4}){3}${gap}[0-9a-f]{12}(?![0-9a-f])`)
/** A number of JOIN's, wherever it stands in what was pasted: its day, then four figures. */
const dated = /(?<!\d)(?:19|20)\d{6}[-–—−]\d{4}(?!\d)/
const digits = /^\d[\d \-–—−]{5,30}\d$/

/** The number or the id that was typed, as it is indexed; null where it is words. `text`: folded. */
function codeIn(text: string): string | null {
  const id = uuid.exec(text)?.[0]
  if (id) return codeOf(id)
  const bare = withoutLabel(text)
  const few = short.exec(bare)
  if (few) return few[1]! + few[2]!.padStart(4, '0')
  const long = digits.exec(bare)?.[0] ?? dated.exec(text)?.[0] ?? /^(?=.*\d)[a-z0-9-]{8,40}$/.exec(text)?.[0]
  return long ? codeOf(long) : null
}

/** Letters and digits alone: people leave out or change the rest. */
export const codeOf = (number: string): string => folded(number).replace(/[^a-z0-9]/g, '')
