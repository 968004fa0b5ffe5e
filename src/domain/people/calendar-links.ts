// Secret addresses of a person's calendars. Only a digest of each secret is kept: it is shown once, when it is made.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { calendarLinks } from '../../schema/calendar-links.ts'
import { people } from '../../schema/people.ts'
import { endConsent, giveConsent } from './consents.ts'
import { stillThere } from './erase-people.ts'

type CalendarLink = typeof calendarLinks.$inferSelect

/** A person's own, the oldest first. */
export const calendarLinksOf = (db: Db, personId: string): Promise<CalendarLink[]> =>
  db
    .select()
    .from(calendarLinks)
    .where(eq(calendarLinks.personId, personId))
    .orderBy(asc(calendarLinks.createdAt), asc(calendarLinks.id))

/** With whose other accounts its person's is kept. Null where nobody made it, or where it was ended. */
export async function calendarLinkBy(
  db: Db,
  token: string,
): Promise<(CalendarLink & { doubleOf: string | null }) | null> {
  const [found] = await db
    .select({ link: calendarLinks, doubleOf: people.doubleOf })
    .from(calendarLinks)
    .innerJoin(people, eq(people.id, calendarLinks.personId))
    .where(eq(calendarLinks.tokenHash, sha256(token)))
  return found ? { ...found.link, doubleOf: found.doubleOf } : null
}

/** What a link shows: the desk of a government, or (null) what its person follows. */
type CalendarOf = { personId: string; governmentId: string | null }
type NewLink = { id: string; token: string; language: string; at: Date }

/** In place of the one of before, which leads nowhere from now on. */
export async function makeCalendarLink(tx: Db, of: CalendarOf, { id, token, language, at }: NewLink): Promise<void> {
  await stillThere(tx, of.personId)
  await dropLink(tx, of) // what was agreed to is the same: pressed twice, it is given once
  await tx.insert(calendarLinks).values({ ...of, id, language, tokenHash: sha256(token), createdAt: at })
  await giveConsent(tx, { personId: of.personId, purpose: 'calendar', subject: of.governmentId ?? followed, at })
}

/** Which calendar a consent is for, where it is no government's desk. */
export const followed = 'followed'

/** Whether there was one. */
export async function endCalendarLink(tx: Db, of: CalendarOf, at: Date): Promise<boolean> {
  await endConsent(tx, of.personId, 'calendar', of.governmentId ?? followed, at)
  return dropLink(tx, of)
}

async function dropLink(tx: Db, { personId, governmentId }: CalendarOf): Promise<boolean> {
  const which = governmentId ? eq(calendarLinks.governmentId, governmentId) : isNull(calendarLinks.governmentId)
  const ended = await tx
    .delete(calendarLinks)
    .where(and(eq(calendarLinks.personId, personId), which))
    .returning({ id: calendarLinks.id })
  return ended.length > 0
}
