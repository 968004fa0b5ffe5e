// Nobodies stand where a person stood who is not known any more: so that a co-signature stays a row, and one case never tells of another.
// They are few, as many as the largest case has signers, and every case uses the same ones, each time in another order.
import { type AnyColumn, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { people } from '../../schema/people.ts'

/** The id of the n-th, from 1: a UUID of version 8 (RFC 9562, section 5.8), before that of everybody. */
export const nobody = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`
/** Ids that are greater are persons'. */
export const lastNobody = nobody(0xff_ff_ff_ff_ff_ff)
/** Which one it is; 0 for a person. */
export const nobodyNumber = (id: string): number => (id <= lastNobody ? Number.parseInt(id.slice(-12), 16) : 0)

/** Whose id stands there is, or was, a person. */
export const isPerson = (column: AnyColumn): SQL => gt(column, lastNobody)

/** Makes sure that these are there. They are like somebody who was erased. */
export async function makeNobodies(tx: Db, ids: string[]): Promise<void> {
  const rows = ids.map((id) => ({ id, language: 'zh-Hant', createdAt: new Date(0) }))
  if (rows.length) await tx.insert(people).values(rows).onConflictDoNothing()
}

/** Until the unit ends nobody else hands them out: two processes would take the same ones for a case. */
export async function holdNobodies(tx: Db): Promise<void> {
  await makeNobodies(tx, [nobody(1)])
  await tx
    .update(people)
    .set({ language: sql`${people.language}` })
    .where(eq(people.id, nobody(1)))
}
