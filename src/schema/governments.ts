// Governments and what belongs to them. Places differ by rows here, never by code.

import type { Limits, Rules } from '../domain/governments/government.ts'
import type { Localised } from '../lib/localised.ts'
import {
  boolean,
  id,
  index,
  integer,
  json,
  moment,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../platform/db/columns.ts'
import { people } from './people.ts'

export const governments = table(
  'governments',
  {
    id: id('id').primaryKey(),
    slug: text('slug').notNull(),
    name: json<Localised>('name').notNull(),
    languages: json<string[]>('languages').notNull(), // the first is the default
    timeZone: text('time_zone').notNull(), // IANA name
    country: text('country').notNull(), // ISO 3166-1 alpha-2: decides the holidays that are seeded
    dates: text('dates').notNull(), // 'gregorian' or 'roc' (民國)
    accent: json<{ light: string; dark: string } | null>('accent'), // hex colours
    contact: text('contact'), // the platform's administrators, as citizens see it
    limits: json<Partial<Limits> | null>('limits'), // how often people may try things, where it is not the usual number
    staffPasskeys: boolean('staff_passkeys').notNull().default(false), // the desk opens only to who signed in with a passkey
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('governments_slug').on(t.slug)],
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
  (t) => [uniqueIndex('rule_versions_number').on(t.governmentId, t.version)],
)

/** Agencies get renamed and merged: a successor takes over, the old row stays under the cases it answered. */
export const agencies = table(
  'agencies',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    code: text('code').notNull(),
    name: json<Localised>('name').notNull(),
    coordinating: boolean('coordinating').notNull(), // leads where no agency is named; exactly one per government
    validFrom: text('valid_from'), // local dates
    validTo: text('valid_to'),
    successorId: id('successor_id'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('agencies_code').on(t.governmentId, t.code)],
)

export const topics = table(
  'topics',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    code: text('code').notNull(),
    name: json<Localised>('name').notNull(),
    position: integer('position').notNull(),
    retiredAt: moment('retired_at'), // no longer offered; still named under the cases that have it
  },
  (t) => [uniqueIndex('topics_code').on(t.governmentId, t.code)],
)

/** Codes are kept on co-signatures. 'outside' is a row too: "not living here, but working or studying here". */
export const districts = table(
  'districts',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    code: text('code').notNull(),
    name: json<Localised>('name').notNull(),
    position: integer('position').notNull(),
    retiredAt: moment('retired_at'), // no longer offered; still named under the cases that have it
  },
  (t) => [uniqueIndex('districts_code').on(t.governmentId, t.code)],
)

/** Days on which offices deviate from Monday to Friday. Staff edit them; seeded from src/domain/governments/holidays.ts. */
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

/** Co-signing pauses on these days and the clock stops. First and last day belong to the pause. */
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
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('blackouts_government').on(t.governmentId, t.firstDay)],
)

/** Why a proposal was refused: data, so that a government can word its own. Some hide the text. */
export const refusalReasons = table(
  'refusal_reasons',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    code: text('code').notNull(),
    name: json<Localised>('name').notNull(),
    hidesText: boolean('hides_text').notNull(),
    position: integer('position').notNull(),
    retiredAt: moment('retired_at'),
  },
  (t) => [uniqueIndex('refusal_reasons_code').on(t.governmentId, t.code)],
)

export const staff = table(
  'staff',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    role: text('role').$type<'moderator' | 'officer' | 'administrator'>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id), // an officer's agency
    name: text('name').notNull(), // shown to colleagues only
    createdAt: moment('created_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [index('staff_person').on(t.personId), index('staff_government').on(t.governmentId, t.role)],
)

export const invitations = table(
  'invitations',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    email: text('email').notNull(),
    role: text('role').$type<'moderator' | 'officer' | 'administrator'>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id),
    tokenHash: text('token_hash').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [uniqueIndex('invitations_token').on(t.tokenHash), index('invitations_government').on(t.governmentId)],
)
