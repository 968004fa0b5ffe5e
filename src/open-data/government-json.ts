// What a government tells for some days, as JSON: when co-signing pauses, and the notices on its pages.
import { announcementsOf, shownAt } from '../domain/governments/announcements.ts'
import { blackoutsOf } from '../domain/governments/store.ts'
import { localDate } from '../lib/calendar.ts'
import type { Db } from '../platform/db/database.ts'
import type { GovernmentJson } from './case-head.ts'
import { nameJson } from './name-json.ts'

/** Pauses that run or are to come, the notices of today, and the moment from which other notices are shown (null: none known). */
export async function daysJson(db: Db, { id, timeZone }: Pick<GovernmentJson, 'timeZone'> & { id: string }, at: Date) {
  const [blackouts, announcements] = await Promise.all([blackoutsOf(db, id), announcementsOf(db, id)])
  const { shown, until } = shownAt(announcements, at, timeZone)
  const today = localDate(at, timeZone)
  const pauses = blackouts
    .filter((pause) => pause.lastDay >= today)
    .map(({ firstDay, lastDay, reason, stopsSubmitting }) => ({
      first_day: firstDay,
      last_day: lastDay,
      reason: nameJson(reason),
      stops_submitting: stopsSubmitting,
    }))
  const notices = shown.map(({ firstDay, lastDay, words }) => ({
    first_day: firstDay,
    last_day: lastDay,
    text: nameJson(words),
  }))
  return { json: { pauses, notices }, until }
}
