// A table that any test may fill.
import { ne } from 'drizzle-orm'
import type { Database } from '../../../src/platform/db/database.ts'
import { deploymentStatus } from '../../../src/platform/db/deployment-tables.ts'
import { write } from '../../../src/platform/db/write.ts'

export const row = (key: string) => ({ key, value: 'x' })

export const add = (db: Database, key: string) =>
  write(db, (tx) => tx.insert(deploymentStatus).values(row(key)).returning())

/** Those of tests: migrations leave some of their own. */
export const keysIn = async (db: Database) =>
  (await db.reads.select().from(deploymentStatus).where(ne(deploymentStatus.key, 'co-signatures watched since')))
    .map(({ key }) => key)
    .sort()

/** Without what migrations leave there. */
export async function emptied(db: Database): Promise<Database> {
  await write(db, (tx) => tx.delete(deploymentStatus))
  return db
}

export const errorOf = (commitment: Promise<unknown>): Promise<unknown> =>
  commitment.then(
    () => null,
    (error: unknown) => error,
  )

export const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
