// Agencies, and who works for them.

import type { Localised } from '../lib/localised.ts'
import { boolean, id, index, json, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'

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
