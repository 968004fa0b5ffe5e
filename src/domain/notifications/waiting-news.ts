// News that waits for somebody when they choose anew how they hear of a case or a list.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { digestItems, listFollows } from '../../schema/following.ts'
import { mailings, outbox } from '../../schema/notifications.ts'
import type { FollowedList, NewsGroup, Pace } from '../../schema/values.ts'
import { hearing, newsOf } from './news.ts'

/** What one of the accounts of a mailbox, or its person, follows. */
export type Followed =
  | { kind: 'case'; proposalId: string }
  | { kind: FollowedList; governmentId: string; target: string }

export type Chosen = { pace: Pace; kinds: NewsGroup[] | null }

/** The follows of these accounts that are of this list, as a condition. */
export const isList = (accounts: string[], { kind, governmentId, target }: Exclude<Followed, { kind: 'case' }>) =>
  and(
    inArray(listFollows.personId, accounts),
    eq(listFollows.governmentId, governmentId),
    eq(listFollows.kind, kind),
    eq(listFollows.target, target),
  )

/**
 * What waits comes as it is chosen now: in the next digest of that pace, in tomorrow's where it is now to come at once, and not at
 * all where that kind of news is not wanted any more.
 */
export async function waitAsChosen(tx: Db, accounts: string[], what: Followed, chosen: Chosen): Promise<void> {
  const items = await tx
    .select({ id: digestItems.mailingId, mailing: mailings })
    .from(digestItems)
    .innerJoin(mailings, eq(mailings.id, digestItems.mailingId))
    .where(await waitsOf(tx, accounts, what))
  const choice = { wanted: true, ...chosen }
  const ofCase = what.kind === 'case' ? [choice] : []
  const ofList = what.kind === 'case' ? [] : [{ ...choice, id: '' }]
  const wanted = ({ mailing }: (typeof items)[number]) => {
    const news = newsOf(mailing)
    return news !== null && hearing(news, ofCase, ofList) !== null
  }
  const some = (ids: string[]) => and(inArray(digestItems.personId, accounts), inArray(digestItems.mailingId, ids))
  const [stay, go] = [items.filter(wanted), items.filter((item) => !wanted(item))].map((list) =>
    list.map(({ id }) => id),
  )
  const pace = chosen.pace === 'now' ? 'daily' : chosen.pace
  if (stay?.length) await tx.update(digestItems).set({ pace }).where(some(stay))
  if (go?.length) await tx.delete(digestItems).where(some(go))
}

/** What the next digests would say of it. */
async function waitsOf(tx: Db, accounts: string[], what: Followed) {
  const ofThese = inArray(digestItems.personId, accounts)
  if (what.kind !== 'case') return and(ofThese, inArray(digestItems.listFollowId, await listIds(tx, accounts, what)))
  const ofCase = tx.select({ id: mailings.id }).from(mailings).where(eq(mailings.proposalId, what.proposalId))
  return and(ofThese, inArray(digestItems.mailingId, ofCase))
}

async function listIds(tx: Db, accounts: string[], what: Exclude<Followed, { kind: 'case' }>): Promise<string[]> {
  const rows = await tx.select({ id: listFollows.id }).from(listFollows).where(isList(accounts, what))
  return rows.map(({ id }) => id)
}

/** What waits unsent of a case or a list, for these accounts: mail, and what the next digest would say. */
export async function callBack(tx: Db, accounts: string[], what: Followed, at: Date): Promise<void> {
  const lists = what.kind === 'case' ? null : await listIds(tx, accounts, what)
  await tx.delete(digestItems).where(await waitsOf(tx, accounts, what))
  const waiting = await tx
    .select({ id: outbox.id, facts: outbox.facts, proposalId: outbox.proposalId })
    .from(outbox)
    .where(
      and(
        inArray(outbox.personId, accounts),
        what.kind === 'case' ? eq(outbox.proposalId, what.proposalId) : undefined,
        eq(outbox.priority, 2),
        isNull(outbox.sentAt),
        isNull(outbox.failedAt),
      ),
    )
  const ids = waiting.filter(({ facts }) => !lists || lists.includes(String(facts.list_follow))).map(({ id }) => id)
  if (!ids.length) return
  await tx
    .update(outbox)
    .set({ nextTryAt: null, failedAt: at, lastError: 'unsubscribed' })
    .where(and(inArray(outbox.id, ids), isNull(outbox.sentAt)))
}

/** What was said of a case at that moment and was undone is in no digest any more. */
export async function dropWaiting(tx: Db, proposalId: string, saidAt: Date): Promise<void> {
  const said = tx
    .select({ id: mailings.id })
    .from(mailings)
    .where(and(eq(mailings.proposalId, proposalId), eq(mailings.createdAt, saidAt)))
  await tx.delete(digestItems).where(inArray(digestItems.mailingId, said))
}
