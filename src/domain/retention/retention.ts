// People are kept until some months (six, unless the rules say otherwise) after the last case that needs their address, as the notice says and the Personal Data
// Protection Act (個人資料保護法) demands in article 11 paragraph 3: what was collected for a purpose is erased, unasked, when
// the purpose is gone or the period over.
//
// What stays names nobody: rows of co-signatures (so that counts equal rows), the record, and what was published. What a case that is past
// knew of somebody who stays for another one goes by case-traces.ts.
import { and, eq, gt, gte, inArray, isNull, or } from 'drizzle-orm'
import { mailboxOf } from '../../lib/email.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { restFor } from '../../platform/process/pace.ts'
import { invitations, staff } from '../../schema/agencies.ts'
import { commitments } from '../../schema/commitments.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { listFollows } from '../../schema/following.ts'
import { follows } from '../../schema/notifications.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { sessions } from '../../schema/sign-in.ts'
import { dropInvitations } from '../governments/changes.ts'
import { lockPeople, peopleAfter } from '../people/erase-people.ts'
import { rulesIn } from '../people/mailboxes.ts'
import { eraseEverything } from './erase-account.ts'
import { goesOn, type Past, pastAt, promisedBy } from './past.ts'
import { eachKeeping } from './retention-rules.ts'

const batch = 100
/** Nothing waits for this, and on SQLite pages are made by the same thread: it takes a fiftieth of the time at most. */
export const nightRests = 49 // times as long as a batch took
const shortestPause = 50 // ms

/** Erases everybody whose address nothing needs any more. How many. */
export async function erasePast({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  const past = await pastAt(db.reads, now)
  await write(db, (tx) => dropInvitations(tx, past.before))
  let erased = 0
  let after = ''
  while (!signal?.aborted) {
    const begun = performance.now()
    const some = await peopleAfter(db.reads, after, batch)
    const old = some.filter(({ createdAt }) => createdAt < past.before).map(({ id }) => id)
    const free = await unneeded(db.reads, old, past)
    if (free.length) erased += await write(db, (tx) => erase(tx, free, past))
    after = some.at(-1)?.email ?? after
    if (some.length < batch) break
    await restFor(Math.max(shortestPause, nightRests * (performance.now() - begun)), signal)
  }
  return erased
}

/** How many `erasePast` would erase. */
export const countPast = async ({ db }: Pick<Deps, 'db'>, now: Date): Promise<number> =>
  (await pastNow(db.reads, now)).count

/** The same, and since when the oldest of their accounts is there. */
export async function pastNow(db: Db, now: Date): Promise<{ count: number; oldest: Date | null }> {
  const past = await pastAt(db, now)
  let count = 0
  let oldest: Date | null = null
  for (let after = ''; ; ) {
    const some = await peopleAfter(db, after, batch)
    const old = some.filter(({ createdAt }) => createdAt < past.before).map(({ id }) => id)
    const free = new Set(await unneeded(db, old, past))
    count += free.size
    for (const { id, createdAt } of some) if (free.has(id) && (!oldest || createdAt < oldest)) oldest = createdAt
    after = some.at(-1)?.email ?? after
    if (some.length < batch) return { count, oldest }
  }
}

async function erase(tx: Db, ids: string[], past: Past): Promise<number> {
  const gone = await unneeded(tx, await lockPeople(tx, ids), past) // once more: somebody may have come back
  if (!gone.length) return 0
  await eraseEverything(tx, gone)
  return gone.length
}

/** Those of them whose address nothing needs. */
async function unneeded(db: Db, ids: string[], past: Past): Promise<string[]> {
  let left = ids
  for (const needing of [signedIn, holdingSeats, invited, authors, signers, followers, listFollowers]) {
    if (!left.length) break
    const needed = new Set((await needing(db, left, past)).map(({ id }) => id))
    left = left.filter((id) => !needed.has(id))
  }
  return left
}

const signedIn = (db: Db, ids: string[], { now }: Past) =>
  db
    .select({ id: sessions.personId })
    .from(sessions)
    .where(and(inArray(sessions.personId, ids), gt(sessions.expiresAt, now)))

/** Whoever ever held one: what staff decided stays theirs, and their names stand beside it on the desk. */
const holdingSeats = (db: Db, ids: string[]) =>
  db.select({ id: staff.personId }).from(staff).where(inArray(staff.personId, ids))

/** Invitations that wait are few; they go to addresses, and people are known by their mailbox. */
async function invited(db: Db, ids: string[]): Promise<{ id: string }[]> {
  const open = await db
    .selectDistinct({ email: invitations.email })
    .from(invitations)
    .where(isNull(invitations.acceptedAt))
  if (!open.length) return []
  const rules = await rulesIn(db)
  const mailboxes = new Set(open.map(({ email }) => mailboxOf(email, rules)))
  const some = await db.select({ id: people.id, email: people.email }).from(people).where(inArray(people.id, ids))
  return some.filter(({ email }) => email !== null && mailboxes.has(mailboxOf(email, rules)))
}

const authors = (db: Db, ids: string[], past: Past) =>
  db
    .select({ id: proposals.authorId })
    .from(proposals)
    .leftJoin(commitments, promisedBy(past))
    .where(and(inArray(proposals.authorId, ids), goesOn(past)))

const signers = (db: Db, ids: string[], past: Past) =>
  db
    .select({ id: cosignatures.personId })
    .from(cosignatures)
    .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
    .leftJoin(commitments, promisedBy(past))
    .where(and(inArray(cosignatures.personId, ids), goesOn(past)))

/** Of a case that is past as well, for as long from the day on which they chose it. */
const followers = (db: Db, ids: string[], past: Past) =>
  db
    .select({ id: follows.personId })
    .from(follows)
    .innerJoin(proposals, eq(proposals.id, follows.proposalId))
    .leftJoin(commitments, promisedBy(past))
    .where(
      and(
        ...[inArray(follows.personId, ids), eq(follows.wanted, true)],
        or(
          goesOn(past),
          eachKeeping(past.keeping, (before) => gte(follows.since, before)),
        ),
      ),
    )

/** Agencies, topics, districts and searches go on: who follows one is written to until they stop it. */
const listFollowers = (db: Db, ids: string[]) =>
  db
    .select({ id: listFollows.personId })
    .from(listFollows)
    .where(and(inArray(listFollows.personId, ids), eq(listFollows.wanted, true)))
