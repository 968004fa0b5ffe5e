// A text as far as it is read by those who look for what says nothing: letters of either kind of characters, or words. Pure.
import { oneOfEachFamily } from './folded.ts'

/** A text as far as it is read: without spaces, punctuation, case and width, one kind of characters, without signs that nobody sees. */
export function lettersIn(text: string): string {
  return oneOfEachFamily(text.normalize('NFKC').toLowerCase()).replace(
    /[\p{P}\p{S}\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/gu,
    '',
  )
}

/** Its words, each with a space after it. */
export function wordsIn(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00ad\u200b-\u200f\u2060]/gu, '')
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `${word} `).join('')
}

/** A pattern of Traditional characters, for what lettersIn gives. */
export function inEitherKind({ source, flags }: RegExp): RegExp {
  return new RegExp(oneOfEachFamily(source), flags)
}

/** Words that are written in Traditional characters, compared in those of either kind. */
export const listed = (words: string): Set<string> => new Set(oneOfEachFamily(words).split(/\s+/))
