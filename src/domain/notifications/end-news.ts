// Nothing is mailed to somebody any more but what they ask for themselves and what concerns their own cases.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { digestItems, listFollows } from '../../schema/following.ts'
import { follows, outbox } from '../../schema/notifications.ts'
import { endConsents, listSubject } from '../people/consents.ts'

/** Ends every follow of these accounts; news that waits unsent is called back. How many follows. */
export async function endAllNews(tx: Db, accounts: string[], at: Date): Promise<number> {
  const cases = await tx
    .update(follows)
    .set({ wanted: false })
    .where(and(inArray(follows.personId, accounts), eq(follows.wanted, true)))
    .returning({ id: follows.proposalId })
  const lists = await tx
    .update(listFollows)
    .set({ wanted: false })
    .where(and(inArray(listFollows.personId, accounts), eq(listFollows.wanted, true)))
    .returning()
  await tx.delete(digestItems).where(inArray(digestItems.personId, accounts))
  await tx
    .update(outbox)
    .set({ nextTryAt: null, failedAt: at, lastError: 'unsubscribed' })
    .where(
      and(inArray(outbox.personId, accounts), eq(outbox.priority, 2), isNull(outbox.sentAt), isNull(outbox.failedAt)),
    )
  const subjects = [...cases.map(({ id }) => id), ...lists.map(listSubject)]
  await endConsents(tx, { personIds: accounts, purposes: ['news', 'follow'], subjects }, at)
  return subjects.length
}
