// The invitation somebody came for, taken up as soon as they have signed in with the address it was sent to.
import type { Db } from '../../platform/db/connect.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { tellSecurity } from '../../platform/http/security-events.ts'
import type { CompleteAct } from '../people/pending-action.ts'
import { personById } from '../people/store.ts'
import { acceptInvitation } from './commands.ts'
import { governmentById } from './store.ts'

/** Told in the unit that gives a seat. Given by app.ts: mail is a higher feature. */
export type TellJoined = (tx: Db, personId: string, governmentId: string, at: Date) => Promise<void>

/** The seat that an invitation gave, once it is told; null where it gives none. */
export async function joined(tx: Db, tell: TellJoined, token: string, person: { id: string; email: string }, at: Date) {
  const given = await acceptInvitation(tx, token, person, at)
  if (given) await tell(tx, person.id, given.governmentId, at)
  return given
}

/** The desk; or the invitation's own page, which says why not. */
export const completeJoin =
  ({ db, now, tellJoined }: Deps & { tellJoined: TellJoined }): CompleteAct =>
  async (request, personId, act) => {
    if (act.kind !== 'join') return null
    const person = await personById(db.reads, personId)
    if (!person?.email) return null
    const { id, email } = person
    const at = now()
    const taken = await write(db, (tx) => joined(tx, tellJoined, act.token, { id, email }, at))
    if (taken) tellSecurity(request, 'role_given', { account: personId, role: taken.role })
    const government = taken && (await governmentById(db.reads, taken.governmentId))
    return government ? `/${government.slug}/desk` : `/invitation/${act.token}`
  }
