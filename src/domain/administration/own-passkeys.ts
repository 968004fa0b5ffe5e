// Adding and removing one's own passkey, and what follows in the same unit: who is told, and what administrators see.
import { done, type Result, refused } from '../../lib/result.ts'
import type { Db } from '../../platform/db/database.ts'
import { type PasskeyChange, tellPasskey } from '../notifications/notify-passkey.ts'
import { lockPeople } from '../people/erase-people.ts'
import { type Demand, mostPasskeys, mustStay, needToAdd, needToRemove, type PasskeyNeed } from '../people/passkey.ts'
import { addPasskey, type PasskeyRow, removePasskey, useAllowances } from '../people/passkey-store.ts'
import { standingOf } from '../people/standing.ts'
import type { Viewer } from '../people/viewer.ts'
import { leaveTrace } from './settings-store.ts'

/**
 * Adds it, where that is still allowed: two at once, or a seat given meanwhile, change nothing about who may. The value: the
 * desks that ask for passkeys, where a code was enough to add it.
 */
export async function addOwnPasskey(
  tx: Db,
  person: Viewer,
  row: PasskeyRow,
): Promise<Result<Demand[], PasskeyNeed | 'gone' | 'known' | 'full'>> {
  const { personId, createdAt: at } = row
  if (!(await lockPeople(tx, [personId])).length) return refused('gone')
  const standing = await standingOf(tx, person, at)
  const need = needToAdd(standing)
  if (need) return refused(need)
  if (standing.passkeys >= mostPasskeys) return refused('full')
  if (!(await addPasskey(tx, row))) return refused('known')
  await useAllowances(tx, personId)
  const desks = standing.byPasskey ? [] : standing.demands
  await passkeyChanged(tx, { kind: 'added', personId, name: row.name, desks, at })
  return done(desks)
}

/** `stays`: the last one, while a desk asks for passkeys. `unknown`: none of this person's. */
export async function removeOwnPasskey(
  tx: Db,
  person: Viewer,
  id: string,
  at: Date,
): Promise<Result<null, PasskeyNeed | 'stays' | 'unknown'>> {
  await lockPeople(tx, [person.id])
  const standing = await standingOf(tx, person, at)
  const need = needToRemove(standing)
  if (need) return refused(need)
  if (mustStay(standing)) return refused('stays')
  const gone = await removePasskey(tx, person.id, id, { here: person.sessionId, at })
  if (!gone) return refused('unknown')
  await passkeyChanged(tx, { kind: 'removed', personId: person.id, name: gone.name, desks: [], at })
  return done(null)
}

/** Beside who was invited, administrators see that a code alone was enough for somebody's passkey. */
async function passkeyChanged(tx: Db, change: PasskeyChange): Promise<void> {
  await tellPasskey(tx, change)
  const { personId, desks, at } = change
  for (const { id: governmentId } of desks)
    await leaveTrace(tx, { governmentId, personId, at }, { area: 'people', act: 'passkey_added', subject: personId })
}
