// Co-signatures on paper: numbered sheets of a case, what two of the staff typed of each, and what of it is counted. Nothing that stands on
// a sheet lies here: what somebody typed is a keyed digest and a district before it is written (docs/decisions/252).
import { sql } from 'drizzle-orm'
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
import { atLeast, filled, flags, hash, inOrder, list, localDate, oneOf, rule, together } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type SheetAct, type SheetState, sheetActs, sheetStates } from './values.ts'

/** One line of a sheet as it was typed; null: empty, struck out, or nobody can read it. */
export type TypedLine = { key: string; district: string } | null

export const paperSheets = table(
  'paper_sheets',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    number: integer('number').notNull(), // from 1, printed on the sheet
    state: text('state').$type<SheetState>().notNull(),
    madeById: id('made_by_id')
      .notNull()
      .references(() => people.id),
    madeAt: moment('made_at').notNull(),
    countedAt: moment('counted_at'),
    counted: integer('counted'),
    doubles: integer('doubles'), // of somebody who has signed already
    unknown: integer('unknown'), // not on the roll, from where nobody is counted, or read differently by all three
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.number] }),
    atLeast(t.number, 1),
    oneOf(t.state, sheetStates),
    together(t.countedAt, t.counted, t.doubles, t.unknown),
    inOrder(t.madeAt, t.countedAt),
  ],
)

/** Who typed a sheet, and what, until it is counted: then only who and when stays. */
export const paperEntries = table(
  'paper_entries',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    sheet: integer('sheet').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    round: integer('round').notNull(), // the first, the second, and the third where those differ
    lines: json<TypedLine[]>('lines').notNull(),
    typedAt: moment('typed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.sheet, t.personId] }),
    atLeast(t.sheet, 1),
    oneOf(t.round, [1, 2, 3]),
    list(t.lines),
  ],
)

/** A counted sheet is taken back, or one that was taken back counts again: one of the staff says why, another one confirms. */
export const paperChanges = table(
  'paper_changes',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    sheet: integer('sheet').notNull(),
    act: text('act').$type<SheetAct>().notNull(),
    words: text('words').notNull(), // public: the record has their digest
    salt: text('salt').notNull(),
    askedById: id('asked_by_id')
      .notNull()
      .references(() => people.id),
    askedAt: moment('asked_at').notNull(),
    confirmedById: id('confirmed_by_id').references(() => people.id),
    confirmedAt: moment('confirmed_at'),
  },
  (t) => [
    index('paper_changes_sheet').on(t.proposalId, t.sheet, t.askedAt),
    // one at a time waits for its second person
    uniqueIndex('paper_changes_open').on(t.proposalId, t.sheet).where(sql`confirmed_at is null`),
    atLeast(t.sheet, 1),
    oneOf(t.act, sheetActs),
    filled(t.words),
    filled(t.salt),
    together(t.confirmedById, t.confirmedAt),
    rule('paper_changes_two', 'confirmed_by_id <> asked_by_id'),
    inOrder(t.askedAt, t.confirmedAt),
  ],
)

/** What is counted of a sheet, line by line. Who it is stands nowhere; that they signed, `signed_subjects` knows until co-signing is over. */
export const paperSignatures = table(
  'paper_signatures',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    sheet: integer('sheet').notNull(),
    line: integer('line').notNull(),
    day: text('day').notNull(), // local date of the government on which it was counted
    districtCode: text('district_code').notNull(),
    key: text('key'), // as in `signed_subjects`, and as long: whoever stands here can sign anew once the sheet is taken back
    counts: boolean('counts').notNull().default(true), // false: the sheet was taken back
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.sheet, t.line] }),
    hash(t.key),
    ...flags(t.counts),
    localDate(t.day),
    filled(t.districtCode),
    atLeast(t.sheet, 1),
    atLeast(t.line, 1),
  ],
)
