// One click in a digest ends all digests of a government for somebody.
import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { digestItems, listFollows } from '../../schema/following.ts'
import { follows } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Pace } from '../../schema/values.ts'
import { endConsents, listSubject } from '../people/consents.ts'
import { accountsBeside } from '../people/mailboxes.ts'

type Person = { id: string; doubleOf: string | null }

/** One click in a digest: nothing of this government comes in it any more. */
export async function endDigest(
  tx: Db,
  governmentId: string,
  person: Person,
  pace: DigestPace,
  at: Date,
): Promise<void> {
  const accounts = await accountsBeside(tx, person)
  const theirs = tx.select({ id: proposals.id }).from(proposals).where(eq(proposals.governmentId, governmentId))
  const cases = await tx
    .update(follows)
    .set({ wanted: false })
    .where(and(inArray(follows.personId, accounts), eq(follows.pace, pace), inArray(follows.proposalId, theirs)))
    .returning({ id: follows.proposalId })
  const lists = await tx
    .update(listFollows)
    .set({ wanted: false })
    .where(
      and(
        inArray(listFollows.personId, accounts),
        eq(listFollows.governmentId, governmentId),
        eq(listFollows.pace, pace),
      ),
    )
    .returning()
  const subjects = [...cases.map(({ id }) => id), ...lists.map(listSubject)]
  await endConsents(tx, { personIds: accounts, purposes: ['news', 'follow'], subjects }, at)
  await tx
    .delete(digestItems)
    .where(
      and(
        inArray(digestItems.personId, accounts),
        eq(digestItems.governmentId, governmentId),
        eq(digestItems.pace, pace),
      ),
    )
}

export type DigestPace = Exclude<Pace, 'now'>
