// What is written beside a case: public updates, and private letters and notes.
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { privateMessages } from '../../schema/moderation.ts'
import { proposalUpdates } from '../../schema/proposals.ts'
import { indexCase } from './searchable.ts'

type Words<Row extends { kind: string }> = {
  kind: Row['kind']
  body: string
  personId: string | null
  /** null where it is a citizen who writes */
  agencyId: string | null
  writtenAt: Date
}

/** Public at once. The salt is that of its entry in the record. */
export async function keepUpdate(
  tx: Db,
  proposalId: string,
  update: Words<typeof proposalUpdates.$inferSelect> & { salt: string },
): Promise<void> {
  await tx.insert(proposalUpdates).values({ id: newId(), proposalId, ...update })
  await indexCase(tx, proposalId)
}

/** Never public. */
export async function insertPrivateMessage(
  tx: Db,
  proposalId: string,
  note: Words<typeof privateMessages.$inferSelect>,
): Promise<void> {
  await tx.insert(privateMessages).values({ id: newId(), proposalId, ...note })
}
