// Co-signatures on paper: numbered sheets of a case, what two of the staff typed of each, and what of it is counted. Nothing that stands on
// a sheet lies here: what somebody typed is a keyed digest and a district before it is written (docs/decisions/252).
import { id, integer, json, moment, primaryKey, table, text } from '../platform/db/columns.ts'
import { atLeast, filled, inOrder, list, localDate, oneOf, together } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type SheetState, sheetStates } from './values.ts'

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
  (t) => [primaryKey({ columns: [t.proposalId, t.sheet, t.personId] }), oneOf(t.round, [1, 2, 3]), list(t.lines)],
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
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.sheet, t.line] }),
    localDate(t.day),
    filled(t.districtCode),
    atLeast(t.line, 1),
  ],
)
