// The one form in which texts are searched and compared. Pure.
// Chinese characters are folded to one of each family: Traditional and Simplified, and what people in Taiwan write either way.
// Towards Simplified, because that way every character has one answer: 发 may be 發 or 髮, but both are 发.
import { grouped } from './group.ts'
import { memoize } from './memoize.ts'
import { simplified } from './simplified.ts'

/** Written either way by people who mean one thing; after OpenCC's table. The second is what remains. */
const eitherWay: Record<string, string> = {
  画: '划', // 計畫, 計劃
  份: '分', // 身份, 身分
  纪: '记', // 紀錄, 記錄
  汚: '污',
  姊: '姐',
  甚: '什',
  做: '作',
  账: '帐', // 賬, 帳
  连: '联', // 連絡, 聯絡
  証: '证',
  彷: '仿',
  著: '着',
  菸: '烟',
  妳: '你',
  鬪: '斗',
  鬭: '斗',
}

const han = /\p{Script=Han}/gu
const marks = /[\u0300-\u036f'’]/g // not every mark: か and が are two letters. And don't is one word
const unseen = /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}\p{Cf}]/gu // variation selectors, and what has no width
const spaces = /[\s\p{Cc}\p{Cs}]+/gu

/** Scripts that leave no spaces between words. */
export const unspaced =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}々〇ー]'
const gapWithinRun = new RegExp(`(?<=${unspaced}) +(?=${unspaced})`, 'gu')
const isUnspaced = new RegExp(`^${unspaced}$`, 'u')

/** NFKC, lower case, no diacritics, no variation selectors, one character of each family, one space for any gap. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(unseen, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(marks, '')
    .normalize('NFC')
    .replace(han, familyOf)
    .replace(spaces, ' ')
    .trim()
}

/** The same without gaps within a run of Chinese: there a line break or a space says nothing. */
export const foldedRuns = (text: string): string => folded(text).replace(gapWithinRun, '')

/** One code point; a gap stays one. Texts are made of the same few thousand. */
const foldedCharacter = memoize((character) => (/^\s$/.test(character) ? ' ' : folded(character)), 10_000)

/** The same as foldedRuns, with where each code unit of it stands in the text: it begins at `starts[i]` and ends before `ends[i]`. */
export function foldedWithPlaces(text: string): { text: string; starts: number[]; ends: number[] } {
  const made: { character: string; start: number; end: number }[] = []
  let at = 0
  for (const character of text) {
    const start = at
    at += character.length
    const plain = foldedCharacter(character)
    const last = made.at(-1)
    if (plain === '') {
      if (last) last.end = at // a mark belongs to its letter
    } else if (plain !== ' ' || (last && last.character !== ' ')) made.push({ character: plain, start, end: at })
  }
  const kept = made.filter(({ character }, i) => {
    if (character !== ' ') return true
    const [before, after] = [made[i - 1]?.character, made[i + 1]?.character]
    return !(before && after && isUnspaced.test(before) && isUnspaced.test(after))
  })
  const units = kept.flatMap((one) => Array.from({ length: one.character.length }, () => one))
  return {
    text: kept.map(({ character }) => character).join(''),
    starts: units.map(({ start }) => start),
    ends: units.map(({ end }) => end),
  }
}

/** By a character, the one that stands for its family. */
const families = new Map(
  simplified.split(' ').map((pair) => {
    const [from, to] = [...pair] as [string, string]
    return [from, eitherWay[to] ?? eitherWay[from] ?? to] as const
  }),
)
/** A text with one character of each family, and nothing else changed. */
export const oneOfEachFamily = (text: string): string => text.replace(han, familyOf)

const familyOf = (character: string): string => families.get(character) ?? eitherWay[character] ?? character

const familiar = [...new Set([...families.keys(), ...Object.keys(eitherWay)])]
const othersOf = grouped(
  familiar.filter((character) => familyOf(character) !== character),
  familyOf,
)

/** The Chinese characters of a family by the one that stands for it, itself among them. */
export const writtenAs = (character: string): string[] => [character, ...othersOf(character)]
