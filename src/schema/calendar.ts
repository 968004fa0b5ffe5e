// Days on which offices work and co-signing pauses, and what must be computed again when they change.

import type { Localised } from '../lib/localised.ts'
import { boolean, id, index, integer, json, moment, primaryKey, table, text } from '../platform/db/columns.ts'
import { governments } from './governments.ts'

/** Days on which offices deviate from Monday to Friday. Staff edit them; seeded from src/governments/holidays.ts. */
export const holidays = table(
  'holidays',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    date: text('date').notNull(),
    works: boolean('works').notNull(),
    name: json<Localised>('name').notNull(),
  },
  (t) => [primaryKey({ columns: [t.governmentId, t.date] })],
)

/** Years whose office days are complete: a due date past the last of them is not certain yet. */
export const holidayYears = table(
  'holiday_years',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    year: integer('year').notNull(),
    loadedAt: moment('loaded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.governmentId, t.year] })],
)

/** Co-signing pauses on these days and the clock stops; nothing can be handed in either, where it says so. First and last day belong to the pause. */
export const blackouts = table(
  'blackouts',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    firstDay: text('first_day').notNull(),
    lastDay: text('last_day').notNull(),
    reason: json<Localised>('reason').notNull(),
    stopsSubmitting: boolean('stops_submitting').notNull().default(false),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('blackouts_government').on(t.governmentId, t.firstDay)],
)

/** Words that stand on all pages of a government on these days. First and last day belong to them. */
export const announcements = table(
  'announcements',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    firstDay: text('first_day').notNull(),
    lastDay: text('last_day').notNull(),
    words: json<Localised>('words').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('announcements_government').on(t.governmentId, t.firstDay)],
)

/** Closing or due dates of a government that must be computed again, since a blackout or an office day changed. Done once all cases have them. */
export const pendingDates = table(
  'pending_dates',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    kind: text('kind').$type<'closing' | 'due'>().notNull(),
    askedAt: moment('asked_at').notNull(),
    doneAt: moment('done_at'),
  },
  (t) => [index('pending_dates_open').on(t.doneAt, t.askedAt)],
)
