// Who works for a government: seats as they are held now. Seats come and go by commands.ts and give-up-seats.ts.
import { and, asc, eq, exists, isNull, ne, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { staff } from '../../schema/agencies.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import type { Seat } from './government.ts'

/** Whether a person holds a seat in whatever government. */
export async function holdsSeat(db: Db, personId: string): Promise<boolean> {
  return (await prepared(db, holdsSeatQuery).execute({ personId })).length > 0
}

const holdsSeatQuery = (db: Db) =>
  db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.personId, placeholder('personId')), isNull(staff.endedAt)))
    .limit(1)

/** What a person may do in a government; empty for citizens. */
export async function seatsOf(db: Db, personId: string, governmentId: string): Promise<(Seat & { name: string })[]> {
  const rows = await prepared(db, seatsQuery).execute({ personId, governmentId })
  return rows.map(({ seatIn, ...seat }) => (seatIn === governmentId ? seat : { ...seat, guest: true }))
}

/** Whether somebody holds a seat in a government now. */
export const worksIn = async (db: Db, personId: string, governmentId: string): Promise<boolean> =>
  (await seatsOf(db, personId, governmentId)).length > 0

/** Who works on cases here now, one line for each seat, by name. */
export const colleaguesOf = (db: Db, governmentId: string) =>
  cached(db, `colleagues ${governmentId}`, () => prepared(db, colleaguesQuery).execute({ governmentId }))

const colleaguesQuery = (db: Db) =>
  db
    .select({ personId: staff.personId, role: staff.role, agencyId: staff.agencyId, name: staff.name })
    .from(staff)
    .where(and(eq(staff.governmentId, placeholder('governmentId')), isNull(staff.endedAt), ne(staff.role, 'checker')))
    .orderBy(asc(staff.name), asc(staff.id))

const seatsQuery = (db: Db) =>
  db
    .select({ role: staff.role, agencyId: staff.agencyId, name: staff.name, seatIn: staff.governmentId })
    .from(staff)
    .where(
      and(
        eq(staff.personId, placeholder('personId')),
        or(eq(staff.governmentId, placeholder('governmentId')), isGuest(db)),
        isNull(staff.endedAt),
      ),
    )

/** An officer of a government that accepted a case of this one. */
const isGuest = (db: Db) =>
  and(
    eq(staff.role, 'officer'),
    exists(
      db
        .select({ id: handOvers.id })
        .from(handOvers)
        .where(
          and(
            eq(handOvers.governmentId, placeholder('governmentId')),
            eq(handOvers.toGovernmentId, staff.governmentId),
            eq(handOvers.state, 'accepted'),
          ),
        ),
    ),
  )
