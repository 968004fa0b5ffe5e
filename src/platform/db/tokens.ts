// Search text is cut here, so that both engines find the same: scripts without spaces into single characters, pairs and threes,
// other scripts into words and their stems. Pure.
import { stemmer } from 'stemmer'
import { folded, foldedRuns, unspaced } from '../../lib/folded.ts'
import { isAsking } from './asking-words.ts'

const unspacedRun = new RegExp(`${unspaced}+`, 'gu')
const word = /[\p{L}\p{N}\p{M}]+/gu
const longestWord = 40 // characters that count: an index has a limit
const misspelled = { from: 4, to: 20 } // letters of a word that is found with one wrong letter

/** The form in which texts are compared. */
export const normalised = foldedRuns

// A token's first letter says what it is: none of these can stand in a word.
const ofOften = '!' // a token that the title has, or that comes more than once
const ofLess = '-' // a word without one of its letters
const ofName = '@' // the whole name of an agency or a district whose case it is
const ofCode = '#' // a number or an id, without its punctuation

/** What a text is found by. */
/** `names` and `owners` are of what it belongs to; they stand in its body too. Who types the whole name of an owner means its cases. */
export type Searchable = { title: string; body: string; names?: string[]; owners?: string[]; codes?: string[] }

/** Every token a document is found by, each once. A stem ends in ~, so that it is no word. */
export function searchTokens(text: string): string[] {
  return [...counted(foldedRuns(text)).keys()]
}

/** Those of a document, with what says where it is mostly about and what finds it by misspelled words and by codes. */
export function documentTokens({ title, body, names = [], owners = [], codes = [] }: Searchable): string[] {
  const all = counted(foldedRuns(`${title}\n|\n${body}`))
  const inTitle = counted(foldedRuns(title))
  const inNames = counted(foldedRuns([...names, ...owners].join('\n|\n')))
  const tokens = new Set<string>()
  for (const [token, times] of all) {
    tokens.add(token)
    if (times > 1 || inTitle.has(token) || inNames.has(token)) tokens.add(ofOften + token)
    for (const less of lessOf(token)) tokens.add(ofLess + less)
  }
  for (const token of withGap(foldedRuns(title))) tokens.add(token)
  for (const name of owners) for (const token of nameTokens(name)) tokens.add(token)
  for (const code of codes) tokens.add(ofCode + code)
  return [...tokens]
}

/** Of one that is so already the same. */
export const often = (token: string): string => (token.startsWith(ofOften) ? token : ofOften + token)
/** As the term of a way of a query is written; 行政院農業委員會 is 農業委員會 too. */
const nameTokens = (name: string): string[] => {
  const plain = foldedRuns(name)
  const whole = runsOf(plain).length
    ? plain
    : stemsOf(
        wordsOf(plain)
          .filter((w) => !isAsking(w))
          .join(' '),
      ) // Department of Health
  return [...new Set([whole, whole.replace(/^行政院/, '')])].filter(Boolean).map(nameToken)
}
/** A token that only a name gives, such as an agency's. */
export const nameToken = (term: string): string => ofName + term
/** A token that only a code gives, such as a case's number. */
export const codeToken = (code: string): string => ofCode + code

/** Tokens of documents with the word, or with one that differs by a letter. Empty for a word too short to guess at. */
export function nearTokens(typed: string): string[] {
  const less = lessOf(typed)
  return less.length ? [ofLess + typed, ...less, ...less.map((one) => ofLess + one)] : []
}

/** A word with each of its letters left out. */
function lessOf(token: string): string[] {
  if (token.length < misspelled.from || token.length > misspelled.to || !/^\p{L}+$/u.test(token)) return []
  if (isUnspaced(token)) return []
  const letters = [...token]
  return [...new Set(letters.map((_, i) => letters.toSpliced(i, 1).join('')))]
}

/** Of Chinese, threes of characters without the one in the middle: what finds 安樂死 by 安勒死. Of titles alone, where words are short. */
export const withGap = (plain: string): string[] =>
  runsOf(plain).flatMap((characters) => characters.slice(2).map((last, i) => `${ofLess}${characters[i]}？${last}`))

