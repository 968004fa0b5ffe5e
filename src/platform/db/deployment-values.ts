// Facts about this deployment: one value for a key, whoever keeps it.
import { eq } from 'drizzle-orm'
import type { Db } from './database.ts'
import { deploymentStatus } from './deployment-tables.ts'

/** Null where nothing is kept. */
export async function keptValue(db: Db, key: string): Promise<string | null> {
  const [row] = await db.select().from(deploymentStatus).where(eq(deploymentStatus.key, key))
  return row?.value ?? null
}

/** In the place of what was kept under that key. */
export const keepValue = (tx: Db, key: string, value: string) =>
  tx
    .insert(deploymentStatus)
    .values({ key, value })
    .onConflictDoUpdate({ target: deploymentStatus.key, set: { value } })
    .returning()

/** Nothing where nothing is kept. */
export const dropValue = (tx: Db, key: string) =>
  tx.delete(deploymentStatus).where(eq(deploymentStatus.key, key)).returning()

/** Under which it is kept when a job was last done whole (process/whole-runs.ts). */
export const jobKey = (name: string) => `job ${name} done`
/** All of these keys, for `like`. They are true of the database that they were noted in, and of no copy. */
export const jobKeys = jobKey('%')
