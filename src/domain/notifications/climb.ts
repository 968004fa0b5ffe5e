// Reminders climb: first to the officer who has the case, then to those who approve what the agency answers as well, then to all of
// the agency and the administrators. Of several parts of one case somebody gets one mail.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { answerApprovers } from '../../schema/answer-releases.ts'
import type { MessageFacts } from '../../schema/values.ts'
import { hearersIn, notifyPerson, type Telling } from './store.ts'

/** `agency`: all of it, and nobody above. */
export type Rung = 'officer' | 'approver' | 'agency' | 'administrator'
export type Part = { governmentId: string; agencyId: string; officerId: string | null }
/** What one person hears of: the parts, and which of them are of an agency of theirs. */
export type Heard<P extends Part> = { parts: P[]; theirs: P[] }

/**
 * Tells everybody up to that rung of these parts of one case, each person once. An officer who has left is nobody: all of the
 * agency hears of it. So it does where nobody is named as an approver: then any of its officers may release an answer.
 */
export async function remindUpTo<P extends Part>(
  tx: Db,
  rung: Rung,
  parts: P[],
  told: Omit<Telling, 'facts'> & { once: string },
  factsFor: (heard: Heard<P>) => MessageFacts,
): Promise<void> {
  const hearers = new Map<string, Heard<P>>()
  for (const part of parts)
    for (const [personId, isTheirs] of await hearersUpTo(tx, rung, part)) {
      const heard = hearers.get(personId) ?? { parts: [], theirs: [] }
      heard.parts.push(part)
      if (isTheirs) heard.theirs.push(part)
      hearers.set(personId, heard)
    }
  for (const [personId, heard] of hearers)
    await notifyPerson(tx, personId, { ...told, facts: factsFor(heard), once: `${told.once}:${personId}` })
}

/** Who hears of one part, and whether they are of its agency. */
async function hearersUpTo(tx: Db, rung: Rung, part: Part): Promise<Map<string, boolean>> {
  const seats = await tx
    .select({ personId: staff.personId, role: staff.role, agencyId: staff.agencyId, approves: answerApprovers.staffId })
    .from(staff)
    .leftJoin(answerApprovers, eq(answerApprovers.staffId, staff.id))
    .where(and(eq(staff.governmentId, part.governmentId), isNull(staff.endedAt)))
  const here = seats.filter(({ agencyId }) => agencyId === part.agencyId)
  const officer = here.find(({ personId }) => personId === part.officerId)?.personId
  const approvers = here.filter(({ approves }) => approves !== null).map(({ personId }) => personId)
  const theirs = (ids: string[]) => new Map(ids.map((id) => [id, true]))
  if (rung === 'officer' && officer) return theirs([officer])
  if (rung === 'approver' && officer && approvers.length) return theirs([officer, ...approvers])
  const all = await hearersIn(tx, part.governmentId, part.agencyId)
  const hearers = new Map(all.people.map((id) => [id, all.own]))
  if (rung === 'administrator')
    for (const { personId, role } of seats)
      if (role === 'administrator' && !hearers.has(personId)) hearers.set(personId, false)
  return hearers
}
