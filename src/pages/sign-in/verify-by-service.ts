// What a sign-in service says of where somebody lives and how old they are, written down as verifications in the unit that signed them in
// or connected them.
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { endVerification, verifyAge, verifyPerson } from '../../domain/cosignatures/verify-person.ts'
import { findGovernment } from '../../domain/governments/store.ts'
import type { AskedThere, OldEnough, Resides, SignInService } from '../../domain/people/sign-in-services.ts'
import { accountKey } from '../../domain/verification/identity-key.ts'
import { ageOf, verificationOf } from '../../domain/verification/verifications.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'

type ServiceSays = {
  service: string
  hash: string
  resides: readonly Resides[]
  ages: readonly OldEnough[]
}

/** What a service's word on somebody's age is compared with, where it has one. */
export async function agesAskedBy(
  db: Db,
  services: readonly SignInService[],
  id: string,
  at: Date,
): Promise<AskedThere[]> {
  const asked: AskedThere[] = []
  for (const slug of services.find((one) => one.id === id)?.age ?? []) {
    const government = await findGovernment(db, slug)
    if (!government) continue
    const ages = await agesAsked(db, government.id, at)
    if (ages.length) asked.push({ government: slug, ages, today: localDate(at, government.timeZone) })
  }
  return asked
}

/**
 * Verifies, or ends what this service verified before and says no more. An age ends by nothing that is said later: nobody grows younger.
 * The address of a government's page that says why not, where the same account verifies somebody else there; else null.
 */
export async function verifyByService(
  tx: Db,
  secret: string,
  { service, hash, resides, ages }: ServiceSays,
  personId: string,
  at: Date,
): Promise<string | null> {
  let taken: string | null = null
  const foundIn = (slug: string) => ({
    ...({ method: 'sign_in', issuer: service } as const),
    subjectKey: accountKey(secret, slug, hash),
  })
  for (const { government: slug, yes } of resides) {
    const government = await findGovernment(tx, slug)
    if (!government) continue
    const known = await verificationOf(tx, personId, government.id, at)
    if (yes) {
      // what two of the staff or a roll found is not replaced by less
      if (known && known.method !== 'sign_in') continue
      const saved = await verifyPerson(tx, government, personId, foundIn(slug), at)
      if (!saved.ok && saved.refusal === 'taken') taken = `/${slug}/verification?done=taken`
    } else if (known?.method === 'sign_in' && known.issuer === service) {
      await endVerification(tx, government, personId, 'resident', at)
    }
  }
  for (const { government: slug, leastAge } of ages) {
    const government = await findGovernment(tx, slug)
    if (!government) continue
    const known = await ageOf(tx, personId, government.id, at)
    if (known && known.method !== 'sign_in' && known.leastAge! >= leastAge) continue
    const saved = await verifyAge(tx, government, personId, { ...foundIn(slug), leastAge }, at)
    if (!saved.ok && saved.refusal === 'taken') taken = `/${slug}/verification/age?done=taken`
  }
  return taken
}
