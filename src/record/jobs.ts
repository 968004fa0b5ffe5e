// Numbering the record: gapless, in the order of the ids, within a second, by one process at a time (a lease).
import { and, asc, desc, eq, gte, max, notExists } from 'drizzle-orm'
import type { Db } from '../db/connect.ts'
import { takeTurn } from '../db/leases.ts'
import { write } from '../db/write.ts'
import type { Job } from '../process/scheduler.ts'
import type { Deps } from '../web/deps.ts'
import { record, recordNumbers } from './tables.ts'

const batch = 1000
/** Entries may become visible out of the order of their ids: a unit waits up to 5 s for its turn, and may be run again. */
const recentMs = 30_000
/** A slower look further back, for clocks that differ between machines. */
const wideMs = 6 * 3_600_000

export const recordJobs: Job[] = [
  { name: 'record-numbers', every: 1000, run: (deps, _now, still) => numberEntries(deps, recentMs, still) },
  { name: 'record-numbers-wide', every: 600_000, run: (deps, _now, still) => numberEntries(deps, wideMs, still) },
]

/** Numbers what has none among entries made up to `backMs` before the newest numbered one. How many. */
export async function numberEntries({ db }: Deps, backMs = recentMs, still = () => true): Promise<number> {
  const floor = floorId(await newestNumbered(db.reads), backMs)
  let numbered = 0
  while (still()) {
    // The narrow and the wide look may run at once, and would give one number twice.
    const some = await write(db, async (tx) => {
      if (!(await unnumbered(tx, floor)).length) return 0
      await takeTurn(tx, 'numbering')
      const entries = await unnumbered(tx, floor)
      if (!entries.length) return 0
      const [last] = await tx.select({ number: max(recordNumbers.number) }).from(recordNumbers)
      const first = Number(last?.number ?? 0) + 1
      await tx.insert(recordNumbers).values(entries.map(({ id }, i) => ({ number: first + i, entryId: id })))
      return entries.length
    })
    numbered += some
    if (some < batch) break
  }
  return numbered
}

async function newestNumbered(db: Db): Promise<string | null> {
  const [row] = await db
    .select({ id: recordNumbers.entryId })
    .from(recordNumbers)
    .orderBy(desc(recordNumbers.number))
    .limit(1)
  return row?.id ?? null
}

const unnumbered = (db: Db, floor: string) =>
  db
    .select({ id: record.id })
    .from(record)
    .where(
      and(
        gte(record.id, floor),
        notExists(
          db.select({ number: recordNumbers.number }).from(recordNumbers).where(eq(recordNumbers.entryId, record.id)),
        ),
      ),
    )
    .orderBy(asc(record.id))
    .limit(batch)

/** The smallest UUIDv7 made `backMs` before `id`: its first 48 bits are milliseconds. */
function floorId(id: string | null, backMs: number): string {
  const madeAt = id ? Number.parseInt(id.slice(0, 13).replace('-', ''), 16) : Number.NaN
  if (Number.isNaN(madeAt)) return ''
  const hex = Math.max(0, madeAt - backMs)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`
}
