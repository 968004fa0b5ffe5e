// A copy of the data has its log beside it, and whoever checks one against the other finds in the log all that its cases show. The log
// takes in what happens within a second; after an import, an upgrade or a restored backup that may take minutes.
import { and, desc, eq, gt, isNull, lte, ne, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { restFor } from '../../platform/process/pace.ts'
import { logHeads, logProgress } from '../../schema/log.ts'
import { record, recordNumbers } from '../../schema/record.ts'

/** In words for whoever writes a copy. */
export const standsStill = 'The log of the record stands still, and does not hold all that cases show'

const look = 200 // ms
/** ms without a line more: nobody takes it in. */
const longest = 15_000
/** Positions before the newest in which one may still wait for its number: on PostgreSQL units end in another order than they began. */
const mayWait = 20_000

/**
 * Waits until the logs hold, signed, all that the record holds now. False where they stand still meanwhile, or it is left off; true where
 * there is no log.
 */
export async function caughtUp(db: Db, signal?: AbortSignal, patience = longest): Promise<boolean> {
  const target = await newestPosition(db)
  let [seen, since] = [-1, performance.now()]
  for (;;) {
    const progress = await progressOf(db)
    if (progress === null || (await holdsUpTo(db, target, progress))) return true
    if (progress > seen) [seen, since] = [progress, performance.now()]
    else if (performance.now() - since > patience) return false
    await restFor(look, signal)
    if (signal?.aborted) return false
  }
}

async function newestPosition(db: Db): Promise<number> {
  const [row] = await db.select({ position: record.position }).from(record).orderBy(desc(record.position)).limit(1)
  return row?.position ?? 0
}

/** The number up to which entries were taken in; null before there is a log. */
async function progressOf(db: Db): Promise<number | null> {
  const [row] = await db.select().from(logProgress)
  return row?.number ?? null
}

async function holdsUpTo(db: Db, position: number, progress: number): Promise<boolean> {
  const [waiting] = await db
    .select({ position: record.position })
    .from(record)
    .leftJoin(recordNumbers, eq(recordNumbers.position, record.position))
    .where(
      and(
        gt(record.position, position - mayWait),
        lte(record.position, position),
        or(isNull(recordNumbers.number), gt(recordNumbers.number, progress)),
      ),
    )
    .limit(1)
  if (waiting) return false
  const [unsigned] = await db
    .select({ id: logHeads.governmentId })
    .from(logHeads)
    .where(or(isNull(logHeads.signedSize), ne(logHeads.signedSize, logHeads.size)))
    .limit(1)
  return !unsigned
}
