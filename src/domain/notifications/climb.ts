// Reminders climb: first to the officer who has the case, then to those who approve what the agency answers as well, then to all of
// the agency and the administrators.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { answerApprovers } from '../../schema/answer-releases.ts'
import { notifyAgency, notifyPerson, type Telling } from './store.ts'

export type Rung = 'officer' | 'approver' | 'administrator'
export type Part = { governmentId: string; agencyId: string; officerId: string | null }

/**
 * Tells everybody up to that rung, each once. An officer who has left is nobody: all of the agency hears of it. So it does where
 * nobody is named as an approver: then any of its officers may release an answer.
 */
export async function remindUpTo(tx: Db, rung: Rung, part: Part, told: Telling): Promise<void> {
  const seats = await tx
    .select({ personId: staff.personId, role: staff.role, agencyId: staff.agencyId, approves: answerApprovers.staffId })
    .from(staff)
    .leftJoin(answerApprovers, eq(answerApprovers.staffId, staff.id))
    .where(and(eq(staff.governmentId, part.governmentId), isNull(staff.endedAt)))
  const tell = (personId: string) =>
    notifyPerson(tx, personId, { ...told, once: told.once && `${told.once}:${personId}` })
  const here = seats.filter(({ agencyId }) => agencyId === part.agencyId)
  const officer = here.find(({ personId }) => personId === part.officerId)?.personId
  const approvers = here.filter(({ approves }) => approves !== null).map(({ personId }) => personId)
  if (rung === 'officer' && officer) return tell(officer)
  if (rung === 'approver' && officer && approvers.length) {
    for (const id of new Set([officer, ...approvers])) await tell(id)
    return
  }
  await notifyAgency(tx, part.agencyId, told)
  if (rung !== 'administrator') return
  for (const id of new Set(seats.filter(({ role }) => role === 'administrator').map(({ personId }) => personId)))
    await tell(id)
}
