// What a government lets people choose from. An entry is retired, never deleted: codes are kept on cases and co-signatures.
import type { Localised } from '../lib/localised.ts'
import { boolean, id, integer, json, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { atLeast, filled, flags, object } from './checks.ts'
import { governments } from './governments.ts'

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
  (t) => [
    uniqueIndex('topics_code').on(t.governmentId, t.code),
    filled(t.code),
    object(t.name),
    atLeast(t.position, 0),
  ],
)

/** 'outside' is a row too: "not living here, but working or studying here". */
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
    retiredAt: moment('retired_at'),
  },
  (t) => [
    uniqueIndex('districts_code').on(t.governmentId, t.code),
    filled(t.code),
    object(t.name),
    atLeast(t.position, 0),
  ],
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
  (t) => [
    uniqueIndex('refusal_reasons_code').on(t.governmentId, t.code),
    filled(t.code),
    object(t.name),
    ...flags(t.hidesText),
    atLeast(t.position, 0),
  ],
)
