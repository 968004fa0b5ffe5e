// Whether a database holds the demonstration: production refuses it, and the demonstration refuses any other.
import { eq } from 'drizzle-orm'
import { listGovernments } from '../domain/governments/store.ts'
import type { Database } from '../platform/db/database.ts'
import { deploymentStatus } from '../platform/db/deployment-tables.ts'
import { write } from '../platform/db/write.ts'

const markKey = 'demonstration'

export const isEmpty = async (db: Database): Promise<boolean> => (await listGovernments(db.reads)).length === 0

export async function isDemonstration(db: Database): Promise<boolean> {
  return (await db.reads.select().from(deploymentStatus).where(eq(deploymentStatus.key, markKey))).length > 0
}

export async function markDemonstration(db: Database): Promise<void> {
  await write(db, async (tx) => {
    await tx.insert(deploymentStatus).values({ key: markKey, value: 'yes' })
  })
}
