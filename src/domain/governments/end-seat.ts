// A seat ends, and with it the ways back to one.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { invitations, staff } from '../../schema/agencies.ts'
import { people } from '../../schema/people.ts'
import { settingChanges } from '../../schema/settings.ts'
import { endConsent } from '../people/consents.ts'
import { isSameMailbox } from '../people/mailboxes.ts'
import { lockGovernment, revokeInvitation } from './changes.ts'

type How = { at: Date; by: 'office' | 'self' }
type SeatEnd = 'ended' | 'last' | 'gone'
/**
 * With the last seat of a person here their open invitations end too, and with an administrator's those that they sent. 'last' when
 * nobody would be left to administer: the government's row is taken first, so that two cannot end each other.
 */
export async function endSeat(tx: Db, governmentId: string, id: string, { at, by }: How): Promise<SeatEnd> {
  await lockGovernment(tx, governmentId)
  const seats = await tx
    .select()
    .from(staff)
    .where(and(eq(staff.governmentId, governmentId), isNull(staff.endedAt)))
  const seat = seats.find((s) => s.id === id)
  if (!seat) return 'gone'
  const others = seats.filter((s) => s.role === 'administrator' && s.personId !== seat.personId)
  if (seat.role === 'administrator' && !others.length) return 'last'
  await tx.update(staff).set({ endedAt: at }).where(eq(staff.id, id))
  if (seat.role === 'administrator' && by === 'office') await revokeSent(tx, governmentId, seat.personId, at)
  if (!seats.some((s) => s.personId === seat.personId && s.id !== id)) {
    await revokeTheirs(tx, governmentId, seat.personId, at)
    await endConsent(tx, seat.personId, 'seat', governmentId, at, by === 'self' ? null : by)
  }
  return 'ended'
}

/**
 * An administrator who is let go has not opened a way back, for themselves under another address or for anybody else. Whom they invited
 * is known by the trace that inviting leaves, of the same moment.
 */
async function revokeSent(tx: Db, governmentId: string, personId: string, at: Date): Promise<void> {
  const sent = tx
    .select({ at: settingChanges.changedAt })
    .from(settingChanges)
    .where(
      and(
        eq(settingChanges.governmentId, governmentId),
        eq(settingChanges.personId, personId),
        eq(settingChanges.area, 'people'),
        eq(settingChanges.act, 'invited'),
      ),
    )
  const open = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt))
  await tx
    .update(invitations)
    .set({ revokedAt: at })
    .where(and(eq(invitations.governmentId, governmentId), open, inArray(invitations.createdAt, sent)))
}

/** Whoever was let go does not come back by an invitation that still lies in their mailbox. */
async function revokeTheirs(tx: Db, governmentId: string, personId: string, at: Date): Promise<void> {
  const [person] = await tx.select({ email: people.email }).from(people).where(eq(people.id, personId))
  if (!person?.email) return
  const open = await tx
    .select({ id: invitations.id, email: invitations.email })
    .from(invitations)
    .where(
      and(eq(invitations.governmentId, governmentId), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)),
    )
  for (const { id, email } of open)
    if (await isSameMailbox(tx, email, person.email)) await revokeInvitation(tx, governmentId, id, at)
}
