// Whether a database holds the demonstration: production refuses it, and the demonstration refuses any other.
import { listGovernments } from '../domain/governments/store.ts'
import type { Database } from '../platform/db/database.ts'
import { deploymentStatus } from '../platform/db/deployment-tables.ts'
import { keepValue, keptValue } from '../platform/db/deployment-values.ts'
import { write } from '../platform/db/write.ts'

const markKey = 'demonstration'
const secretKey = 'demonstration_secret'

export const isEmpty = async (db: Database): Promise<boolean> => (await listGovernments(db.reads)).length === 0

export async function isDemonstration(db: Database): Promise<boolean> {
  return (await keptValue(db.reads, markKey)) !== null
}

export async function markDemonstration(db: Database): Promise<void> {
  await write(db, (tx) => keepValue(tx, markKey, 'yes'))
}

/**
 * The SECRET of a demonstration, kept in it: with a new one at each start the key of its log could not be opened, so that the log stood
 * still, and nobody knew whose mailbox had signed before it was erased. `fresh`: for one that has none yet.
 */
export async function demonstrationSecret(db: Database, fresh: string): Promise<string> {
  await write(db, (tx) =>
    tx.insert(deploymentStatus).values({ key: secretKey, value: fresh }).onConflictDoNothing().returning(),
  )
  return (await keptValue(db.reads, secretKey)) ?? fresh
}
