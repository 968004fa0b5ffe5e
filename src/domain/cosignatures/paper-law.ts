// What two people typed of a sheet, and a third where they differ; and what a line is compared with. Pure.
import { ageOn } from '../../lib/age.ts'
import type { TypedLine } from '../../schema/paper.ts'
import type { IdentityField, LevelRules } from '../../schema/values.ts'
import { bornOn, type IdentityValues, identityKey } from '../verification/identity-key.ts'

/** So many lines are on a sheet. */
export const linesOnSheet = 10

const isSame = (a: TypedLine, b: TypedLine): boolean => a?.key === b?.key && a?.district === b?.district

/** Lines, from 1, that two typed differently. */
export const differing = (first: readonly TypedLine[], second: readonly TypedLine[]): number[] =>
  Array.from({ length: Math.max(first.length, second.length) }, (_, i) => i + 1).filter(
    (line) => !isSame(first[line - 1] ?? null, second[line - 1] ?? null),
  )

export type Settled = { lines: TypedLine[]; unread: number }

/** What two of three read. A line that each read in another way is nobody's, and is told as unread. */
export function settled(
  first: readonly TypedLine[],
  second: readonly TypedLine[],
  third: readonly TypedLine[],
): Settled {
  const apart = differing(first, second)
  let unread = 0
  const lines = first.map((line, i) => {
    if (!apart.includes(i + 1)) return line
    const decided = third[i] ?? null
    if (isSame(decided, line) || isSame(decided, second[i] ?? null)) return decided
    unread++
    return null
  })
  return { lines, unread }
}

/** With what lines of a case are compared. By `needs_roll` and `no_age` nothing on paper can count. */
export type Compares = 'with_roll' | 'without_roll' | 'needs_roll' | 'with_age' | 'no_age'

type Asked = Pick<LevelRules, 'levelToCount' | 'ageToCount'>

/** `roll`: null where there is none. A birth date that is typed is right where the digest that it is a part of is on the roll. */
export function comparesWith(
  { levelToCount, ageToCount }: Asked,
  roll: { fields: readonly IdentityField[] } | null,
): Compares {
  if (ageToCount > 0) return roll?.fields.includes('birth_date') ? 'with_age' : 'no_age'
  if (roll) return 'with_roll'
  return levelToCount > 1 ? 'needs_roll' : 'without_roll'
}

/** Whether any line can count by it. */
export const countsPaper = (compares: Compares): boolean => compares !== 'needs_roll' && compares !== 'no_age'

type Where = { secret: string; slug: string; fields: readonly IdentityField[]; today: string }

/**
 * What is kept of a line until its sheet is counted; null where a field is empty. Somebody too young has another digest, which is on no roll
 * and tells no one from whom it is: so their line is one that is unknown, and nothing says that they are younger.
 */
export function lineKey(
  { secret, slug, fields, today }: Where,
  values: IdentityValues,
  leastAge: number,
): string | null {
  const age = leastAge > 0 ? ageOn(bornOn(values.birth_date ?? ''), today) : null
  const isYounger = leastAge > 0 && (age === null || age < leastAge)
  return identityKey(secret, isYounger ? `${slug} younger` : slug, fields, values)
}
