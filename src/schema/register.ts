// Asking the register office whether somebody lives under a government, and is so old as its rules ask: a file goes out, a file comes in.
// What somebody typed for it lies here sealed under SECRET, and only until the file has gone out (docs/decisions/257, 278).
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
import { atLeast, filled, flags, hash, inOrder, list, needs, oneOf, together } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { type IdentityField, type RegisterAnswer, registerAnswers } from './values.ts'

/** The office that a government asks, and what it needs to find somebody. */
export const registerOffices = table(
  'register_offices',
  {
    governmentId: id('government_id')
      .primaryKey()
      .references(() => governments.id),
    name: text('name').notNull(), // as citizens read it
    fields: json<IdentityField[]>('fields').notNull(), // in the order of the file's columns
    open: boolean('open').notNull(), // whether somebody can ask now
  },
  (t) => [filled(t.name), list(t.fields, 1), ...flags(t.open)],
)

/** A file to the office: one administrator draws it up, another one releases it. */
export const registerBatches = table(
  'register_batches',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    number: integer('number').notNull(),
    fields: json<IdentityField[]>('fields').notNull(),
    lines: integer('lines').notNull(),
    askedById: id('asked_by_id')
      .notNull()
      .references(() => people.id),
    askedAt: moment('asked_at').notNull(),
    sentById: id('sent_by_id').references(() => people.id), // the second person
    sentAt: moment('sent_at'),
    takenUntil: moment('taken_until'), // so long the file can be fetched, and what was typed lies here; null: it is gone
    expiresAt: moment('expires_at'), // who has no answer by then is told so
    yes: integer('yes').notNull(),
    no: integer('no').notNull(),
    ages: json<number[]>('ages').notNull().default([]), // in years, the lowest first: a column of the file for each
    ofAge: integer('of_age').notNull().default(0), // how many were verified to be so old by its answer
  },
  (t) => [
    primaryKey({ columns: [t.governmentId, t.number] }),
    atLeast(t.number, 1),
    atLeast(t.lines, 1),
    atLeast(t.yes, 0),
    atLeast(t.no, 0),
    list(t.fields, 1),
    list(t.ages),
    atLeast(t.ofAge, 0),
    together(t.sentAt, t.sentById, t.expiresAt),
    needs(t.takenUntil, t.sentAt),
    inOrder(t.askedAt, t.sentAt),
    inOrder(t.sentAt, t.takenUntil, { strictly: true }),
  ],
)

/** Somebody who asked to be verified this way. Gone with the answer, or when none came. */
export const registerRequests = table(
  'register_requests',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    subjectKey: text('subject_key').notNull(), // keyed digest of what was typed
    sealed: text('sealed'), // what was typed, for the file alone; null: the file has gone out
    askedAt: moment('asked_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    batch: integer('batch'), // null: waits for the next file
    line: text('line'), // which line of it
    answer: text('answer').$type<RegisterAnswer>(), // as one of the staff brought it in; another one has to bring the same
    readById: id('read_by_id').references(() => people.id),
    asksAge: boolean('asks_age').notNull().default(false), // whether they are so old as a rule asks, beside where they live
    ageHash: text('age_hash'), // keyed digest of the age that was brought in, or of none: a row does not say who is younger
  },
  (t) => [
    uniqueIndex('register_requests_person').on(t.personId, t.governmentId),
    uniqueIndex('register_requests_line').on(t.governmentId, t.batch, t.line),
    index('register_requests_expires').on(t.expiresAt),
    hash(t.subjectKey),
    filled(t.sealed),
    filled(t.line),
    oneOf(t.answer, registerAnswers),
    hash(t.ageHash),
    needs(t.ageHash, t.answer),
    ...flags(t.asksAge),
    together(t.batch, t.line),
    together(t.answer, t.readById),
    inOrder(t.askedAt, t.expiresAt, { strictly: true }),
  ],
)
