// Where a signed-in person stands with their passkeys.
import type { Db } from '../../platform/db/database.ts'
import type { SignInStanding } from './passkey.ts'
import { demandsOf, type PasskeyRow, passkeysOf } from './passkey-store.ts'
import { isFresh } from './sessions.ts'
import type { Viewer } from './viewer.ts'

/** What `passkey.ts` decides by, and the person's own passkeys. */
export async function standingOf(db: Db, person: Viewer, at: Date): Promise<SignInStanding & { own: PasskeyRow[] }> {
  // One after the other: in a unit both go over one connection, and pg will not queue queries for it much longer.
  const own = await passkeysOf(db, person.id)
  const demands = await demandsOf(db, person.id)
  return { fresh: isFresh(person), byPasskey: person.byPasskey, passkeys: own.length, demands, at, own }
}
