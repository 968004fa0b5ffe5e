// 科室: the units of agencies, each with a name and a contact in every language. A commitment names its unit in the words of whoever
// wrote it; where those are one of these names, everybody reads it in their language.
import { asc, eq } from 'drizzle-orm'
import { usualLanguage } from '../../config.ts'
import { newId } from '../../lib/id.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { agencies, agencyUnits } from '../../schema/agencies.ts'

export type Unit = { agencyId: string; name: Localised; contact: Localised }

/** Of all agencies of a government, each agency's in its own order. */
export const unitsOf = (db: Db, governmentId: string): Promise<Unit[]> =>
  cached(db, `units ${governmentId}`, () => prepared(db, unitsQuery).execute({ governmentId }))
const unitsQuery = (db: Db) =>
  db
    .select({ agencyId: agencyUnits.agencyId, name: agencyUnits.name, contact: agencyUnits.contact })
    .from(agencyUnits)
    .innerJoin(agencies, eq(agencies.id, agencyUnits.agencyId))
    .where(eq(agencies.governmentId, placeholder('governmentId')))
    .orderBy(asc(agencyUnits.agencyId), asc(agencyUnits.position))

/** Whether these words name this unit of the agency. */
export const isCalled = (unit: Unit, agencyId: string, words: string): boolean =>
  unit.agencyId === agencyId && Object.values(unit.name).includes(words)

/** The unit that these words name; the words as they are where none is called so. */
export const unitCalled = (units: readonly Unit[], agencyId: string, words: string): Localised =>
  units.find((unit) => isCalled(unit, agencyId, words))?.name ?? { '': words }

type Owned = { governmentId: string; agencyId: string; owner: string }

/** Commitments with the unit of each by name. */
export async function withUnits<C extends Owned>(db: Db, rows: C[]): Promise<(C & { unit: Localised })[]> {
  const units: Unit[] = []
  for (const governmentId of new Set(rows.map((row) => row.governmentId)))
    units.push(...(await unitsOf(db, governmentId)))
  return rows.map((row) => ({ ...row, unit: unitCalled(units, row.agencyId, row.owner) }))
}

/** How a unit is called where one word has to do. Not its first name: PostgreSQL gives the languages of a name in an order of its own. */
export const wordFor = ({ name }: Pick<Unit, 'name'>): string => localised(name, usualLanguage)

/** The unit that answered: as it was written, and as it is called and reached now, `contact` {} where nobody says how. */
export type AnsweringUnit = Pick<Unit, 'name' | 'contact'> & { written: string }

/** By its words alone where there is no such unit any more. Null: none is named. */
export function answeringUnit(units: readonly Unit[], agencyId: string, written: string): AnsweringUnit | null {
  if (!written) return null
  const { name, contact } = units.find((unit) => isCalled(unit, agencyId, written)) ?? {
    name: { '': written },
    contact: {},
  }
  return { name, contact, written }
}

/** Answers with the unit of each. Asks for units only where an answer names one. */
export async function withAnsweringUnits<A extends { governmentId: string; agencyId: string; unit: string }>(
  db: Db,
  rows: A[],
): Promise<(Omit<A, 'unit' | 'governmentId' | 'agencyId'> & { unit: AnsweringUnit | null })[]> {
  const units: Unit[] = []
  for (const governmentId of new Set(rows.filter(({ unit }) => unit).map((row) => row.governmentId)))
    units.push(...(await unitsOf(db, governmentId)))
  return rows.map(({ unit, governmentId: _, agencyId, ...row }) => ({
    ...row,
    unit: answeringUnit(units, agencyId, unit),
  }))
}

/** These are the agency's units from now on, in this order. */
export async function saveUnits(tx: Db, agencyId: string, units: Omit<Unit, 'agencyId'>[]): Promise<void> {
  await takeTurn(tx, 'units') // two at one moment would both stand
  await tx.delete(agencyUnits).where(eq(agencyUnits.agencyId, agencyId))
  if (units.length)
    await tx.insert(agencyUnits).values(units.map((unit, position) => ({ id: newId(), agencyId, position, ...unit })))
}
