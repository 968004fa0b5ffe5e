// What is told about passkeys, and accounts at sign-in services: to whom they belong, always; and to administrators, where a code was enough for one that opens their desk.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import type { Demand } from '../people/passkey.ts'
import { demandsOf, passkeysOf } from '../people/passkey-store.ts'
import { notifyPerson } from './store.ts'

/** `desks`: those that ask for passkeys, where a code was enough to add it. */
export type PasskeyChange = { kind: 'added' | 'removed'; personId: string; name: string; desks: Demand[]; at: Date }

/** Mails to whom it belongs and, for each of `desks`, to its administrators. */
export async function tellPasskey(tx: Db, { kind, personId, name, desks, at }: PasskeyChange): Promise<void> {
  await notifyPerson(tx, personId, { kind: `passkey_${kind}`, facts: { name }, at })
  for (const { id } of desks) await tellAdministrators(tx, personId, id, at)
}

/** That an account at a sign-in service was connected with theirs, or is no more. `name`: of the service. */
export const tellLinked = (
  tx: Db,
  { linked, personId, name, at }: { linked: boolean; personId: string; name: string; at: Date },
): Promise<void> =>
  notifyPerson(tx, personId, {
    kind: linked ? 'passkey_added' : 'passkey_removed',
    facts: { name, service: true },
    at,
  })

/** Whoever adds a passkey first and takes up a seat after that is told of as well: a code alone led to both. */
export async function tellJoined(tx: Db, personId: string, governmentId: string, at: Date): Promise<void> {
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
    await notifyPerson(tx, id, { kind: 'passkey_of_colleague', governmentId, facts: { colleague }, at })
}

/** That somebody may add another passkey now, since a government has let them. */
export const tellPasskeyAllowed = (tx: Db, personId: string, governmentId: string, at: Date): Promise<void> =>
  notifyPerson(tx, personId, { kind: 'passkey_allowed', governmentId, facts: {}, at })
