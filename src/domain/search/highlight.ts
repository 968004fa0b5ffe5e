// Where the words that were searched for stand in a text, and the passage that shows why a case was found. Pure.
import { graphemes } from '../../lib/graphemes.ts'
import type { Query } from '../../platform/db/search-query.ts'
import type { Unit } from '../../platform/db/search-units.ts'
import { isUnspaced } from '../../platform/db/tokens.ts'
import type { Section, SectionKind } from '../proposals/searchable.ts'
import { firstIn, isPlain, type Span, spansIn } from './find-terms.ts'

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

/** The first passage outside of a title that says one of the terms. */
export function passageOf(sections: Section[], terms: string[]): Passage | null {
  if (!terms.length) return null
  for (const { kind, text } of sections) {
    if (kind === 'title') continue
    const searched = text.slice(0, mostSearched)
    const first = firstIn(searched, terms)
    if (first) return { kind, pieces: passageAround(searched, first, terms) }
  }
  return null
}

function passageAround(text: string, [start, end]: Span, terms: string[]): Piece[] {
  let at = Math.max(0, start - around * 4)
  const near = text.slice(at, end + around * 4)
  const letters = isPlain(near) ? [...near] : Array.from(graphemes(near))
  const kept: string[] = []
  for (const letter of letters) {
    const isShown = at + letter.length > start - around && at < end + around
    if (isShown) kept.push(letter)
    at += letter.length
  }
  const dots = { text: '…', found: false }
  return [
    ...(start > around ? [dots] : []),
    ...pieces(kept.join('').replace(/\s+/g, ' ').trim(), terms),
    ...(end + around < text.length ? [dots] : []),
  ]
}
