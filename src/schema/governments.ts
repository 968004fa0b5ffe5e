// Governments and their rules. Places differ by rows here, never by code.
import type { Localised } from '../lib/localised.ts'
import { boolean, id, integer, json, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { atLeast, filled, flags, list, object, oneOf } from './checks.ts'
import { type Accent, type Calendar, calendars, type Limits, type Rules } from './values.ts'

export const governments = table(
  'governments',
  {
    id: id('id').primaryKey(),
    slug: text('slug').notNull(),
    name: json<Localised>('name').notNull(),
    languages: json<string[]>('languages').notNull(), // the first is the default
    timeZone: text('time_zone').notNull(), // IANA name
    country: text('country').notNull(), // ISO 3166-1 alpha-2: decides the holidays that are seeded
    dates: text('dates').$type<Calendar>().notNull(),
    accent: json<Accent | null>('accent'),
    contact: json<Localised | null>('contact'), // the platform's administrators, as citizens see it
    limits: json<Partial<Limits> | null>('limits'), // how often people may try things, where it is not the usual number
    synonyms: text('synonyms'), // of the search, a set on each line; null: the usual ones
    staffPasskeys: boolean('staff_passkeys').notNull().default(false), // the desk opens only to who signed in with a passkey
    staffIdleMinutes: integer('staff_idle_minutes').notNull().default(30), // after so long without use staff sign in again
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('governments_slug').on(t.slug),
    filled(t.slug),
    object(t.name),
    list(t.languages, 1),
    filled(t.timeZone),
    filled(t.country),
    oneOf(t.dates, calendars),
    object(t.accent),
    object(t.contact),
    object(t.limits),
    ...flags(t.staffPasskeys),
    atLeast(t.staffIdleMinutes, 1),
  ],
)

/** A proposal keeps the version it was submitted under, for ever. The newest version with valid_from <= now is in force. */
export const ruleVersions = table(
  'rule_versions',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    version: integer('version').notNull(),
    rules: json<Rules>('rules').notNull(),
    validFrom: moment('valid_from'), // null: only for imported cases, never in force
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('rule_versions_number').on(t.governmentId, t.version), atLeast(t.version, 1), object(t.rules)],
)
