// Where the words that were searched for stand in a text, and the passage that shows why a case was found. Pure.
import { foldedRuns, foldedWithPlaces } from '../../lib/folded.ts'
import { graphemes } from '../../lib/graphemes.ts'
import type { Query, Unit } from '../../platform/db/search-query.ts'
import { isUnspaced, stemOf } from '../../platform/db/tokens.ts'
import type { Section, SectionKind } from '../proposals/searchable.ts'

export type Piece = { text: string; found: boolean }
export type Passage = { kind: SectionKind; pieces: Piece[] }

const mostTerms = 60
const around = 40 // characters before and after what was found
const mostSearched = 20_000 // of one text

/** What a search marks: every way of saying what must be there. */
export const termsOf = (query: Query | null): string[] =>
  [
    ...new Set(
      (query?.all ?? []).flat().flatMap(({ term, tokens }) => [term, ...(isUnspaced(term) ? [] : words(tokens))]),
    ),
  ]
    .filter((term) => term !== '')
    .slice(0, mostTerms)

/** What the closest cases share with what was typed. */
export const sharedTermsOf = (units: Unit[]): string[] =>
  [...new Set(units.filter(({ single }) => !single).flatMap(({ tokens }) => tokens.flatMap(words)))].slice(0, mostTerms)

/** Tokens as they stand in a text; what finds misspelled words and codes is none. */
const words = (tokens: string[]): string[] =>
  tokens.filter((token) => /^[\p{L}\p{N}]+~?$/u.test(token)).map((token) => token.replace('~', ''))

/** The text in pieces, in order; those that were sought are marked, also where they are written in another way. */
export function pieces(text: string, terms: string[]): Piece[] {
  const spans = spansIn(text, terms)
  const made: Piece[] = []
  let from = 0
  for (const [start, end] of spans) {
    made.push({ text: text.slice(from, start), found: false }, { text: text.slice(start, end), found: true })
    from = end
  }
  return [...made, { text: text.slice(from), found: false }].filter((piece) => piece.text !== '')
}

/** The first passage that shows what the title does not; null where the title shows some of it. */
export function passageOf(sections: Section[], terms: string[]): Passage | null {
  const [title, ...rest] = sections
  if (!terms.length || (title && spansIn(title.text, terms).length)) return null
  for (const { kind, text } of rest) {
    const searched = text.slice(0, mostSearched)
    const first = firstIn(searched, terms)
    if (first) return { kind, pieces: pieces(cut(searched, first), terms) }
  }
  return null
}

const looksAt = 300 // code units of a text at once
const overlap = 100 // longer than any term

/** The first place where a term stands. Texts are long, so each stretch is only folded before its letters are looked at one by one. */
function firstIn(text: string, terms: string[]): [number, number] | null {
  for (let from = 0; from < text.length; from += looksAt) {
    const until = from + looksAt + overlap
    const plain = foldedRuns(text.slice(from, until))
    if (!terms.some((term) => plain.includes(term))) continue
    // some more on both sides, so that no character is halved where it counts
    const start = Math.max(0, from - overlap)
    const [first] = spansIn(text.slice(start, until + overlap), terms).filter(([at]) => start + at >= from)
    if (first) return [start + first[0], start + first[1]]
  }
  return null
}

function cut(text: string, [start, end]: [number, number]): string {
  const letters = Array.from(graphemes(text.slice(Math.max(0, start - around * 4), end + around * 4)))
  let at = Math.max(0, start - around * 4)
  const kept: string[] = []
  for (const letter of letters) {
    const near = at + letter.length > start - around && at < end + around
    if (near) kept.push(letter)
    at += letter.length
  }
  const passage = kept.join('').replace(/\s+/g, ' ').trim()
  const begun = start - around > 0 ? '…' : ''
  return `${begun}${passage}${end + around < text.length ? '…' : ''}`
}

/** Where terms stand, in code units, in order and not overlapping; of those that begin alike the longest. */
function spansIn(text: string, terms: string[]): [number, number][] {
  if (!terms.length) return []
  const plain = foldedWithPlaces(text)
  const found: [number, number][] = []
  for (const term of terms)
    for (let at = plain.text.indexOf(term); at >= 0; at = plain.text.indexOf(term, at + 1)) {
      const end = isUnspaced(term) ? at + term.length : wordEnd(plain.text, at, term)
      if (end) found.push([plain.starts[at]!, plain.ends[end - 1]!])
    }
  if (!found.length) return []
  const whole = plainCharacters.test(text) ? null : boundariesOf(text)
  const merged: [number, number][] = []
  for (const [start, end] of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = merged.at(-1)
    if (whole && !(whole.has(start) && whole.has(end))) continue // a part of an emoji, or a letter without its mark
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}

/** Where the word ends that begins with a stem; null within a word. */
function wordEnd(text: string, at: number, term: string): number | null {
  const isLetter = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character) && !isUnspaced(character)
  if (isLetter(text[at - 1])) return null
  let end = at + term.length
  while (isLetter(text[end])) end++
  const word = text.slice(at, end)
  return word === term || stemOf(word) === `${term}~` ? end : null
}

/** Each of these is a character by itself, so that none can be halved. */
const plainCharacters = /^[\p{Script=Han}\s\x20-\x7e\u3000-\u3029\uff01-\uff60]*$/u

/** Where a character begins or ends. */
function boundariesOf(text: string): Set<number> {
  let at = 0
  return new Set([0, ...Array.from(graphemes(text), ({ length }) => (at += length))])
}
