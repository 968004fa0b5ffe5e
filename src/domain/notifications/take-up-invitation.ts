// A staff invitation taken up: the seat, and who is told of it.
import type { Db } from '../../platform/db/database.ts'
import { acceptInvitation } from '../governments/commands.ts'
import { keepSessions } from '../people/sessions.ts'
import { tellJoined } from './notify-passkey.ts'
import { sendAgain } from './returned-mail.ts'

/** The seat that an invitation gave; null where it gives none to this person. */
export async function takeUpInvitation(tx: Db, token: string, person: { id: string; email: string }, at: Date) {
  const given = await acceptInvitation(tx, token, person, at)
  if (!given) return null
  await sendAgain(tx, person.id) // what was pressed was in a mail: mail arrives
  await keepSessions(tx, person.id, new Date()) // by the machine's clock, as all that is said of sessions
  await tellJoined(tx, person.id, given.governmentId, at)
  return given
}
