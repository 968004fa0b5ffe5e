// What colleagues were called, also those who have left.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'

/** By person: the name of the seat that they had last. Nothing of who never had one. */
export async function namesOfStaff(db: Db, governmentId: string, personIds: string[]): Promise<Map<string, string>> {
  if (!personIds.length) return new Map()
  const rows = await db
    .select({ personId: staff.personId, name: staff.name })
    .from(staff)
    .where(and(eq(staff.governmentId, governmentId), inArray(staff.personId, personIds)))
    .orderBy(asc(staff.id))
  return new Map(rows.map(({ personId, name }) => [personId, name]))
}
