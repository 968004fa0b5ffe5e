// What follows when somebody adds or removes a passkey, in the unit of the change: who is told, and what administrators see.
import type { Db } from '../../platform/db/connect.ts'
import { type PasskeyChange, tellPasskey } from '../notifications/notify-passkey.ts'
import { leaveTrace } from './settings-store.ts'

/** Beside who was invited, administrators see that a code alone was enough for somebody's passkey. */
export async function passkeyChanged(tx: Db, change: PasskeyChange): Promise<void> {
  await tellPasskey(tx, change)
  const { personId, desks, at } = change
  for (const { id: governmentId } of desks)
    await leaveTrace(tx, { governmentId, personId, at }, { area: 'people', act: 'passkey_added', subject: personId })
}
