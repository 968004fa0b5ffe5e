// What is held about one person, read from every table of person-tables.ts.
import { and, desc, getTableColumns, getTableName, inArray, or } from 'drizzle-orm'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { type PersonTable, personTables, type Section } from './person-tables.ts'

/** Column names of the database and their values; moments are Dates. */
export type HeldRow = { [column: string]: unknown }
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
  const addresses = (await db.select({ email: people.email }).from(people).where(inArray(people.id, accounts))).flatMap(
    ({ email }) => email ?? [],
  )
  const held: Held[] = []
  for (const entry of personTables()) {
    const one = await heldIn(db, entry, accounts, addresses, most)
    if (one.count) held.push(one)
  }
  return held
}

async function heldIn(
  db: Db,
  entry: PersonTable,
  accounts: string[],
  addresses: string[],
  most: number | undefined,
): Promise<Held> {
  const { of = [], address, inCase, since, only } = entry
  const theirs = db.select({ id: proposals.id }).from(proposals).where(inArray(proposals.authorId, accounts))
  const condition = and(
    only,
    or(
      ...of.map((column) => inArray(column, accounts)),
      address && addresses.length ? inArray(address, addresses) : undefined,
      inCase && inArray(inCase, theirs),
    ),
  )
  // typed as one of them: every table is read in the same way
  const table = entry.table as typeof people
  const [total] = await db.select({ count: countRows() }).from(table).where(condition)
  const ordered = db
    .select()
    .from(table)
    .where(condition)
    .orderBy(...(since ? [desc(since)] : []))
  const found: HeldRow[] = await (most === undefined ? ordered : ordered.limit(most))
  const names = Object.entries(getTableColumns(entry.table))
  const keyOf = (wanted: PersonTable['about']) => names.find(([, column]) => column === wanted)?.[0] ?? ''
  const leftOut = new Set((entry.without ?? []).map(keyOf))
  return {
    table: getTableName(entry.table),
    section: entry.section,
    count: total?.count ?? 0,
    rows: found.map((row) =>
      Object.fromEntries(
        names.filter(([key]) => !leftOut.has(key)).map(([key, column]) => [column.name, row[key] ?? null]),
      ),
    ),
    lines: found.map((row) => ({
      since: (row[keyOf(since ?? undefined)] as Date | undefined) ?? null,
      says: entry.says ? ((row[keyOf(entry.says)] as string | null) ?? null) : null,
      caseId: entry.about ? ((row[keyOf(entry.about)] as string | null) ?? null) : null,
    })),
  }
}
