// Digests: what waited for somebody since the last one, in one mail a day or a week. There is a mail only where something waits,
// and what is in it waits no more: so none is empty, and a stop in between loses and repeats nothing.
import { and, asc, eq, inArray, isNotNull, lt } from 'drizzle-orm'
import { addDays, localDate, startOfDay, weekday } from '../../lib/calendar.ts'
import { grouped } from '../../lib/group.ts'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { held } from '../../platform/db/held.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { digestItems } from '../../schema/following.ts'
import { governments } from '../../schema/governments.ts'
import { outbox } from '../../schema/notifications.ts'
import { people } from '../../schema/people.ts'
import type { DigestPace } from './end-digest.ts'
import { priorityOf } from './message.ts'

const batch = 100
const hourOfDigests = 7 // local time
const monday = 1
/** More than this nobody reads in one mail; how many there are is said. */
const mostInOne = 30

/** What was added before this moment goes now: seven in the morning, of Monday for the weekly one. */
function dueUntil(pace: DigestPace, now: Date, timeZone: string): Date {
  const morning = (day: string) => new Date(startOfDay(day, timeZone).getTime() + hourOfDigests * 3_600_000)
  const today = localDate(now, timeZone)
  const last = morning(today) <= now ? today : addDays(today, -1)
  return morning(pace === 'daily' ? last : addDays(last, -((weekday(last) - monday + 7) % 7)))
}

/** Puts out every digest that is due. How many. */
export async function sendDigests({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  const places = await db.reads.select({ id: governments.id, timeZone: governments.timeZone }).from(governments)
  let sent = 0
  for (const { id, timeZone } of places)
    for (const pace of ['daily', 'weekly'] as const) {
      const due: Due = { governmentId: id, pace, until: dueUntil(pace, now, timeZone) }
      for (let some = batch; some === batch && !signal?.aborted; ) {
        const ids = await peopleWaiting(db.reads, due)
        if (ids.length) sent += await write(db, (tx) => putOut(tx, ids, due, now))
        some = ids.length
      }
    }
  return sent
}

type Due = { governmentId: string; pace: DigestPace; until: Date }

const isDue = ({ governmentId, pace, until }: Due) =>
  and(eq(digestItems.governmentId, governmentId), eq(digestItems.pace, pace), lt(digestItems.addedAt, until))

async function peopleWaiting(db: Db, due: Due): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: digestItems.personId })
    .from(digestItems)
    .where(isDue(due))
    .orderBy(asc(digestItems.personId))
    .limit(batch)
  return rows.map(({ id }) => id)
}

/** One mail for each of them, and nothing waits any more. */
async function putOut(tx: Db, personIds: string[], due: Due, now: Date): Promise<number> {
  const items = await tx
    .delete(digestItems)
    .where(and(isDue(due), inArray(digestItems.personId, personIds)))
    .returning()
  const itemsOf = grouped(items, ({ personId }) => personId)
  const reached = await held(
    tx
      .select({ id: people.id, address: people.email, language: people.language })
      .from(people)
      .where(and(inArray(people.id, personIds), isNotNull(people.email))),
  )
  const rows = reached.map(({ id: personId, address, language }) => {
    const ids = itemsOf(personId).map(({ mailingId }) => mailingId)
    return {
      id: newId(),
      kind: 'digest' as const,
      once: `digest:${due.pace}:${due.governmentId}:${due.until.toISOString()}:${personId}`,
      personId,
      address: address!,
      language,
      governmentId: due.governmentId,
      facts: { pace: due.pace, count: ids.length, events: ids.sort().slice(-mostInOne).join(' ') },
      priority: priorityOf('digest'),
      createdAt: now,
      nextTryAt: now,
      attempts: 0,
    }
  })
  if (rows.length) await tx.insert(outbox).values(rows)
  return rows.length
}
