// One mail to many: the followers of a case (its signers, where it is about what they signed) become rows of the outbox, or wait
// for their digest, batch by batch. Resumes where it stopped.
import { and, asc, eq, isNull, lte, or, type SQL } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { digestItems } from '../../schema/following.ts'
import { mailings, outbox } from '../../schema/notifications.ts'
import type { MessageFacts, MessageKind } from '../../schema/values.ts'
import { webhookDeliveries } from '../../schema/webhooks.ts'
import { type FindsCase, followersAfter, type Hearer, listsWith, type Mailing, signersAfter } from './hearers.ts'
import { type NamedList, namesOfLists } from './list-names.ts'
import { priorityOf } from './message.ts'
import { newsOf } from './news.ts'
import { addressesOf } from './store.ts'
import { webhooksWith } from './webhook-hearers.ts'
import { newDelivery } from './webhook-store.ts'

const batch = 100 // a unit of some milliseconds, so that pages are served in between

/** About their own co-signature: whoever signed hears of it. */
const toSigners: readonly MessageKind[] = ['merge_question', 'text_corrected_signed']

/** `finds`: which saved searches find a case; searching is a room above this one. */
export const mailingsJob =
  (finds: FindsCase) =>
  (deps: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> =>
    expandMailings(deps, now, signal, finds)

/** Where nobody says what searches find: a search is not followed then. */
export const findsNone: FindsCase = async () => []

/** Expands every mailing that is not done. How many messages were put out. */
export async function expandMailings(
  { db }: Pick<Deps, 'db'>,
  now: Date,
  signal?: AbortSignal,
  finds: FindsCase = findsNone,
): Promise<number> {
  const open = await db.reads
    .select({ id: mailings.id })
    .from(mailings)
    .where(and(isNull(mailings.doneAt), or(isNull(mailings.startsAt), lte(mailings.startsAt, now))))
    .orderBy(asc(mailings.createdAt), asc(mailings.id))
    .limit(50)
  let told = 0
  let failure: unknown = null // of one mailing: thrown once the others are out
  for (const { id } of open)
    try {
      let [next = null]: (Mailing | null)[] = await db.reads.select().from(mailings).where(eq(mailings.id, id))
      const lists = next && (await listsWith(db.reads, next, finds))
      const hooks = next?.cursor === '' ? await webhooksWith(db.reads, next, finds) : []
      while (next && !signal?.aborted) {
        const step = await expandBatch({ db }, next, { lists, hooks }, now)
        told += step.told
        next = step.next
      }
    } catch (error) {
      failure ??= error
    }
  if (failure) throw failure
  return told
}

/** Cursor and rows in one unit. Null when it is done, or when another process is at it. */
async function expandBatch(
  { db }: Pick<Deps, 'db'>,
  mailing: Mailing,
  { lists, hooks }: { lists: SQL | null; hooks: string[] },
  now: Date,
): Promise<{ told: number; next: Mailing | null }> {
  const { hearers, after } = toSigners.includes(mailing.kind)
    ? await signersAfter(db.reads, mailing, batch)
    : await followersAfter(db.reads, mailing, lists, batch)
  const names = await namesOfLists(
    db.reads,
    hearers.flatMap(({ list }) => list ?? []),
  )
  const rows = hearers.filter(({ pace }) => pace === 'now').map((hearer) => mailTo(hearer, mailing, names, now))
  const waiting = hearers.flatMap(({ mailbox: personId, pace, list: listFollowId }) =>
    pace === 'now'
      ? []
      : [{ personId, mailingId: mailing.id, governmentId: mailing.governmentId, pace, listFollowId, addedAt: now }],
  )
  const moved = await write(db, async (tx) => {
    const [row] = await tx
      .update(mailings)
      .set({ cursor: after ?? mailing.cursor, doneAt: after === null ? now : null })
      .where(and(eq(mailings.id, mailing.id), eq(mailings.cursor, mailing.cursor), isNull(mailings.doneAt)))
      .returning()
    const reached = row ? await stillReached(tx, rows) : []
    if (reached.length) await tx.insert(outbox).values(reached).onConflictDoNothing()
    // once: the first batch alone finds the cursor where it began
    if (row && mailing.cursor === '' && hooks.length)
      await tx
        .insert(webhookDeliveries)
        .values(deliveriesTo(hooks, mailing, now))
        .onConflictDoNothing()
    if (row && waiting.length) await tx.insert(digestItems).values(waiting).onConflictDoNothing()
    return row ?? null
  })
  return { told: moved ? rows.length : 0, next: after === null ? null : moved }
}

type Mail = typeof outbox.$inferInsert & { personId: string }

/** Hearers were read before this unit: who was erased since has no address any more, who moved has another. */
async function stillReached(tx: Db, mails: Mail[]): Promise<Mail[]> {
  if (!mails.length) return []
  const addresses = await addressesOf(
    tx,
    mails.map(({ personId }) => personId),
  )
  return mails.flatMap((mail) => {
    const address = addresses.get(mail.personId)
    return address === undefined ? [] : [{ ...mail, address }]
  })
}

function deliveriesTo(hooks: string[], mailing: Mailing, now: Date) {
  const news = newsOf(mailing)!
  const event = String(mailing.facts.event ?? mailing.id) // two mailings may tell of one thing
  return hooks.map((webhookId) =>
    newDelivery({ webhookId, event, news, proposalId: mailing.proposalId }, mailing.createdAt, now),
  )
}

function mailTo(
  { personId, address, language, mailbox, list }: Hearer,
  mailing: Mailing,
  names: Map<string, NamedList>,
  now: Date,
): Mail {
  const named = list === null ? undefined : names.get(list)
  return {
    id: newId(),
    kind: mailing.kind,
    once: `mailing:${mailing.id}:${mailbox}`,
    personId,
    address,
    language,
    governmentId: mailing.governmentId,
    proposalId: mailing.proposalId,
    facts: list && named ? { ...mailing.facts, ...listFacts(list, named) } : mailing.facts,
    priority: priorityOf(mailing.kind),
    createdAt: mailing.createdAt,
    nextTryAt: now,
    attempts: 0,
  }
}

/** What it comes from, where that is not the case. */
const listFacts = (id: string, { kind, name }: NamedList): MessageFacts => ({
  ...Object.fromEntries(Object.entries(name).map(([language, said]) => [`list_${language}`, said])),
  list_follow: id,
  list_kind: kind,
})
