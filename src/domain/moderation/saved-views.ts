// Views of the desk's queue that somebody keeps under a name. One's own, in one's own order; and those that colleagues show to
// their desk.
import { and, asc, eq, inArray, ne, or, sql } from 'drizzle-orm'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { deskViews } from '../../schema/desk-views.ts'
import type { DeskViewReaders } from '../../schema/values.ts'
import type { Seat } from '../governments/government.ts'
import { worksOn } from './officer.ts'

export type SavedView = typeof deskViews.$inferSelect
/** `agencyId` with the readers `agency` alone. */
export type ViewReaders = { readers: DeskViewReaders; agencyId: string | null }
type Owner = { governmentId: string; personId: string }

/** More are no list to choose from. */
export const mostViews = 20
export const viewNameMax = 40

const ownedBy = ({ governmentId, personId }: Owner) =>
  and(eq(deskViews.governmentId, governmentId), eq(deskViews.personId, personId))

/** One's own in their order, then what colleagues show to the desks of these seats, by name. */
export async function viewsFor(db: Db, owner: Owner, seats: Seat[]): Promise<{ own: SavedView[]; shown: SavedView[] }> {
  const agencies = seats.flatMap((seat) => (worksOn(seat.agencyId, seat) && seat.agencyId ? [seat.agencyId] : []))
  const shown = or(
    seats.some((seat) => worksOn(null, seat)) ? eq(deskViews.readers, 'moderators') : undefined,
    agencies.length ? and(eq(deskViews.readers, 'agency'), inArray(deskViews.agencyId, agencies)) : undefined,
  )
  const rows = await db
    .select()
    .from(deskViews)
    .where(and(eq(deskViews.governmentId, owner.governmentId), or(eq(deskViews.personId, owner.personId), shown)))
    .orderBy(asc(deskViews.position), asc(deskViews.id))
  const isOwn = ({ personId }: SavedView) => personId === owner.personId
  const byName = (a: SavedView, b: SavedView) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1)
  return { own: rows.filter(isOwn), shown: rows.filter((row) => !isOwn(row)).sort(byName) }
}

/** Null where it is not there, or is another person's. */
export async function findOwnView(db: Db, owner: Owner, id: string): Promise<SavedView | null> {
  const [row] = await db
    .select()
    .from(deskViews)
    .where(and(ownedBy(owner), eq(deskViews.id, id)))
  return row ?? null
}

type NewView = ViewReaders & { id: string; name: string; params: string }

/**
 * At the end of one's own. `replace`: in place of the one of that name. Throws Refused: 'many'; 'name_taken'.
 */
export async function saveView(tx: Db, owner: Owner, view: NewView, replace: boolean, at: Date): Promise<void> {
  // Holds one's rows, so that presses at the same moment count one after the other.
  await tx
    .update(deskViews)
    .set({ position: sql`${deskViews.position}` })
    .where(ownedBy(owner))
  const own = await inOrder(tx, owner)
  const namesake = own.find(({ name }) => name === view.name)
  if (namesake) {
    if (!replace) throw new Refused('name_taken')
    const { params, readers, agencyId } = view
    await tx.update(deskViews).set({ params, readers, agencyId, updatedAt: at }).where(eq(deskViews.id, namesake.id))
    return
  }
  if (own.length >= mostViews) throw new Refused('many')
  const position = (own.at(-1)?.position ?? -1) + 1
  const [added] = await tx
    .insert(deskViews)
    .values({ ...owner, ...view, position, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning({ id: deskViews.id })
  if (!added) throw new Refused('name_taken')
}

/** Throws Refused: 'name_taken'. One that is gone by now stays gone. */
export async function renameView(tx: Db, row: SavedView, name: string, readers: ViewReaders, at: Date): Promise<void> {
  const [other] = await tx
    .select({ id: deskViews.id })
    .from(deskViews)
    .where(and(ownedBy(row), eq(deskViews.name, name), ne(deskViews.id, row.id)))
  if (other) throw new Refused('name_taken')
  await tx
    .update(deskViews)
    .set({ name, readers: readers.readers, agencyId: readers.agencyId, updatedAt: at })
    .where(eq(deskViews.id, row.id))
}

/** Only its owner finds the row: findOwnView. */
export async function removeView(tx: Db, row: SavedView): Promise<void> {
  await tx.delete(deskViews).where(eq(deskViews.id, row.id))
}

/** One place up or down among one's own. At the end it stays where it is. */
export async function moveView(tx: Db, row: SavedView, by: -1 | 1): Promise<void> {
  const ids = (await inOrder(tx, row)).map(({ id }) => id)
  const from = ids.indexOf(row.id)
  const to = from + by
  if (from < 0 || to < 0 || to >= ids.length) return
  ids.splice(to, 0, ...ids.splice(from, 1))
  for (const [position, id] of ids.entries()) await tx.update(deskViews).set({ position }).where(eq(deskViews.id, id))
}

const inOrder = (tx: Db, owner: Owner) =>
  tx
    .select({ id: deskViews.id, name: deskViews.name, position: deskViews.position })
    .from(deskViews)
    .where(ownedBy(owner))
    .orderBy(asc(deskViews.position), asc(deskViews.id))
