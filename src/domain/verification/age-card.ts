// What a card in somebody's wallet must say so that it verifies an age, as an operator's file has it; and whether it does. Nothing else of
// the card is asked for.
import { z } from 'zod'
import { done, type Result, refused } from '../../lib/result.ts'
import { type CardRefusal, isOldEnough, keyOf, said, type subjectRule, type Way, way } from './card.ts'
import { copyKey } from './identity-key.ts'

const years = z.int().min(1).max(99)

/** Of a credential that says of some ages whether its holder is so old: `claim` is the way to these, by their years. */
export const ageBand = z.strictObject({
  claim: way.default(['age_equal_or_over']),
  /** those that it has */
  ages: z.array(years).min(1).max(20),
})
export type AgeBand = z.output<typeof ageBand>

/** Of a card without such claims: a birth date or an age, or with `at_least` one that says true. */
export const ageClaim = z.strictObject({ claim: way, at_least: years.optional() })

/** The lowest age of a credential that shows what is asked; null where it has none. */
export const ageToAsk = ({ ages }: AgeBand, least: number): number | null =>
  ages.toSorted((one, other) => one - other).find((age) => age >= least) ?? null

/** All that is asked for. */
export const wayToAge = (band: AgeBand, least: number): Way => [...band.claim, String(ageToAsk(band, least) ?? least)]

/** Of which government, by its address; `source`: the wallet's id. */
type Where = { secret: string; government: string; source: string }

/**
 * Whom a credential verifies to be so old, as a keyed digest of the key that it was issued for: it is shown with every proof, and says
 * nothing of its holder. `shown`: what the credential says at the end of a way.
 */
export function holderOfAge(
  band: AgeBand,
  least: number,
  shown: (way: Way) => unknown,
  { secret, government, source }: Where,
): Result<string, CardRefusal> {
  const answer = shown(wayToAge(band, least))
  if (answer === false) return refused('young')
  const [x, y] = [shown(['cnf', 'jwk', 'x']), shown(['cnf', 'jwk', 'y'])]
  if (answer !== true || typeof x !== 'string' || typeof y !== 'string') return refused('incomplete')
  return done(copyKey(secret, government, source, [x, y]))
}

type AgeCard = { age: z.output<typeof ageClaim>; subject: z.output<typeof subjectRule> }

/** Whom a card verifies to be so old, as a keyed digest. */
export function cardOfAge(
  { age, subject }: AgeCard,
  { least, today }: { least: number; today: string },
  shown: (way: Way) => unknown,
  where: Where,
): Result<string, CardRefusal> {
  const key = keyOf(subject, (claim) => said(shown(claim)), where)
  const value = said(shown(age.claim))
  if (key === null || value === '') return refused('incomplete')
  const isOld =
    age.at_least === undefined ? isOldEnough(value, least, today) : /^true$/i.test(value) && age.at_least >= least
  return isOld ? done(key) : refused('young')
}