function counted(plain: string): Map<string, number> {
  const times = new Map<string, number>()
  const add = (token: string) => times.set(token, (times.get(token) ?? 0) + 1)
  for (const characters of runsOf(plain))
    for (const [i, character] of characters.entries()) {
      add(character)
      if (i > 0) add(characters[i - 1]! + character)
      if (i > 1) add(characters[i - 2]! + characters[i - 1]! + character)
    }
  for (const w of wordsOf(plain)) {
    add(w)
    add(stemOf(w))
  }
  for (const w of joinedWords(plain)) {
    add(w)
    add(stemOf(w))
  }
  for (const token of besideNumbers(plain)) add(token)
  return times
}

const figures = '[a-z]*(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)*'
const numbers = new RegExp(
  `(?:(${unspaced}) ?)?(?<![a-z\\d.,])(${figures})(?![a-z\\d])(?= ?(${unspaced}?)(${unspaced}?))`,
  'gu',
)
const dotted = /(?<![a-z\d])[a-z]*\d+(?:\.\d+)+/g // from the beginning of a word alone: else a long one is read once for each of its letters
const withCommas = /(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])/g
const hyphened = /(?<![a-z-])[a-z]+-[a-z]+(?![a-z-])/g

/**
 * A number with what it counts and with what stands before it, since words and characters by themselves say nothing of their order:
 * of 每週40小時 these are 周40, 40小 and 40小时, and of PM2.5 pm2.5. A space beside a number says nothing.
 */
export function besideNumbers(plain: string): string[] {
  const found: string[] = [...plain.matchAll(dotted)].map(([number]) => number)
  for (const [, before = '', figures = '', next = '', last = ''] of plain.matchAll(numbers)) {
    const number = figures.replaceAll(',', '')
    if (before) found.push(before + number)
    if (next) found.push(number + next)
    if (last) found.push(number + next + last)
  }
  return found.map((token) => [...token].slice(0, longestWord).join(''))
}

/** What people write as one word, or with a sign within: U-bike is ubike too, 1,000 is 1000. */
function joinedWords(plain: string): string[] {
  const words = [...plain.matchAll(hyphened), ...plain.matchAll(withCommas)].map(([w]) => w.replace(/[-,]/g, ''))
  return words.map((w) => w.slice(0, longestWord))
}

/** Hex, so that no token can mean anything to a query language. */
export const coded = (token: string) => Buffer.from(token).toString('hex')

/**
 * What a document must have that holds this part, which is normalised: of a run of Chinese all threes of characters, the pair or
 * the one; words as typed in a quoted phrase, else by their stems, and numbers with what stands beside them.
 */
export function wantedTokens(part: string, exact: boolean): string[] {
  const pieces = runsOf(part).flatMap((characters) =>
    characters.length < 3
      ? [characters.join('')]
      : characters.slice(2).map((_, i) => characters.slice(i, i + 3).join('')),
  )
  const numbers = exact ? [] : besideNumbers(part)
  return [...new Set([...pieces, ...wordsOf(part).map((w) => (exact ? w : stemOf(w))), ...numbers])]
}

/** Whether all of it is of a script that puts no spaces between words. */
export const isUnspaced = (text: string): boolean => new RegExp(`^${unspaced}+$`, 'u').test(text)

/** Runs of scripts without spaces, each as its characters. */
export const runsOf = (plain: string): string[][] => [...plain.matchAll(unspacedRun)].map(([run]) => [...run])

/** The words of scripts with spaces, each cut after as many letters as are kept. */
export const wordsOf = (plain: string): string[] =>
  [...plain.replace(unspacedRun, ' ').matchAll(word)].map(([w]) => [...w].slice(0, longestWord).join(''))

/** Words as the term of a query is written. */
export const stemsOf = (part: string): string =>
  wordsOf(part)
    .map((w) => stemmer(w))
    .join(' ')

/** By the stemmer of English. The sign at its end tells it from a word. */
export const stemOf = (w: string): string => `${stemmer(w)}~`

/** A text as a key among synonyms: normalised, its words by their stems. */
export const keyOf = (text: string): string =>
  folded(text)
    .replace(/(?<=[a-z])-(?=[a-z])/g, ' ') // same-sex and same sex
    .split(' ')
    .map((part) => (/^[a-z]+$/.test(part) ? stemmer(part) : part))
    .join(' ')
