// What of somebody has to be verified before a co-signature of theirs counts, or before they submit, and where to do it. Pure.
import type { KnownOf } from '../../domain/verification/verifications.ts'
import type { LevelRules } from '../../schema/values.ts'

/** What rules ask for: a verified residence, an age in years; 0 for none. */
type Asked = { residence: boolean; age: number }

/** `what`: the residence (`home`), the age, or both, as messages and links name them. */
export type VerifyFirst = {
  what: 'home' | 'age' | 'both'
  age: number
  links: { home: { tag: 'a'; href: string }; age: { tag: 'a'; href: string } }
}

/** Null where nothing is missing. `slug`: the government's. */
export function verifyFirst(slug: string, asked: Asked, known: KnownOf): VerifyFirst | null {
  const [home, young] = [asked.residence && !known.resident, asked.age > known.age]
  if (!home && !young) return null
  const link = (path: string) => ({ tag: 'a' as const, href: `/${slug}/verification${path}` })
  return {
    what: home && young ? 'both' : home ? 'home' : 'age',
    age: asked.age,
    links: { home: link(''), age: link(`/age?least=${asked.age}`) },
  }
}

/** The same for a co-signature to be counted. `known`: of a visitor nothing is. */
export const verifyToCount = (
  slug: string,
  { levelToCount, ageToCount }: Pick<LevelRules, 'levelToCount' | 'ageToCount'>,
  known: KnownOf = { resident: false, age: 0 },
): VerifyFirst | null => verifyFirst(slug, { residence: levelToCount > 1, age: ageToCount }, known)
