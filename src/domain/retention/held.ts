// What is held about one person, read from every table of person-tables.ts.
import { type AnyColumn, and, desc, getTableColumns, getTableName, inArray, isNull, or, type SQL } from 'drizzle-orm'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import type { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { type Mailboxes, mailboxesOf } from './mailboxes-of.ts'
import {
  type PersonTable,
  personTables,
  reasonsToLeaveOut,
  type Section,
  type WhyLeftOut,
  whyLeftOut,
} from './person-tables.ts'

/** Column names of the database and their values; moments are Dates. */
type HeldRow = { [column: string]: unknown }
export type Held = {
  table: string
  section: Section
  /** how many there are in all */
  count: number
  /** the newest, without what is in no copy */
  rows: HeldRow[]
  /** of each of these rows: since when, what it says, and which case it is about */
  lines: { since: Date | null; says: string | null; caseId: string | null }[]
}

/** Of all accounts of a mailbox. `most`: rows of each table; all of them where it is left out. */
export async function heldOf(db: Db, accounts: string[], most?: number): Promise<Held[]> {
  const known = { accounts, ...(await mailboxesOf(db, accounts)) }
  const held: Held[] = []
  for (const entry of personTables()) {
    const one = await heldIn(db, entry, known, most)
    if (one.count) held.push(one)
  }
  return held
}

type Known = { accounts: string[] } & Mailboxes

/** Which rows of a table are somebody's. */
function theirRows(db: Db, entry: PersonTable, { accounts, mailboxes, addresses }: Known): SQL | undefined {
  const { of = [], mailbox, address, nobodys, inCase, through, only } = entry
  const cases = db.select({ id: proposals.id }).from(proposals).where(inArray(proposals.authorId, accounts))
  return and(
    only,
    or(
      ...of.map((column) => inArray(column, accounts)),
      mailbox && mailboxes.length ? inArray(mailbox, mailboxes) : undefined,
      address && addresses.length ? and(nobodys && isNull(nobodys), inArray(address, addresses)) : undefined,
      inCase && inArray(inCase, cases),
      through && inArray(through.column, through.rows(db, accounts)),
    ),
  )
}

async function heldIn(db: Db, entry: PersonTable, known: Known, most: number | undefined): Promise<Held> {
  const { of = [], since } = entry
  const condition = theirRows(db, entry, known)
  // typed as one of them: every table is read in the same way
  const table = entry.table as typeof people
  const [total] = await db.select({ count: countRows() }).from(table).where(condition)
  const ordered = db
    .select()
    .from(table)
    .where(condition)
    .orderBy(...(since ? [desc(since)] : []))
  const found: HeldRow[] =
    entry.whole || !total?.count ? [] : await (most === undefined ? ordered : ordered.limit(most))
  const columns = Object.entries(getTableColumns(entry.table))
  const keyOf = (wanted: PersonTable['about']) => columns.find(([, column]) => column === wanted)?.[0] ?? ''
  const shown = columns.filter(([, column]) => whyLeftOut(entry, column) === null)
  // a row may be of two people: whoever the other one is
  const isOthers = (column: AnyColumn, value: unknown) => of.includes(column) && !known.accounts.includes(String(value))
  return {
    table: getTableName(entry.table),
    section: entry.section,
    count: entry.whole ? 0 : (total?.count ?? 0),
    rows: found.map((row) =>
      Object.fromEntries(
        shown.map(([key, column]) => [column.name, isOthers(column, row[key]) ? null : (row[key] ?? null)]),
      ),
    ),
    lines: found.map((row) => ({
      since: (row[keyOf(since ?? undefined)] as Date | undefined) ?? null,
      says: entry.says ? ((row[keyOf(entry.says)] as string | null) ?? null) : null,
      caseId: entry.about ? ((row[keyOf(entry.about)] as string | null) ?? null) : null,
    })),
  }
}

/** Columns that are in nobody's copy, table by table, and why. */
export type LeftOut = { table: string; columns: string[]; why: WhyLeftOut }

/** What is held of people and does not stand in their copy, with the reason. */
export function leftOutOfCopies(): LeftOut[] {
  const all: LeftOut[] = []
  for (const entry of personTables())
    for (const why of reasonsToLeaveOut) {
      const columns = Object.values(getTableColumns(entry.table)).filter((column) => whyLeftOut(entry, column) === why)
      if (columns.length) all.push({ table: getTableName(entry.table), columns: columns.map(({ name }) => name), why })
    }
  return all
}
