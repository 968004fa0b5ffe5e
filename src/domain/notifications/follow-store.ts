// Who follows what: cases, and lists of cases.
import { and, asc, desc, eq, gte, inArray, sql } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { countRows, excluded } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { listFollows } from '../../schema/following.ts'
import { follows } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import { endConsents, giveConsent, listSubject } from '../people/consents.ts'
import { stillThere } from '../people/erase-people.ts'
import { accountsBeside } from '../people/mailboxes.ts'
import { type Chosen, callBack, type Followed, isList, waitAsChosen } from './waiting-news.ts'

/** At once, and every kind: what somebody has who chose nothing. */
const usual = { pace: 'now', kinds: null } as const

/** From now on this person hears what becomes of the case. What they chose before stays. */
export async function follow(tx: Db, proposalId: string, personId: string, at: Date): Promise<void> {
  await prepared(tx, followQuery).execute({ proposalId, personId, wanted: true, since: at, ...usual })
  await giveConsent(tx, { personId, purpose: 'news', subject: proposalId, at })
}

const followQuery = (tx: Db) =>
  tx
    .insert(follows)
    .values(boundRow(follows))
    .onConflictDoUpdate({
      target: [follows.proposalId, follows.personId],
      set: {
        wanted: true,
        since: sql`case when ${follows.wanted} then ${follows.since} else ${excluded(follows.since)} end`,
      },
    })
    .returning({ personId: follows.personId })

/** Ends what began with a co-signature that is taken back; who followed before they signed goes on following. */
export async function unfollowSigned(
  tx: Db,
  proposalId: string,
  personId: string,
  signedAt: Date,
  at: Date,
): Promise<void> {
  const gone = await tx
    .delete(follows)
    .where(and(eq(follows.proposalId, proposalId), eq(follows.personId, personId), gte(follows.since, signedAt)))
    .returning({ of: follows.proposalId })
  if (gone.length) await endConsents(tx, { personIds: [personId], purposes: ['news'], subjects: [proposalId] }, at)
}

type Person = { id: string; doubleOf: string | null }

/** How many lists one person may follow. */
const mostLists = 100

/**
 * What a person chose for a case or a list; null: never. It holds for all accounts of their mailbox. False where they follow as
 * many lists as one can.
 */
export async function choose(
  tx: Db,
  person: Person,
  what: Followed,
  chosen: Chosen | null,
  at: Date,
): Promise<boolean> {
  if (chosen) await stillThere(tx, person.id)
  const accounts = await accountsBeside(tx, person)
  const row = { wanted: chosen !== null, ...(chosen ?? usual) }
  if (what.kind === 'case') {
    const { proposalId } = what
    const others = accounts.filter((id) => id !== person.id)
    if (others.length)
      await tx.delete(follows).where(and(eq(follows.proposalId, proposalId), inArray(follows.personId, others)))
    await tx
      .insert(follows)
      .values({ proposalId, personId: person.id, since: at, ...row })
      .onConflictDoUpdate({ target: [follows.proposalId, follows.personId], set: row })
    const theirs = { purposes: ['news' as const], subjects: [proposalId] }
    if (chosen) await giveConsent(tx, { personId: person.id, purpose: 'news', subject: proposalId, at })
    await endConsents(tx, { ...theirs, personIds: chosen ? others : accounts }, at)
    if (chosen) await waitAsChosen(tx, accounts, what, chosen)
    else await callBack(tx, accounts, what, at)
    return true
  }
  const { kind, governmentId, target } = what
  const [known] = await tx
    .select()
    .from(listFollows)
    .where(isList(accounts, what))
    .orderBy(asc(listFollows.id))
    .limit(1)
  if (known) {
    await tx.update(listFollows).set(row).where(isList(accounts, what))
    if (chosen) await giveConsent(tx, { personId: known.personId, purpose: 'follow', subject: listSubject(what), at })
    else await endConsents(tx, { personIds: accounts, purposes: ['follow'], subjects: [listSubject(what)] }, at)
    if (chosen) await waitAsChosen(tx, accounts, what, chosen)
    else await callBack(tx, accounts, what, at)
    return true
  }
  if (!chosen) return true
  if ((await countLists(tx, accounts)) >= mostLists) return false
  const added = { id: newId(), personId: person.id, governmentId, kind, target, since: at, ...row }
  await tx.insert(listFollows).values(added).onConflictDoUpdate({ target: listKey, set: row })
  await giveConsent(tx, { personId: person.id, purpose: 'follow', subject: listSubject(what), at })
  return true
}

const listKey = [listFollows.personId, listFollows.governmentId, listFollows.kind, listFollows.target]

async function countLists(db: Db, accounts: string[]): Promise<number> {
  const [row] = await db
    .select({ count: countRows() })
    .from(listFollows)
    .where(and(inArray(listFollows.personId, accounts), eq(listFollows.wanted, true)))
  return row?.count ?? 0
}

/** What the accounts of a mailbox chose for this; null where nothing was, also where it was ended by `never`. */
export async function chosenFor(db: Db, accounts: string[], what: Followed): Promise<Chosen | null> {
  if (what.kind === 'case') {
    for (const personId of accounts) {
      const [row] = await prepared(db, caseChoice).execute({ proposalId: what.proposalId, personId })
      if (row) return row
    }
    return null
  }
  const [row] = await db
    .select({ pace: listFollows.pace, kinds: listFollows.kinds })
    .from(listFollows)
    .where(and(isList(accounts, what), eq(listFollows.wanted, true)))
    .limit(1)
  return row ?? null
}

/** Asked for with every page of a case that somebody sees who is signed in. */
const caseChoice = (db: Db) =>
  db
    .select({ pace: follows.pace, kinds: follows.kinds })
    .from(follows)
    .where(
      and(
        eq(follows.proposalId, placeholder('proposalId')),
        eq(follows.personId, placeholder('personId')),
        eq(follows.wanted, true),
      ),
    )

/** Cases that somebody follows, the newest first, and their choice. */
export const followedCases = (db: Db, accounts: string[], most: number) =>
  db
    .select({
      number: proposals.number,
      title: proposals.title,
      stage: proposals.stage,
      governmentId: proposals.governmentId,
      hiddenAt: proposals.hiddenAt,
      publishedAt: proposals.publishedAt,
      since: follows.since,
      pace: follows.pace,
      kinds: follows.kinds,
    })
    .from(follows)
    .innerJoin(proposals, eq(proposals.id, follows.proposalId))
    .where(and(inArray(follows.personId, accounts), eq(follows.wanted, true)))
    .orderBy(desc(follows.since), asc(follows.proposalId))
    .limit(most)

/** Lists that somebody follows, the newest first. */
export const followedListsOf = (db: Db, accounts: string[]) =>
  db
    .select()
    .from(listFollows)
    .where(and(inArray(listFollows.personId, accounts), eq(listFollows.wanted, true)))
    .orderBy(desc(listFollows.since), asc(listFollows.id))

/** One of them, whoever's it is; also one that was ended. */
export async function listFollowById(db: Db, id: string): Promise<typeof listFollows.$inferSelect | null> {
  const [row] = await db.select().from(listFollows).where(eq(listFollows.id, id))
  return row ?? null
}
