// What a card in somebody's wallet must say so that it verifies a residence, as an operator's file has it; and whether it does.
import { z } from 'zod'
import { ageOn } from '../../lib/age.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { identityFields } from '../../schema/values.ts'
import {
  bornOn,
  cardKey,
  type IdentityValues,
  identityKey,
  inOneOrder,
  isIdentityField,
  normalised,
} from './identity-key.ts'

const word = z.string().min(1).max(100)
/** The way to a claim: its name, or the names down to it. */
export const way = z.union([word.transform((name) => [name]), z.array(word).min(1).max(5)])
export type Way = z.output<typeof way>

/** `number`: the card's own number, of which no roll knows anything. */
const subjectFields = [...identityFields, 'number'] as const

export const subjectRule = z
  .partialRecord(z.enum(subjectFields), way)
  .refine((all) => Object.keys(all).length > 0, 'must name a claim that says who it is')
  .refine((all) => !all.number || Object.keys(all).length === 1, 'has number, or what a roll is made of, not both')

export const cardRules = z.strictObject({
  /** somebody lives there where the claim is one of these, or begins with one of those */
  residence: z
    .strictObject({ claim: way, is: z.array(word).max(500).default([]), begins: z.array(word).max(500).default([]) })
    .refine(({ is, begins }) => is.length + begins.length > 0, 'needs is or begins'),
  /** who somebody is, the same on each card that they ever get: one person counts once */
  subject: subjectRule,
  /** only those who are so old; the claim is a birth date, an age in years, or true */
  age: z.strictObject({ claim: way, at_least: z.number().int().min(1).max(120) }).optional(),
})
export type CardRules = z.output<typeof cardRules>

/** Why a card verifies nobody. `incomplete`: a claim is missing; `elsewhere`: it says no residence there; `young`: not old enough. */
export type CardRefusal = 'incomplete' | 'elsewhere' | 'young'

/** Of which government, by its address; `source`: the wallet's id; `today`: there. */
type Where = { secret: string; government: string; source: string; today: string }

/** All claims that the rules name, each once, so that no more is asked for. */
export function waysIn({ residence, subject, age }: CardRules): Way[] {
  const all = [residence.claim, ...Object.values(subject), ...(age ? [age.claim] : [])]
  return [...new Map(all.map((way) => [JSON.stringify(way), way])).values()]
}

/** Whom a card verifies, as a keyed digest. `claimOf`: what the card says at the end of a way; undefined where nothing. */
export function subjectOf(
  rules: CardRules,
  claimOf: (way: Way) => unknown,
  { today, ...where }: Where,
): Result<string, CardRefusal> {
  const textOf = (claim: Way) => said(claimOf(claim))
  const key = keyOf(rules.subject, textOf, where)
  const residence = textOf(rules.residence.claim)
  const age = rules.age ? textOf(rules.age.claim) : 'none'
  if (key === null || residence === '' || age === '') return refused('incomplete')
  if (!livesThere(rules.residence, residence)) return refused('elsewhere')
  if (rules.age && !isOldEnough(age, rules.age.at_least, today)) return refused('young')
  return done(key)
}

/** Null where a claim is missing. */
export function keyOf(
  subject: CardRules['subject'],
  textOf: (claim: Way) => string,
  { secret, government, source }: Omit<Where, 'today'>,
): string | null {
  const values = Object.fromEntries(Object.entries(subject).map(([field, claim]) => [field, textOf(claim)]))
  const fields = inOneOrder(Object.keys(values).filter(isIdentityField))
  return fields.length
    ? identityKey(secret, government, fields, values as IdentityValues)
    : cardKey(secret, government, source, values.number ?? '')
}

/** A claim as text; '' where there is none. */
export const said = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : ''

/** 台 and 臺 are one in addresses, whoever wrote them. */
const place = (value: string): string => normalised(value).replaceAll('台', '臺')

const livesThere = ({ is, begins }: CardRules['residence'], value: string): boolean =>
  is.some((one) => place(one) === place(value)) || begins.some((one) => place(value).startsWith(place(one)))

/** Of an age in years, true, or a birth date however it is written. `today`: YYYY-MM-DD. */
export function isOldEnough(age: string, least: number, today: string): boolean {
  if (/^(true|false)$/i.test(age)) return age.toLowerCase() === 'true'
  if (/^\d{1,3}$/.test(age)) return Number(age) >= least
  return (ageOn(bornOn(age), today) ?? -1) >= least
}
