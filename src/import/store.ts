// Writing imported cases: everything of a case in one unit, new ones numbered in the order of submission.
import { indexCase } from '../domain/proposals/searchable.ts'
import { nextNumber } from '../domain/proposals/store.ts'
import { firstOf } from '../lib/graphemes.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { refusalIn } from '../platform/db/errors.ts'
import { write } from '../platform/db/write.ts'
import { answers } from '../schema/answers.ts'
import { assignments } from '../schema/assignments.ts'
import { cosignatureCounts } from '../schema/cosignatures.ts'
import { moderationDecisions } from '../schema/moderation.ts'
import { proposals, proposalTexts, proposalUpdates } from '../schema/proposals.ts'
import { record } from '../schema/record.ts'
import type { Rows } from './entries.ts'
import { importedEntry } from './entries.ts'
import type { Brought } from './places.ts'
import type { Refuse } from './report.ts'
import { type Context, daysOf, rowsOfCase } from './rows.ts'

const unitSize = 50
const rowsAtOnce = 500 // SQLite takes 32,766 parameters in a statement

/**
 * Writes new cases in the order given, 50 to a unit; `done` hears how many are there. What the database refuses is tried
 * alone, so that one case never takes others with it. How many were written.
 */
export async function storeCases(
  db: Database,
  fresh: readonly Brought[],
  context: Context,
  refuse: Refuse,
  done: (n: number) => void,
): Promise<number> {
  let stored = 0
  for (let i = 0; i < fresh.length; i += unitSize) {
    const some = fresh.slice(i, i + unitSize)
    stored += await storeSome(db, some, context, refuse)
    done(Math.min(i + unitSize, fresh.length))
  }
  return stored
}

async function storeSome(db: Database, some: readonly Brought[], context: Context, refuse: Refuse): Promise<number> {
  try {
    const rows = some.map((one) => newRows(one, context))
    await write(db, (tx) => insertAll(tx, rows))
    return some.length
  } catch (error) {
    if (refusalIn(error)) throw error // the database is away or busy: run it again
    const [only, ...others] = some
    if (only && !others.length) {
      refuse(only.line, `cannot be stored: ${whyNot(error)}`)
      return 0
    }
    let stored = 0
    for (const one of some) stored += await storeSome(db, [one], context, refuse)
    return stored
  }
}

/** What the database itself said: Drizzle puts the whole statement around it. */
export function whyNot(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return firstOf(inner instanceof Error ? inner.message : String(inner), 200)
}

function newRows(brought: Brought, context: Context): Rows {
  const { standing } = brought
  const series = standing.kind ? { kind: standing.kind, base: standing.base } : null
  const rows = rowsOfCase(brought, { days: daysOf(standing.rows, context.places), series }, context)
  return { ...rows, record: [...rows.record, importedEntry(rows, context.at)] }
}

async function insertAll(tx: Db, some: Rows[]): Promise<void> {
  const numbered: Rows['proposal'][] = []
  for (const { proposal } of some)
    numbered.push({ ...proposal, number: await nextNumber(tx, proposal.governmentId, proposal.year!) })
  await inSlices(numbered, (slice) => tx.insert(proposals).values(slice))
  await inSlices(
    some.map((rows) => rows.text),
    (slice) => tx.insert(proposalTexts).values(slice),
  )
  await insertDecisions(
    tx,
    some.flatMap((rows) => rows.decisions),
  )
  await insertAssignments(
    tx,
    some.flatMap((rows) => rows.parts),
  )
  await insertUpdates(
    tx,
    some.flatMap((rows) => rows.updates),
  )
  await insertAnswers(
    tx,
    some.flatMap((rows) => rows.answers),
  )
  await insertCounts(
    tx,
    some.flatMap((rows) => rows.counts),
  )
  await insertEntries(
    tx,
    some.flatMap((rows) => rows.record),
  )
  for (const { id } of numbered) await indexCase(tx, id)
}

export const insertDecisions = (tx: Db, rows: Rows['decisions']) =>
  inSlices(rows, (slice) => tx.insert(moderationDecisions).values(slice))
export const insertAssignments = (tx: Db, rows: Rows['parts']) =>
  inSlices(rows, (slice) => tx.insert(assignments).values(slice))
export const insertUpdates = (tx: Db, rows: Rows['updates']) =>
  inSlices(rows, (slice) => tx.insert(proposalUpdates).values(slice))
export const insertAnswers = (tx: Db, rows: Rows['answers']) =>
  inSlices(rows, (slice) => tx.insert(answers).values(slice))
export const insertCounts = (tx: Db, rows: Rows['counts']) =>
  inSlices(rows, (slice) => tx.insert(cosignatureCounts).values(slice))
export const insertEntries = (tx: Db, rows: Rows['record']) =>
  inSlices(rows, (slice) => tx.insert(record).values(slice))

async function inSlices<T>(rows: T[], insert: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsAtOnce) await insert(rows.slice(i, i + rowsAtOnce))
}
