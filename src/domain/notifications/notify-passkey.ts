// What is told about passkeys: to whom they belong, always; and to administrators, where a code was enough for one that opens their desk.
import { and, eq, isNull } from 'drizzle-orm'
import type { TellPasskey } from '../../pages/sign-in/passkey-routes.ts'
import type { Db } from '../../platform/db/connect.ts'
import { staff } from '../../schema/governments.ts'
import type { TellJoined } from '../governments/resume-invitation.ts'
import { demandsOf, passkeysOf } from '../people/passkey-store.ts'
import { tellPerson } from './store.ts'

export const tellPasskey: TellPasskey = async (tx, { kind, personId, name, desks, at }) => {
  await tellPerson(tx, personId, { kind: `passkey_${kind}`, facts: { name }, at })
  for (const { id } of desks) await tellAdministrators(tx, personId, id, at)
}

/** Whoever adds a passkey first and takes up a seat after that is told of as well: a code alone led to both. */
export const tellJoined: TellJoined = async (tx, personId, governmentId, at) => {
  const desks = await demandsOf(tx, personId)
  if (desks.some(({ id }) => id === governmentId) && (await passkeysOf(tx, personId)).length)
    await tellAdministrators(tx, personId, governmentId, at)
}

async function tellAdministrators(tx: Db, personId: string, governmentId: string, at: Date): Promise<void> {
  const seats = await tx
    .select({ personId: staff.personId, role: staff.role, name: staff.name })
    .from(staff)
    .where(and(eq(staff.governmentId, governmentId), isNull(staff.endedAt)))
  const colleague = seats.find((seat) => seat.personId === personId)?.name ?? ''
  const others = seats.filter((seat) => seat.role === 'administrator' && seat.personId !== personId)
  for (const id of new Set(others.map((seat) => seat.personId)))
    await tellPerson(tx, id, { kind: 'passkey_of_colleague', governmentId, facts: { colleague }, at })
}

/** That somebody may add another passkey now, since a government has let them. */
export const tellPasskeyAllowed = (tx: Db, personId: string, governmentId: string, at: Date): Promise<void> =>
  tellPerson(tx, personId, { kind: 'passkey_allowed', governmentId, facts: {}, at })
