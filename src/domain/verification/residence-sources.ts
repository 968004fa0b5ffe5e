// Every source that somebody can ask from the page, behind one interface: the government's roll, and yes/no services. Sign-in services
// and the counter come to the same `Found` on ways of their own (sign-in-services.ts, counter-visits.ts).
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import type { IdentityField } from '../../schema/values.ts'
import { day, hour, type Limit } from '../people/sign-in-limits.ts'
import { type IdentityValues, identityKey } from './identity-key.ts'
import { isOnRoll, rollOf } from './rolls.ts'
import type { Found } from './verifications.ts'
import type { YesNoService } from './yes-no-services.ts'

export type Source = {
  id: string
  /** null: the roll, by the words of the page */
  name: Localised | null
  fields: readonly IdentityField[]
  /** What it found for the values; null where it knows nobody like that. Throws NoAnswer. */
  find: (values: IdentityValues) => Promise<Found | null>
}
type Place = { id: string; slug: string }

/** Where nothing is said, this is what a document shows. */
export const usualFields: readonly IdentityField[] = ['id_number', 'birth_date']

/** Asked outside of units: a service is reached over the network. */
export async function sourcesOf(
  db: Db,
  secret: string,
  government: Place,
  services: readonly YesNoService[],
): Promise<Source[]> {
  const roll = await rollOf(db, government.id)
  const keyOf = (fields: readonly IdentityField[], values: IdentityValues) =>
    identityKey(secret, government.slug, fields, values)
  const ofRoll: Source[] = roll
    ? [
        {
          ...{ id: 'roll', name: null, fields: roll.fields },
          async find(values) {
            const subjectKey = keyOf(roll.fields, values)
            if (!subjectKey || !(await isOnRoll(db, government.id, subjectKey))) return null
            return { method: 'roll', issuer: roll.name, subjectKey }
          },
        },
      ]
    : []
  const others = services
    .filter((service) => service.government === government.slug && service.asks.includes('residence'))
    .map(
      ({ id, name, fields, ask }): Source => ({
        ...{ id, name, fields },
        async find(values) {
          const subjectKey = keyOf(fields, values)
          if (!subjectKey || !(await ask(values))) return null
          return { method: 'service', issuer: id, subjectKey }
        },
      }),
    )
  return [...ofRoll, ...others]
}

/** What the counter types: what the roll is made of, so that one entry verifies one person whatever way they came. */
export const counterFields = async (db: Db, governmentId: string): Promise<readonly IdentityField[]> =>
  (await rollOf(db, governmentId))?.fields ?? usualFields

/**
 * How often somebody may try, and how often the same number is tried by whomever: a birth date has 30,000 values, and ten tries a day
 * find none of them. `first`: the first field as it is compared.
 */
export const guessLimits = (governmentId: string, personId: string, first: string): Limit[] => [
  { what: 'verify-person', who: `${governmentId} ${personId}`, most: 5, within: hour },
  { what: 'verify-person-day', who: `${governmentId} ${personId}`, most: 10, within: day },
  { what: 'verify-entry', who: `${governmentId} ${first}`, most: 10, within: day },
]
