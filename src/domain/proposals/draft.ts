// Writing a proposal: its steps, and what is still missing before it can be sent. Lengths are in characters as people see them. Pure.

import { isPlaceholder } from '../../lib/filler.ts'
import { fits, graphemes, hasLetters, reaches, surplusOf } from '../../lib/graphemes.ts'
import { linksIn } from '../../lib/links.ts'

import { readsLikeAnAddress } from './display-name.ts'

export const draftSteps = ['problem', 'place', 'asks', 'benefit', 'agencies', 'check'] as const
export type DraftStep = (typeof draftSteps)[number]

export const limits = {
  title: 80,
  problem: 5000,
  ask: 200,
  asks: 5,
  benefit: 3000,
  place: 100,
  evidence: 5,
  link: 2500,
  agencies: 3,
  nameMin: 2,
  nameMax: 30,
} as const

/** Chosen instead of agencies. No agency has such a code. */
export const decideForMe = '*'

/**
 * How many characters a place has too many; 0 where it is short enough. The address of a map does not count: it is longer than any
 * name, and shown shorter.
 */
export function placeSurplus(place: string): number {
  const words = linksIn(place).reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), place)
  return surplusOf(words, limits.place) || Math.max(0, place.length - limits.link)
}

export type Draft = {
  title: string
  problem: string
  topicCode: string | null
  asks: string[]
  benefit: string
  authorName: string | null
}
/** `params`: what the message is filled with. */
export type Missing = { field: string; step: DraftStep; key: string; params: { n?: number; max?: number } }

/** So many characters, and not signs alone. */
const says = (text: string, min: number): boolean => reaches(text, min) && hasLetters(text)

/** A character that is a syllable or a word by itself: 設路燈 asks for a whole street lamp. */
const wordLike = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** So many letters, or fewer characters where each says more: three Chinese ones are as much as `min` letters. Nothing like 無 or “test”. */
function isWhole(text: string, min: number, minInChinese: number): boolean {
  if (!hasLetters(text) || isPlaceholder(text)) return false
  let said = 0
  for (const character of graphemes(text)) {
    said += wordLike.test(character) ? min : minInChinese
    if (said >= min * minInChinese) return true
  }
  return false
}

/** What keeps a draft from being sent, in the order of the form. */
export function missingIn(draft: Draft): Missing[] {
  const missing: Missing[] = []
  const need = (ok: unknown, field: string, step: DraftStep, params: Missing['params'] = {}) => {
    if (!ok) missing.push({ field, step, key: `proposals.error.${field.replace(/-\d+$/, '')}`, params })
  }
  need(isWhole(draft.title, 4, 3), 'title', 'problem')
  need(isWhole(draft.problem, 10, 5), 'problem', 'problem')
  need(draft.topicCode, 'topic', 'place')
  need(draft.asks.length > 0, 'asks-1', 'asks', { n: 1 })
  draft.asks.forEach((ask, i) => {
    need(isWhole(ask, 6, 3), `asks-${i + 1}`, 'asks', { n: i + 1 })
  })
  need(says(draft.benefit, 1), 'benefit', 'benefit')
  const name = draft.authorName ?? ''
  need(says(name, limits.nameMin) && fits(name, limits.nameMax), 'name', 'agencies')
  if (readsLikeAnAddress(name))
    missing.push({ field: 'name', step: 'agencies', key: 'proposals.error.name_address', params: {} })
  return missing
}

/** Where somebody goes on who left a draft: the first step that lacks something, else the last. */
export const stepToGoOn = (draft: Draft): DraftStep => missingIn(draft)[0]?.step ?? 'check'

/** The step after this one. */
export const stepAfter = (step: DraftStep): DraftStep =>
  draftSteps[Math.min(draftSteps.indexOf(step) + 1, draftSteps.length - 1)]!
/** Null at the first. */
export const stepBefore = (step: DraftStep): DraftStep | null => draftSteps[draftSteps.indexOf(step) - 1] ?? null
