// Somebody on the staff leaves by themselves.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import type { StaffRole } from '../../schema/values.ts'
import { endSeat } from './end-seat.ts'

/** Ends all seats of somebody here: their roles. 'last' where nobody would be left to administer; then the caller undoes the others. */
export async function giveUpSeats(
  tx: Db,
  governmentId: string,
  personId: string,
  at: Date,
): Promise<StaffRole[] | 'last'> {
  const theirs = await tx
    .select({ id: staff.id, role: staff.role })
    .from(staff)
    .where(and(eq(staff.governmentId, governmentId), eq(staff.personId, personId), isNull(staff.endedAt)))
  for (const { id } of theirs) if ((await endSeat(tx, governmentId, id, { at, by: 'self' })) === 'last') return 'last'
  return theirs.map(({ role }) => role)
}
