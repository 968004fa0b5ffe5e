// How many people an act would tell, before it is carried out: the same law and the same lists as when it is mailed (hearers.ts).
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { mailings } from '../../schema/notifications.ts'
import { people } from '../../schema/people.ts'
import { type FindsCase, followersAfter, listsWith, type Mailing } from './hearers.ts'
import { stoppedOf } from './returned-mail.ts'

/** Fewer questions than for mailing: nothing is written in between. */
const batch = 1000

/**
 * Mailboxes that would hear of it, at once or in a digest. `author`: told in another way, and not among them. Nor is anybody to whom
 * nothing is sent because it comes back.
 */
export async function countHearers(db: Db, mailing: Mailing, author: string | null, finds: FindsCase): Promise<number> {
  const lists = await listsWith(db, mailing, finds)
  const told = author === null ? null : await mailboxOf(db, author)
  let count = 0
  let cursor: string | null = ''
  while (cursor !== null) {
    const { hearers, after } = await followersAfter(db, { ...mailing, cursor }, lists, batch)
    const others = hearers.filter(({ mailbox }) => mailbox !== told)
    const stopped = await stoppedOf(
      db,
      others.map(({ personId }) => personId),
    )
    count += others.length - stopped.size
    cursor = after
  }
  return count
}

/** The mailings about this case that an act of that moment has begun. In its unit. */
export const mailingsOfAct = (tx: Db, proposalId: string, at: Date): Promise<Mailing[]> =>
  tx
    .select()
    .from(mailings)
    .where(and(eq(mailings.proposalId, proposalId), eq(mailings.createdAt, at), isNull(mailings.doneAt)))
    .orderBy(asc(mailings.id))

/** A mailing that is not begun yet. */
export const mailingToCome = (
  kind: Mailing['kind'],
  proposal: { id: string; governmentId: string },
  at: Date,
): Mailing => ({
  ...{ id: '', kind, once: null, governmentId: proposal.governmentId, proposalId: proposal.id },
  ...{ facts: {}, cursor: '', createdAt: at, startsAt: null, doneAt: null },
})

async function mailboxOf(db: Db, personId: string): Promise<string> {
  const [person] = await db.select({ doubleOf: people.doubleOf }).from(people).where(eq(people.id, personId))
  return person?.doubleOf ?? personId
}
