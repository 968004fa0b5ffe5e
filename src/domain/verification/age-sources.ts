// Every source that somebody can ask from the page whether they are so old: the government's roll, where birth dates are a part of its
// digests, and yes/no services that answer for it. Each comes to the same `FoundAge`, or to nothing.
import { ageOn } from '../../lib/age.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import type { IdentityField } from '../../schema/values.ts'
import { bornOn, type IdentityValues, identityKey } from './identity-key.ts'
import { isOnRoll, rollOf } from './rolls.ts'
import type { FoundAge } from './verifications.ts'
import type { YesNoService } from './yes-no-services.ts'

/** `least`: in years. `today`: under the government. */
type Wanted = { least: number; today: string }

export type AgeSource = {
  id: string
  /** null: the roll, by the words of the page */
  name: Localised | null
  fields: readonly IdentityField[]
  /** Null where it knows nobody like that, or somebody younger: which of the two is not told. Throws NoAnswer. */
  find: (values: IdentityValues, wanted: Wanted) => Promise<FoundAge | null>
}
type Place = { id: string; slug: string }

/** Asked outside of units: a service is reached over the network. */
export async function ageSourcesOf(
  db: Db,
  secret: string,
  government: Place,
  services: readonly YesNoService[],
): Promise<AgeSource[]> {
  const roll = await rollOf(db, government.id)
  const keyOf = (fields: readonly IdentityField[], values: IdentityValues) =>
    identityKey(secret, government.slug, fields, values)
  // a birth date that was typed is right where the digest that it is a part of is on the roll
  const ofRoll: AgeSource[] = roll?.fields.includes('birth_date')
    ? [
        {
          ...{ id: 'roll', name: null, fields: roll.fields },
          async find(values, { least, today }) {
            const subjectKey = keyOf(roll.fields, values)
            if (!subjectKey || !(await isOnRoll(db, government.id, subjectKey))) return null
            const age = ageOn(bornOn(values.birth_date ?? ''), today)
            return age !== null && age >= least
              ? { method: 'roll', issuer: roll.name, subjectKey, leastAge: least }
              : null
          },
        },
      ]
    : []
  const others = services
    .filter((service) => service.government === government.slug && service.asks.includes('age'))
    .map(
      ({ id, name, fields, askAge }): AgeSource => ({
        ...{ id, name, fields },
        async find(values, { least }) {
          const subjectKey = keyOf(fields, values)
          if (!subjectKey || !(await askAge(values, least))) return null
          return { method: 'service', issuer: id, subjectKey, leastAge: least }
        },
      }),
    )
  return [...ofRoll, ...others]
}
