// When a job that is seldom due was last done whole. It stands in the database, since a restart is no new day: the looks at all counts and
// the whole log took most of the one thread after each start, whatever they had found an hour before.
import { like } from 'drizzle-orm'
import type { Database, Db } from '../db/database.ts'
import { deploymentStatus, leases } from '../db/deployment-tables.ts'
import { jobKey, jobKeys, keepValue, keptValue } from '../db/deployment-values.ts'
import { write } from '../db/write.ts'

/** From so many ms between two runs on a job is seldom due. */
const seldom = 6 * 3_600_000

/** Whether it is remembered over restarts when this was last done. */
export const isSeldom = (every: number): boolean => every >= seldom

/** Until when, in epoch ms, a job is done; 0 when it is due. One that was begun in what is now the future (a clock was put back) is due. */
export async function doneUntil(db: Db, { name, every }: { name: string; every: number }, now: Date): Promise<number> {
  const begun = Date.parse((await keptValue(db, jobKey(name))) ?? '')
  return begun <= now.getTime() && begun + every > now.getTime() ? begun + every : 0
}

/** Notes that a run that began at `begun` came to its end. */
export async function noteDone(db: Database, name: string, begun: Date): Promise<void> {
  await write(db, (tx) => keepValue(tx, jobKey(name), begun.toISOString()), { invalidate: 'later' })
}

/** In a database that was put back: what was done whole, and who was at it, was so in the one it was copied from. Every job is due. */
export async function forgetRuns(db: Database): Promise<void> {
  await write(db, async (tx) => {
    await tx.delete(deploymentStatus).where(like(deploymentStatus.key, jobKeys)).returning()
    await tx.delete(leases).returning()
  })
}
