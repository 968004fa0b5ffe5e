// Who hears of one thing: mailbox by mailbox, whatever its accounts follow, each once. Whoever was told of it in another way (as
// its author, for an agency, as a signer who is asked) is left out.
import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lte, ne, or, type SQL } from 'drizzle-orm'
import { allOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { listFollows } from '../../schema/following.ts'
import { follows, type mailings, outbox } from '../../schema/notifications.ts'
import { isWithoutKey, people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import type { FollowedList } from '../../schema/values.ts'
import { type Hearing, hearing, newsOf } from './news.ts'

export type Mailing = typeof mailings.$inferSelect
export type Hearer = { personId: string; address: string; language: string; mailbox: string } & Hearing
/** The next of those who may hear of it. `after`: the last one that was looked at; null: there were no more. */
type Some = { hearers: Hearer[]; after: string | null }

/** Which of these searches find the case. Searching is a room above this one, so it is given. */
export type FindsCase = (
  db: Db,
  governmentId: string,
  proposalId: string,
  searches: string[],
  at: Date,
) => Promise<string[]>

/** Lists that the case is in, as a condition on what people follow; null where it is in none that anybody may see. */
export async function listsWith(db: Db, mailing: Mailing, finds: FindsCase): Promise<SQL | null> {
  if (newsOf(mailing) === null) return null
  const [p] = await db.select().from(proposals).where(eq(proposals.id, mailing.proposalId))
  if (!p?.publishedAt || p.hiddenAt) return null
  const theirs = await db
    .selectDistinct({ code: agencies.code })
    .from(assignments)
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(
      and(
        eq(assignments.proposalId, p.id),
        or(isNull(assignments.endedAt), gte(assignments.endedAt, mailing.createdAt)), // whom it was just taken from
      ),
    )
  const ofKind = (kind: FollowedList, targets: (string | null)[]) => {
    const known = targets.filter((target) => target !== null && target !== '') as string[]
    return known.length ? and(eq(listFollows.kind, kind), inArray(listFollows.target, known)) : undefined
  }
  const searches = await searchesIn(db, p.governmentId)
  const inAny = or(
    ...[
      ofKind(
        'agency',
        theirs.map(({ code }) => code),
      ),
      ofKind('topic', [p.topicCode]),
      ofKind('district', [p.districtCode]),
      ofKind('search', searches.length ? await finds(db, p.governmentId, p.id, searches, mailing.createdAt) : []),
    ].filter((one) => one !== undefined),
  )
  return inAny ? allOf(eq(listFollows.governmentId, p.governmentId), inAny) : null
}

async function searchesIn(db: Db, governmentId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ target: listFollows.target })
    .from(listFollows)
    .where(
      and(eq(listFollows.governmentId, governmentId), eq(listFollows.kind, 'search'), eq(listFollows.wanted, true)),
    )
  return rows.map(({ target }) => target)
}

/** Of the next `batch` people who follow the case or one of these lists, those that hear of it, and how. */
export async function followersAfter(db: Db, mailing: Mailing, lists: SQL | null, batch: number): Promise<Some> {
  const news = newsOf(mailing)
  if (news === null) return { hearers: [], after: null }
  const { proposalId, cursor } = mailing
  const ofCase = await db
    .select({ id: follows.personId })
    .from(follows)
    .where(and(eq(follows.proposalId, proposalId), eq(follows.wanted, true), gt(follows.personId, cursor)))
    .orderBy(asc(follows.personId))
    .limit(batch)
  const ofLists = lists
    ? await db
        .selectDistinct({ id: listFollows.personId })
        .from(listFollows)
        .where(and(lists, eq(listFollows.wanted, true), gt(listFollows.personId, cursor)))
        .orderBy(asc(listFollows.personId))
        .limit(batch)
    : []
  const ids = [...new Set([...ofCase, ...ofLists].map(({ id }) => id))].sort().slice(0, batch)
  const after = ofCase.length < batch && ofLists.length < batch && ids.length < batch ? null : ids.at(-1)!
  if (!ids.length) return { hearers: [], after }
  const mailboxes = await mailboxesOf(db, ids)
  const accounts = mailboxes.flatMap((mailbox) => mailbox.accounts)
  const cases = await db
    .select()
    .from(follows)
    .where(and(eq(follows.proposalId, proposalId), inArray(follows.personId, accounts)))
  const chosen = lists
    ? await db
        .select()
        .from(listFollows)
        .where(and(lists, inArray(listFollows.personId, accounts)))
        .orderBy(asc(listFollows.id))
    : []
  const told = await toldOtherwise(db, mailing, accounts)
  const [atCase, atLists] = [cases.map(wantedAt(mailing)), chosen.map(wantedAt(mailing))]
  const hearers = mailboxes.flatMap(({ accounts, ...mailbox }) => {
    const own = ({ personId }: { personId: string }) => accounts.includes(personId)
    const heard = accounts.some((id) => told.has(id)) ? null : hearing(news, atCase.filter(own), atLists.filter(own))
    return heard ? [{ ...mailbox, ...heard }] : []
  })
  return { hearers, after }
}

