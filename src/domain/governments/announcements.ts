// What a government tells everybody on its pages for some days: works on the database, a holiday, an election.
import { and, asc, eq } from 'drizzle-orm'
import { addDays, localDate, startOfDay } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { announcements } from '../../schema/calendar.ts'

export type Announcement = typeof announcements.$inferSelect
/** First and last day belong to it. */
export type AnnouncementChange = { firstDay: string; lastDay: string; words: Localised }

/** All of them, also those that are over, by their first day. */
export const announcementsOf = (db: Db, governmentId: string): Promise<Announcement[]> =>
  cached(db, `announcements ${governmentId}`, () => prepared(db, announcementsQuery).execute({ governmentId }))
const announcementsQuery = (db: Db) =>
  db
    .select()
    .from(announcements)
    .where(eq(announcements.governmentId, placeholder('governmentId')))
    .orderBy(asc(announcements.firstDay), asc(announcements.id))

/** Those of today, and the moment at which others are to be shown; null where no change is known. */
export function shownAt(all: readonly Announcement[], at: Date, timeZone: string) {
  const today = localDate(at, timeZone)
  const changes = all.flatMap((a) => [a.firstDay, addDays(a.lastDay, 1)]).filter((day) => day > today)
  const next = changes.sort()[0]
  return {
    shown: all.filter((a) => a.firstDay <= today && today <= a.lastDay),
    until: next ? startOfDay(next, timeZone) : null,
  }
}

/** Returns its id. */
export async function addAnnouncement(tx: Db, governmentId: string, added: AnnouncementChange, at: Date) {
  const id = newId()
  await tx.insert(announcements).values({ id, governmentId, ...added, createdAt: at })
  return id
}

/** False where it is gone. */
export async function changeAnnouncement(
  tx: Db,
  governmentId: string,
  id: string,
  change: AnnouncementChange,
): Promise<boolean> {
  const changed = await tx.update(announcements).set(change).where(theOne(governmentId, id)).returning()
  return changed.length > 0
}

/** False where it was gone before. */
export async function removeAnnouncement(tx: Db, governmentId: string, id: string): Promise<boolean> {
  const gone = await tx.delete(announcements).where(theOne(governmentId, id)).returning()
  return gone.length > 0
}

const theOne = (governmentId: string, id: string) =>
  and(eq(announcements.governmentId, governmentId), eq(announcements.id, id))
