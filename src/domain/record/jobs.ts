// Numbering the record: gapless, in the order of the ids, within a second, by one process at a time (a lease).
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { and, asc, desc, eq, gt, lte, notExists } from 'drizzle-orm'
import { max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { record, recordNumbers } from '../../schema/record.ts'

const batch = 1000 // numbered in one unit
const looked = 4000 // at once
/** Entries may become visible out of the order of their ids: a unit waits up to 5 s for its turn, and may be run again. */
const recentMs = 10_000
/** A slower look further back, for clocks that differ between machines. */
export const wideMs = 6 * 3_600_000
/** When the newest is so old, those around it have been looked at often enough: after a rush they are ten thousands. */
const settledMs = 3 * recentMs

export const recordJobs: Job[] = [
  { name: 'record-numbers', every: 1000, run: (deps, _now, signal) => numberEntries(deps, recentMs, signal) },
  { name: 'record-numbers-wide', every: 600_000, run: (deps, _now, signal) => numberEntries(deps, wideMs, signal, 9) },
]

/**
 * Numbers what has none among entries made up to `backMs` before the newest numbered one; how many. Looks at some thousand at
 * a time, and rests for `rest` times as long in between: on SQLite pages are made by the same thread.
 */
export async function numberEntries({ db }: Deps, backMs = recentMs, signal?: AbortSignal, rest = 0): Promise<number> {
  const newest = await newestNumbered(db.reads)
  const isSettled = Date.now() - madeAt(newest) > settledMs // by the clock that made the id
  let after = floorId(newest, isSettled && backMs === recentMs ? 0 : backMs)
  let numbered = 0
  while (!signal?.aborted) {
    const begun = performance.now()
    const upTo = await someEntriesLater(db.reads, after)
    const found = await unnumbered(db.reads, after, upTo)
    if (found.length) numbered += await write(db, (tx) => number(tx, after, upTo), { invalidate: 'later' })
    if (found.length < batch) {
      if (upTo === null) break
      after = upTo
    }
    await (rest ? sleep(rest * (performance.now() - begun)) : nextTurn()) // queries alone would let nobody else in
  }
  return numbered
}

async function number(tx: Db, after: string, upTo: string | null): Promise<number> {
  await takeTurn(tx, 'numbering') // the narrow and the wide look may run at once, and would give one number twice
  const entries = await unnumbered(tx, after, upTo)
  if (!entries.length) return 0
  const [last] = await tx.select({ number: max(recordNumbers.number) }).from(recordNumbers)
  const first = (last?.number ?? 0) + 1
  await tx.insert(recordNumbers).values(entries.map(({ id }, i) => ({ number: first + i, entryId: id })))
  return entries.length
}

async function newestNumbered(db: Db): Promise<string | null> {
  const [row] = await db
    .select({ id: recordNumbers.entryId })
    .from(recordNumbers)
    .orderBy(desc(recordNumbers.number))
    .limit(1)
  return row?.id ?? null
}

/** The id up to which some thousand entries follow; null where fewer do. */
async function someEntriesLater(db: Db, after: string): Promise<string | null> {
  const [row] = await db
    .select({ id: record.id })
    .from(record)
    .where(gt(record.id, after))
    .orderBy(asc(record.id))
    .limit(1)
    .offset(looked - 1)
  return row?.id ?? null
}

const unnumbered = (db: Db, after: string, upTo: string | null) =>
  db
    .select({ id: record.id })
    .from(record)
    .where(
      and(
        gt(record.id, after),
        upTo === null ? undefined : lte(record.id, upTo),
        notExists(
          db.select({ number: recordNumbers.number }).from(recordNumbers).where(eq(recordNumbers.entryId, record.id)),
        ),
      ),
    )
    .orderBy(asc(record.id))
    .limit(batch)

/** The milliseconds in the first 48 bits of a UUIDv7; NaN without one. */
const madeAt = (id: string | null): number => (id ? Number.parseInt(id.slice(0, 13).replace('-', ''), 16) : Number.NaN)

/** The smallest UUIDv7 made `backMs` before `id`. */
function floorId(id: string | null, backMs: number): string {
  const at = madeAt(id)
  if (Number.isNaN(at)) return ''
  const hex = Math.max(0, at - backMs)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`
}