/**
 * Whoever began to follow after it had happened saw it on the page where they did: a case is mailed some minutes after it opened, and
 * its first signers were told of a "new proposal".
 */
const wantedAt =
  ({ createdAt }: Mailing) =>
  <Choice extends { wanted: boolean; since: Date }>(choice: Choice): Choice =>
    choice.since > createdAt ? { ...choice, wanted: false } : choice

/**
 * The next `batch` who had signed, whether they ticked the answer or not: it is about their own co-signature. Not who left the case's
 * mails, and not its author, who is told as such. Whoever signs while it is mailed signs what everybody sees since.
 */
export async function signersAfter(db: Db, mailing: Mailing, batch: number): Promise<Some> {
  const { proposalId, cursor } = mailing
  const signers = await db
    .select({ id: cosignatures.personId })
    .from(cosignatures)
    .where(
      and(
        eq(cosignatures.proposalId, proposalId),
        gt(cosignatures.personId, cursor),
        lte(cosignatures.signedAt, mailing.createdAt),
        ne(cosignatures.state, 'invalid'),
      ),
    )
    .orderBy(asc(cosignatures.personId))
    .limit(batch)
  const ids = signers.map(({ id }) => id)
  const after = ids.length < batch ? null : ids.at(-1)!
  if (!ids.length) return { hearers: [], after }
  const mailboxes = await mailboxesOf(db, ids)
  const accounts = mailboxes.flatMap((mailbox) => mailbox.accounts)
  const left = await db
    .select({ id: follows.personId })
    .from(follows)
    .where(and(eq(follows.proposalId, proposalId), inArray(follows.personId, accounts), eq(follows.wanted, false)))
  const told = await toldOtherwise(db, mailing, accounts)
  for (const { id } of left) told.add(id)
  const hearers = mailboxes.flatMap(({ accounts, ...mailbox }) =>
    accounts.some((id) => told.has(id)) ? [] : [{ ...mailbox, pace: 'now' as const, list: null }],
  )
  return { hearers, after }
}

type Mailbox = { mailbox: string; personId: string; address: string; language: string; accounts: string[] }

/** The mailboxes of these people, each once, with all its accounts. One that was erased has none. */
async function mailboxesOf(db: Db, ids: string[]): Promise<Mailbox[]> {
  const columns = { id: people.id, address: people.email, language: people.language, doubleOf: people.doubleOf }
  const some = await db
    .select(columns)
    .from(people)
    .where(and(inArray(people.id, ids), isNotNull(people.email)))
    .orderBy(asc(people.id))
  const firsts = [...new Set(some.flatMap(({ doubleOf }) => doubleOf ?? []))]
  const doubles = firsts.length
    ? await db
        .select(columns)
        .from(people)
        .where(or(inArray(people.id, firsts), and(isWithoutKey, inArray(people.doubleOf, firsts))))
        .orderBy(asc(people.id))
    : []
  const found = new Map<string, Mailbox>()
  for (const { id, address, language, doubleOf } of some) {
    const mailbox = doubleOf ?? id
    if (found.has(mailbox)) continue
    const accounts = doubleOf === null ? [id] : doubles.filter((d) => d.doubleOf === doubleOf).map((d) => d.id)
    found.set(mailbox, { mailbox, personId: id, address: address!, language, accounts })
  }
  return [...found.values()]
}

/** Accounts that have a mail of their own about the same thing. */
async function toldOtherwise(db: Db, { id, kind, facts, proposalId, createdAt }: Mailing, accounts: string[]) {
  const direct = await db
    .select({ personId: outbox.personId, facts: outbox.facts })
    .from(outbox)
    .where(and(inArray(outbox.personId, accounts), eq(outbox.createdAt, createdAt), eq(outbox.proposalId, proposalId)))
  const event = facts.event ?? id // two mailings may tell of one thing: signers are asked, others hear that it happened
  const told = new Set(direct.filter((row) => row.facts.event === event).map(({ personId }) => personId!))
  if (kind === 'case_news' && facts.asked) {
    const asked = await db
      .select({ id: cosignatures.personId })
      .from(cosignatures)
      .where(and(eq(cosignatures.proposalId, proposalId), inArray(cosignatures.personId, accounts)))
    for (const { id: personId } of asked) told.add(personId)
  }
  return told
}
