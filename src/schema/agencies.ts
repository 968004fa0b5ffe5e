// Agencies, and who works for them.

import { sql } from 'drizzle-orm'
import type { Localised } from '../lib/localised.ts'
import {
  boolean,
  type Column,
  id,
  index,
  integer,
  json,
  moment,
  table,
  text,
  uniqueIndex,
} from '../platform/db/columns.ts'
import { address, atLeast, filled, flags, hash, inOrder, localDate, needs, object, oneOf, rule } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { type StaffRole, staffRoles } from './values.ts'

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
    successorId: id('successor_id').references((): Column => agencies.id),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('agencies_code').on(t.governmentId, t.code),
    uniqueIndex('agencies_one_coordinating').on(t.governmentId).where(sql`coordinating`),
    filled(t.code),
    object(t.name),
    ...flags(t.coordinating),
    localDate(t.validFrom),
    localDate(t.validTo),
    inOrder(t.validFrom, t.validTo),
    needs(t.successorId, t.validTo),
    rule('agencies_own_successor', 'successor_id <> id'),
    rule('agencies_coordinating_stays', 'not coordinating or (valid_from is null and valid_to is null)'),
  ],
)

/** 科室: whom an agency's commitments name, and how each is reached. */
export const agencyUnits = table(
  'agency_units',
  {
    id: id('id').primaryKey(),
    agencyId: id('agency_id')
      .notNull()
      .references(() => agencies.id),
    name: json<Localised>('name').notNull(),
    contact: json<Localised>('contact').notNull(), // {}: none
    position: integer('position').notNull(),
  },
  (t) => [
    index('agency_units_agency').on(t.agencyId, t.position),
    object(t.name),
    object(t.contact),
    atLeast(t.position, 0),
  ],
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
    role: text('role').$type<StaffRole>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id), // an officer's agency
    name: text('name').notNull(), // shown to colleagues only
    createdAt: moment('created_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    index('staff_person').on(t.personId),
    index('staff_government').on(t.governmentId, t.role),
    oneOf(t.role, staffRoles),
    rule('staff_agency', "(role = 'officer') = (agency_id is not null)"),
    inOrder(t.createdAt, t.endedAt),
  ],
)

export const invitations = table(
  'invitations',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    email: text('email').notNull(),
    role: text('role').$type<StaffRole>().notNull(),
    agencyId: id('agency_id').references(() => agencies.id),
    tokenHash: text('token_hash').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [
    uniqueIndex('invitations_token').on(t.tokenHash),
    index('invitations_government').on(t.governmentId),
    address(t.email),
    oneOf(t.role, staffRoles),
    rule('invitations_agency', "(role = 'officer') = (agency_id is not null)"),
    hash(t.tokenHash),
    inOrder(t.createdAt, t.expiresAt, { strictly: true }),
    inOrder(t.createdAt, t.acceptedAt),
    inOrder(t.createdAt, t.revokedAt),
    rule('invitations_one_end', 'accepted_at is null or revoked_at is null'),
  ],
)
