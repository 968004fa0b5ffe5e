// Numbering the record: gapless, in the order of positions, within a second, by one process at a time (a lease).
import { and, asc, desc, eq, gt, lte, notExists } from 'drizzle-orm'
import { max } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { beginPiece, letOthersIn } from '../../platform/process/pace.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { record, recordNumbers } from '../../schema/record.ts'
import { giveSteps, markChanged, markNewDay } from './changes.ts'

const batch = 1000 // numbered in one unit
const looked = 4000 // positions at once

/**
 * Positions to look back from the newest numbered one. On PostgreSQL a unit takes its position when it writes and shows it when
 * it is committed, up to some seconds later; on SQLite units follow each other, and there is nothing behind.
 */
const recent = (db: Database) => (db.engine === 'postgres' ? 20_000 : 0)
const wide = (db: Database) => (db.engine === 'postgres' ? 500_000 : 0)
/** When nothing was written for so long, in ms, those around the newest have been looked at often enough. */
const settledMs = 30_000

export const recordJobs: Job[] = [
  { name: 'record-numbers', every: 1000, run: (deps, _now, signal) => numberEntries(deps, recent(deps.db), signal) },
  {
    name: 'record-numbers-wide',
    every: 600_000,
    run: (deps, _now, signal) => numberEntries(deps, wide(deps.db), signal, 9),
  },
  { name: 'change-days', every: 60_000, run: markNewDay },
  { name: 'change-steps', every: 1500, run: giveSteps },
]

/**
 * Numbers what has none from `back` positions before the newest numbered one on; how many. Looks at some thousand at a time,
 * and rests for `rest` times as long in between: on SQLite pages are made by the same thread.
 */
export async function numberEntries(
  { db }: Pick<Deps, 'db'>,
  back = recent(db),
  signal?: AbortSignal,
  rest = 0,
): Promise<number> {
  const newest = await newestEntry(db.reads)
  const from = await newestNumbered(db.reads)
  if (!rest && from === newest && isSettled(db, newest)) return 0
  const pace = { rest }
  let after = Math.max(0, from - back)
  let numbered = 0
  while (!signal?.aborted && after < newest) {
    const piece = beginPiece(pace)
    const upTo = after + looked
    const found = await unnumbered(db.reads, after, upTo)
    if (found.length) numbered += await write(db, (tx) => number(tx, after, upTo), { invalidate: 'later' })
    if (found.length < batch) after = upTo
    await letOthersIn(piece)
  }
  return numbered
}

const seen = new WeakMap<Database, { newest: number; since: number }>()

/** Whether the newest entry has been the newest for a while. */
function isSettled(db: Database, newest: number): boolean {
  const known = seen.get(db)
  if (known?.newest === newest) return performance.now() - known.since > settledMs
  seen.set(db, { newest, since: performance.now() })
  return false
}

async function number(tx: Db, after: number, upTo: number): Promise<number> {
  await takeTurn(tx, 'numbering') // the narrow and the wide look may run at once, and would give one number twice
  const entries = await unnumbered(tx, after, upTo)
  if (!entries.length) return 0
  const [last] = await tx.select({ number: max(recordNumbers.number) }).from(recordNumbers)
  const first = (last?.number ?? 0) + 1
  await tx.insert(recordNumbers).values(entries.map(({ position }, i) => ({ number: first + i, position })))
  await markChanged(
    tx,
    entries.flatMap(({ proposalId, governmentId }) => (proposalId ? [{ proposalId, governmentId }] : [])),
  )
  return entries.length
}

async function newestEntry(db: Db): Promise<number> {
  const [row] = await db.select({ position: record.position }).from(record).orderBy(desc(record.position)).limit(1)
  return row?.position ?? 0
}

/** The highest position with a number. */
async function newestNumbered(db: Db): Promise<number> {
  const [row] = await db
    .select({ position: recordNumbers.position })
    .from(recordNumbers)
    .orderBy(desc(recordNumbers.position))
    .limit(1)
  return row?.position ?? 0
}

const unnumbered = (db: Db, after: number, upTo: number) =>
  db
    .select({ position: record.position, proposalId: record.proposalId, governmentId: record.governmentId })
    .from(record)
    .where(
      and(
        gt(record.position, after),
        lte(record.position, upTo),
        notExists(
          db
            .select({ number: recordNumbers.number })
            .from(recordNumbers)
            .where(eq(recordNumbers.position, record.position)),
        ),
      ),
    )
    .orderBy(asc(record.position))
    .limit(batch)
