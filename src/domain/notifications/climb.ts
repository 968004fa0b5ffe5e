// Reminders climb: first to the officer who has the case, then to all of the agency, who approve what goes out, then to the
// administrators as well.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { notifyAgency, notifyPerson, type Telling } from './store.ts'

export type Rung = 'officer' | 'agency' | 'administrator'
export type Part = { governmentId: string; agencyId: string; officerId: string | null }

/** Tells everybody up to that rung, each once. An officer who has left is nobody: all of the agency hears of it. */
export async function remindUpTo(tx: Db, rung: Rung, part: Part, told: Telling): Promise<void> {
  const seats = await tx
    .select({ personId: staff.personId, role: staff.role, agencyId: staff.agencyId })
    .from(staff)
    .where(and(eq(staff.governmentId, part.governmentId), isNull(staff.endedAt)))
  const tell = (personId: string) =>
    notifyPerson(tx, personId, { ...told, once: told.once && `${told.once}:${personId}` })
  const isHere = seats.some(({ personId, agencyId }) => personId === part.officerId && agencyId === part.agencyId)
  if (rung === 'officer' && part.officerId && isHere) return tell(part.officerId)
  await notifyAgency(tx, part.agencyId, told)
  if (rung !== 'administrator') return
  for (const id of new Set(seats.filter(({ role }) => role === 'administrator').map(({ personId }) => personId)))
    await tell(id)
}
