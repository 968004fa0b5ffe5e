// Officers who may release what their agency answers, where the rules ask for four eyes.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { answerApprovers } from '../../schema/answer-releases.ts'

/** Whether somebody with a seat in the agency may release its answers now. */
export async function isApprover(db: Db, personId: string, agencyId: string): Promise<boolean> {
  const rows = await db
    .select({ id: staff.id })
    .from(answerApprovers)
    .innerJoin(staff, eq(staff.id, answerApprovers.staffId))
    .where(and(eq(staff.personId, personId), eq(staff.agencyId, agencyId), isNull(staff.endedAt)))
    .limit(1)
  return rows.length > 0
}

/** Ids of the seats of a government that may release. */
export async function approversOf(db: Db, governmentId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: answerApprovers.staffId })
    .from(answerApprovers)
    .innerJoin(staff, eq(staff.id, answerApprovers.staffId))
    .where(and(eq(staff.governmentId, governmentId), isNull(staff.endedAt)))
  return new Set(rows.map(({ id }) => id))
}

/** An officer's seat may release from now on, or no longer. False where there is no such seat. */
export async function setApprover(
  tx: Db,
  governmentId: string,
  seatId: string,
  may: boolean,
  at: Date,
): Promise<boolean> {
  const [seat] = await tx
    .select({ id: staff.id })
    .from(staff)
    .where(
      and(eq(staff.id, seatId), eq(staff.governmentId, governmentId), eq(staff.role, 'officer'), isNull(staff.endedAt)),
    )
  if (!seat) return false
  if (may) await tx.insert(answerApprovers).values({ staffId: seatId, createdAt: at }).onConflictDoNothing()
  else await tx.delete(answerApprovers).where(eq(answerApprovers.staffId, seatId))
  return true
}
