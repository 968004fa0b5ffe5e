// Local days in SQL. PostgreSQL knows time zones; SQLite has to be told of their offsets.

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { engine } from '../../config.ts'
import { dayMs } from '../../lib/durations.ts'
import { offsetsOf } from '../../lib/zone-offsets.ts'

/**
 * From the local day of one moment to that of another, in days, as `daysBetween` of lib/calendar.ts counts them. Null where one of
 * them is. In a query that groups by it, it belongs into a subquery: PostgreSQL takes two parameters for two values.
 */
export const localDaysBetween = (from: SQLWrapper, to: SQLWrapper, timeZone: string): SQL<number> =>
  sql`${dayOf(to, timeZone)} - ${dayOf(from, timeZone)}`.mapWith(Number)

function dayOf(moment: SQLWrapper, timeZone: string): SQL {
  if (engine === 'postgres') return sql`cast(${moment} at time zone ${timeZone} as date)`
  const offsets = offsetsOf(timeZone)
  const last = offsets.at(-1)!.offset
  const changes = offsets
    .slice(0, -1)
    .map(({ until, offset }) => sql`when ${moment} < ${sql.raw(`${until}`)} then ${sql.raw(`${offset}`)}`)
  const offset = changes.length
    ? sql`case ${sql.join(changes, sql` `)} else ${sql.raw(`${last}`)} end`
    : sql.raw(`${last}`)
  return sql`((${moment} + ${offset}) / ${sql.raw(`${dayMs}`)})`
}
