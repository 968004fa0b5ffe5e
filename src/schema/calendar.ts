// Days on which offices work and co-signing pauses, and what must be computed again when they change.
import type { Localised } from '../lib/localised.ts'
import { boolean, id, index, integer, json, moment, primaryKey, table, text } from '../platform/db/columns.ts'
import { flags, inOrder, localDate, object, oneOf, rule } from './checks.ts'
import { governments } from './governments.ts'
import { recomputedDates } from './values.ts'

/** Days on which offices deviate from Monday to Friday. Staff edit them; seeded from domain/governments/holidays.ts. */
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
  (t) => [primaryKey({ columns: [t.governmentId, t.date] }), localDate(t.date), ...flags(t.works), object(t.name)],
)

/** Years whose office days are complete: a due date past the last of them is not certain yet. */
export const holidayYears = table(
  'holiday_years',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    year: integer('year').notNull(),
  },
  (t) => [primaryKey({ columns: [t.governmentId, t.year] }), rule('holiday_years_year', 'year between 1 and 9999')],
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
  (t) => [
    index('blackouts_government').on(t.governmentId, t.firstDay),
    localDate(t.firstDay),
    localDate(t.lastDay),
    inOrder(t.firstDay, t.lastDay),
    object(t.reason),
    ...flags(t.stopsSubmitting),
  ],
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
  (t) => [
    index('announcements_government').on(t.governmentId, t.firstDay),
    localDate(t.firstDay),
    localDate(t.lastDay),
    inOrder(t.firstDay, t.lastDay),
    object(t.words),
  ],
)

/** Dates of a government's cases that must be computed again, since a pause or an office day changed. Done once all cases have them. */
export const deadlineRecomputations = table(
  'deadline_recomputations',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    kind: text('kind').$type<(typeof recomputedDates)[number]>().notNull(),
    askedAt: moment('asked_at').notNull(),
    doneAt: moment('done_at'),
  },
  (t) => [
    index('deadline_recomputations_open').on(t.doneAt, t.askedAt),
    oneOf(t.kind, recomputedDates),
    inOrder(t.askedAt, t.doneAt),
  ],
)
