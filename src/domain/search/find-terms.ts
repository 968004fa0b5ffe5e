// Where the words that were searched for stand in a text, as it is written. Pure.
// Most texts are Chinese, Latin letters and their signs. A regular expression finds a word in them in every way that it can be
// written, without folding the text: a search draws twenty cases, each with several pages of it. Others are folded.
import { folded, foldedWithPlaces, unspaced, writtenAs } from '../../lib/folded.ts'
import { graphemes } from '../../lib/graphemes.ts'
import { memoize } from '../../lib/memoize.ts'
import { isUnspaced, stemOf } from '../../platform/db/tokens.ts'

/** From where to where, in code units. */
export type Span = [start: number, end: number]

/** Of these each is a character by itself, which folds to one of its family and to nothing longer. */
const plainCharacters =
  /^[\u3400-\u9fff\u{20000}-\u{2f7ff}\t\n\r\x20-\x7e\u3000-\u3020\u2014\u201c\u201d\uff01-\uff5e]*$/u
/** Whether each of its letters folds to one letter and to nothing longer. */
export const isPlain = (text: string): boolean => plainCharacters.test(text)

/** The first place where one of the terms stands; null where none does. */
export function firstIn(text: string, terms: string[]): Span | null {
  const quick = firstWritten(text, finderOf(terms), 0)
  if (quick || isPlain(text)) return quick
  return firstFolded(text, terms)
}

/** Where terms stand, in order and not overlapping; of those that begin alike the longest. */
export function spansIn(text: string, terms: string[]): Span[] {
  if (!terms.length) return []
  if (!isPlain(text)) return foldedSpans(text, terms)
  const finder = finderOf(terms)
  const found: Span[] = []
  for (let at = 0; ; ) {
    const next = firstWritten(text, finder, at)
    if (!next) return merged(found)
    found.push(next)
    at = after(text, next[0])
  }
}

type Finder = { any: RegExp; each: { term: string; isWord: boolean; here: RegExp }[] }

const finderOf = (terms: string[]): Finder => finder(terms.join('\n'))
const finder = memoize((key) => makeFinder(key.split('\n')), 100, 20_000)

function makeFinder(terms: string[]): Finder {
  const patterns = terms.map(patternOf)
  return {
    any: new RegExp(patterns.join('|'), 'gu'),
    each: terms.map((term, i) => ({ term, isWord: !isUnspaced(term), here: new RegExp(patterns[i]!, 'yu') })),
  }
}

/** The longest of those that stand first, from `from` on. */
function firstWritten(text: string, { any, each }: Finder, from: number): Span | null {
  for (any.lastIndex = from; ; ) {
    const match = any.exec(text)
    if (!match) return null
    const start = match.index
    let longest = 0
    for (const { term, isWord, here } of each) {
      here.lastIndex = start
      if (!here.test(text)) continue
      const end = isWord ? wordEnd(text, start, here.lastIndex, term) : here.lastIndex
      if (end) longest = Math.max(longest, end)
    }
    while (longest && isApostrophe(text[longest])) longest++ // a mark belongs to its letter
    if (longest) return [start, longest]
    any.lastIndex = after(text, start)
  }
}

/** Where the next code point begins: an expression goes back to the first half of one, and would find the same again. */
const after = (text: string, at: number): number => at + (text.codePointAt(at)! > 0xffff ? 2 : 1)

/** An apostrophe may stand between any two letters, a gap between any two Chinese characters: folding leaves out both. */
function patternOf(term: string): string {
  const characters = [...term]
  return characters
    .map((character, i) => {
      if (character === ' ') return "['＇]*\\s['＇\\s]*"
      const gap = isUnspaced(character) && isUnspaced(characters[i + 1] ?? '') ? "['＇\\s]*" : "['＇]*"
      return `${classOf(character)}${i < characters.length - 1 && characters[i + 1] !== ' ' ? gap : ''}`
    })
    .join('')
}

/** Every plain character that folds to this one. */
const classOf = memoize((character) => {
  const ways = writtenAs(character)
  const code = character.codePointAt(0)!
  if (code > 0x20 && code < 0x7f)
    for (const one of new Set([character, character.toUpperCase()]))
      ways.push(one, String.fromCodePoint(one.codePointAt(0)! + 0xfee0))
  return `[${[...new Set(ways)].map((one) => one.replace(/[\\\]^\-[]/, '\\$&')).join('')}]`
}, 5000)

/** Where the word ends that begins with a stem; null within a word. `end`: where the stem ends. */
function wordEnd(text: string, start: number, end: number, term: string): number | null {
  let before = start - 1
  while (isApostrophe(text[before])) before--
  if (isLetter(text[before])) return null
  let last = end
  while (isLetter(text[last]) || isApostrophe(text[last])) last++
  const word = folded(text.slice(start, last))
  return word === term || stemOf(word) === `${term}~` ? last : null
}

const spacedLetter = new RegExp(`^(?!${unspaced})[\\p{L}\\p{N}]$`, 'u')
const isApostrophe = (character: string | undefined) => character === "'" || character === '＇'
const isLetter = (character: string | undefined) => character !== undefined && spacedLetter.test(character)

const looksAt = 300 // code units of a text at once
const overlap = 100 // longer than any term

/** Texts are long, so each stretch is only folded before its letters are looked at one by one. */
function firstFolded(text: string, terms: string[]): Span | null {
  for (let from = 0; from < text.length; from += looksAt) {
    // some more on both sides, so that no character is halved where it counts
    const start = Math.max(0, from - overlap)
    const stretch = text.slice(start, from + looksAt + overlap * 2)
    if (isPlain(stretch)) continue // looked through already
    const [first] = foldedSpans(stretch, terms).filter(([at]) => start + at >= from)
    if (first) return [start + first[0], start + first[1]]
  }
  return null
}

function foldedSpans(text: string, terms: string[]): Span[] {
  const plain = foldedWithPlaces(text)
  const found: Span[] = []
  for (const term of terms)
    for (let at = plain.text.indexOf(term); at >= 0; at = plain.text.indexOf(term, at + 1)) {
      const end = isUnspaced(term) ? at + term.length : wordEnd(plain.text, at, at + term.length, term)
      if (end) found.push([plain.starts[at]!, plain.ends[end - 1]!])
    }
  if (!found.length) return []
  const whole = boundariesOf(text)
  // not a part of an emoji, nor a letter without its mark
  return merged(found.filter(([start, end]) => whole.has(start) && whole.has(end)))
}

function merged(found: Span[]): Span[] {
  const kept: Span[] = []
  for (const [start, end] of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = kept.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else kept.push([start, end])
  }
  return kept
}

/** Where a character begins or ends. */
function boundariesOf(text: string): Set<number> {
  let at = 0
  return new Set([0, ...Array.from(graphemes(text), ({ length }) => (at += length))])
}
