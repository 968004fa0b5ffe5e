// Writing cases from JOIN: everything of a case in one unit, numbered in the order of submission.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Government } from '../../domain/governments/government.ts'
import { indexCase, nextNumber } from '../../domain/proposals/store.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { answers } from '../../schema/answers.ts'
import { parts } from '../../schema/assignments.ts'
import { cosignatureCounts } from '../../schema/cosignatures.ts'
import { proposals, proposalTexts, updates } from '../../schema/proposals.ts'
import { record } from '../../schema/record.ts'
import type { CountsByCase } from './counts.ts'
import { makePlaces } from './ensure-references.ts'
import type { JoinCase } from './map-case.ts'
import { type Rows, rowsOf } from './rows.ts'

const unitSize = 50
const rowsAtOnce = 500 // SQLite takes 32,766 parameters in a statement

/** The source's ids of the cases that are here already. */
export async function importedIds(db: Db, governmentId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: proposals.sourceId })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.sourceId)))
  return new Set(rows.map((row) => row.id!))
}

/** Writes new cases in the order given, 50 to a unit; `done` hears how many are there. */
export async function storeCases(
  db: Database,
  government: Government,
  cases: JoinCase[],
  counts: CountsByCase,
  at: Date,
  done: (n: number) => void,
): Promise<void> {
  if (!cases.length) return
  const places = await makePlaces(db, government, cases, counts, at)
  for (let i = 0; i < cases.length; i += unitSize) {
    const some = cases.slice(i, i + unitSize).map((c) => rowsOf(government, c, counts.get(c.sourceId), places, at))
    await write(db, (tx) => insertAll(tx, government, some))
    done(Math.min(i + unitSize, cases.length))
  }
}

async function insertAll(tx: Db, government: Government, some: Rows[]): Promise<void> {
  const numbered: Rows['proposal'][] = []
  for (const { proposal } of some)
    numbered.push({ ...proposal, number: await nextNumber(tx, government.id, proposal.year!) })
  await inSlices(numbered, (slice) => tx.insert(proposals).values(slice))
  await inSlices(
    some.map((rows) => rows.text),
    (slice) => tx.insert(proposalTexts).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.parts),
    (slice) => tx.insert(parts).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.updates),
    (slice) => tx.insert(updates).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.answers),
    (slice) => tx.insert(answers).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.counts),
    (slice) => tx.insert(cosignatureCounts).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.record),
    (slice) => tx.insert(record).values(slice),
  )
  for (const { id, title, number } of numbered) await indexCase(tx, { id, title, number: number!, place: null })
}

async function inSlices<T>(rows: T[], insert: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsAtOnce) await insert(rows.slice(i, i + rowsAtOnce))
}
