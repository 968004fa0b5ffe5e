// What a sign-in service says of where somebody lives, written down as a verification in the unit that signed them in or connected them.
import { endVerification, verifyPerson } from '../../domain/cosignatures/verify-person.ts'
import { findGovernment } from '../../domain/governments/store.ts'
import { accountKey } from '../../domain/people/identity-key.ts'
import type { Resides } from '../../domain/people/sign-in-services.ts'
import { verificationOf } from '../../domain/people/verifications.ts'
import type { Db } from '../../platform/db/database.ts'

export type ServiceSays = { service: string; hash: string; resides: readonly Resides[] }

/**
 * Verifies, or ends what this service verified before and says no more. The address of a government's page that says why not, where
 * the same account verifies somebody else there; else null.
 */
export async function verifyByService(
  tx: Db,
  secret: string,
  { service, hash, resides }: ServiceSays,
  personId: string,
  at: Date,
): Promise<string | null> {
  let taken: string | null = null
  for (const { government: slug, yes } of resides) {
    const government = await findGovernment(tx, slug)
    if (!government) continue
    const known = await verificationOf(tx, personId, government.id, at)
    if (yes) {
      const found = { method: 'sign_in', issuer: service, subjectKey: accountKey(secret, slug, hash) } as const
      // what two of the staff or a roll found is not replaced by less
      if (known && known.method !== 'sign_in') continue
      const saved = await verifyPerson(tx, government, personId, found, at)
      if (!saved.ok && saved.refusal === 'taken') taken = `/${slug}/verification?done=taken`
    } else if (known?.method === 'sign_in' && known.issuer === service) {
      await endVerification(tx, government, personId, at)
    }
  }
  return taken
}
