// A migration says since when it is known how co-signatures came; a database that was emptied for a test has lost that.
import { deploymentStatus } from '../../src/platform/db/deployment-tables.ts'
import { write } from '../../src/platform/db/write.ts'
import type { World } from './world.ts'

/** From here on cases have their statement, on either engine. */
export async function watched({ db }: Pick<World, 'db'>): Promise<void> {
  const row = { key: 'co-signatures watched since', value: '2026-01-01T00:00:00.000Z' }
  await write(db, (tx) => tx.insert(deploymentStatus).values(row).onConflictDoNothing())
}
