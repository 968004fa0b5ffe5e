// What people ended since a copy was made, beside who was erased (erased-list.ts): the copy has it open still. Each line is an act and the
// random id of a row; of a changed address the day, since the address itself would be a list of who uses the platform.
//
//   consent ID (it was withdrawn, or what it was for was ended) · withdrawn CASE (by its author) · unnamed PERSON (the name is not kept)
//   moved PERSON DAY (to another address) · seat ID (ended) · invitation ID (taken up, or revoked)
import { and, asc, eq, exists, gte, inArray, isNotNull, isNull, ne, notExists, or, sql } from 'drizzle-orm'
import { attempt } from '../../platform/db/attempt.ts'
import { alias } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { invitations, staff } from '../../schema/agencies.ts'
import { consents } from '../../schema/own-data.ts'
import { formerMailboxes, people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import type { ConsentPurpose, FollowedList } from '../../schema/values.ts'
import { removeCosignature } from '../cosignatures/store.ts'
import { endVerification } from '../cosignatures/verify-person.ts'
import { revokeInvitation } from '../governments/changes.ts'
import { endSeat } from '../governments/end-seat.ts'
import { governmentById } from '../governments/store.ts'
import { endAllNews } from '../notifications/end-news.ts'
import { choose } from '../notifications/follow-store.ts'
import { removeWebhook } from '../notifications/webhook-store.ts'
import { endCalendarLink, followed } from '../people/calendar-links.ts'
import type { ConsentRow } from '../people/consents.ts'
import { unlink } from '../people/linked-accounts.ts'
import { moveMailbox } from '../people/move-mailbox.ts'
import { removePasskey } from '../people/passkey-store.ts'
import { forgetName, forgetResidence, personById } from '../people/store.ts'
import { withdraw } from '../proposals/author-commands.ts'
import { caseById } from '../proposals/case-names.ts'
import { deleteDraft } from '../proposals/draft-store.ts'
import { takeBackLetters } from '../proposals/words.ts'
import { withdrawRequest } from '../verification/register-requests.ts'

/** Lines of this list, each with ids alone. */
export const endedLine =
  /^(?:(?:consent|withdrawn|unnamed|seat|invitation) [0-9a-f-]{36}|moved [0-9a-f-]{36} \d{4}-\d\d-\d\d)$/

type Ending = (tx: Db, consent: ConsentRow, at: Date) => Promise<unknown>

/** How each is ended in a copy. A reason has a line of its own (erased-list.ts); an account and a published proposal are ended by erasing. */
const endings: { [purpose in ConsentPurpose]?: Ending } = {
  district: (tx, { subject, personId }, at) => forgetResidence(tx, personId, subject, at),
  async news(tx, { subject: proposalId, personId }, at) {
    const person = await personById(tx, personId)
    if (person) await choose(tx, person, { kind: 'case', proposalId }, null, at)
  },
  async follow(tx, { subject, personId }, at) {
    const [governmentId = '', kind, ...target] = subject.split(' ')
    const person = await personById(tx, personId)
    const list = { kind: kind as FollowedList, governmentId, target: target.join(' ') }
    if (person) await choose(tx, person, list, null, at)
  },
  draft: (tx, { subject, personId }, at) => deleteDraft(tx, subject, personId, at),
  letter: (tx, { subject, personId }, at) => takeBackLetters(tx, subject, personId, at),
  calendar: (tx, { subject, personId }, at) =>
    endCalendarLink(tx, { personId, governmentId: subject === followed ? null : subject }, at),
  webhook: (tx, { subject, personId }, at) => removeWebhook(tx, { id: subject, personId }, at),
  verified: async (tx, { subject, personId }, at) =>
    endVerification(tx, (await governmentById(tx, subject))!, personId, 'resident', at),
  age: async (tx, { subject, personId }, at) =>
    endVerification(tx, (await governmentById(tx, subject))!, personId, 'age', at),
  register: (tx, { subject, personId }, at) => withdrawRequest(tx, { personId, governmentId: subject }, at),
  service: (tx, { subject, personId }, at) => unlink(tx, personId, subject, at),
  passkey: (tx, { subject, personId }, at) => removePasskey(tx, personId, subject, { here: '', at }),
  async cosign(tx, { subject, personId }, at) {
    const proposal = await caseById(tx, subject)
    const government = proposal && (await governmentById(tx, proposal.governmentId))
    if (government) await removeCosignature(tx, government, proposal, personId, at)
  },
}
const purposes = Object.keys(endings) as ConsentPurpose[]

/** As the database has it now. */
export async function endedList(db: Db): Promise<string[]> {
  const lines: string[] = []
  for (const { id } of await withdrawnConsents(db)) lines.push(`consent ${id}`)
  const cases = await db
    .select({ id: proposals.id })
    .from(proposals)
    .where(eq(proposals.stage, 'withdrawn'))
    .orderBy(asc(proposals.id))
  lines.push(...cases.map(({ id }) => `withdrawn ${id}`))
  const authors = await db
    .selectDistinct({ id: people.id })
    .from(people)
    .innerJoin(proposals, eq(proposals.authorId, people.id))
    .where(and(isNull(people.displayName), isNotNull(people.email)))
  lines.push(...authors.map(({ id }) => `unnamed ${id}`))
  const left = await db.select().from(formerMailboxes)
  lines.push(...left.map(({ personId, leftAt }) => `moved ${personId} ${dayOf(leftAt)}`))
  const seats = await db.select({ id: staff.id }).from(staff).where(isNotNull(staff.endedAt))
  lines.push(...seats.map(({ id }) => `seat ${id}`))
  const closed = await db
    .select({ id: invitations.id })
    .from(invitations)
    .where(or(isNotNull(invitations.acceptedAt), isNotNull(invitations.revokedAt)))
  lines.push(...closed.map(({ id }) => `invitation ${id}`))
  return lines
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/**
 * What ended and was not given again since. A draft's consent ends when it is sent, too, and a co-signature's when a case is merged and it
 * moves: neither was taken back.
 */
function withdrawnConsents(db: Db): Promise<{ id: string }[]> {
  const again = alias(consents, 'again')
  const same = and(
    ...[eq(again.personId, consents.personId), eq(again.purpose, consents.purpose)],
    ...[eq(again.subject, consents.subject), isNull(again.withdrawnAt)],
  )
  const one = { one: sql`1` }
  const itsCase = eq(proposals.id, consents.subject)
  return db
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        isNotNull(consents.withdrawnAt),
        inArray(consents.purpose, purposes),
        notExists(db.select(one).from(again).where(same)),
        or(ne(consents.purpose, 'draft'), notExists(db.select(one).from(proposals).where(itsCase))),
        or(
          ne(consents.purpose, 'cosign'),
          exists(
            db
              .select(one)
              .from(proposals)
              .where(and(itsCase, ne(proposals.stage, 'merged'))),
          ),
        ),
      ),
    )
    .orderBy(asc(consents.id))
}

/** `done`: lines that had something to do. `stayed`: those that could not be done, like a co-signature of a case that has closed. `moved`: whose address is an older one. */
type EndedAgain = { done: number; stayed: number; moved: number }

/** Does to this database what the list says was done to a later one. */
export async function endAgain(db: Database, lines: readonly string[], at: Date): Promise<EndedAgain> {
  const sum: EndedAgain = { done: 0, stayed: 0, moved: 0 }
  for (const one of lines) {
    const [what, id = '', day = ''] = one.split(' ')
    if (!endedLine.test(one) || !(await isOpen(db.reads, what!, id, day))) continue
    if (what === 'moved') sum.moved++
    const ended = await attempt(db, (tx) => endOne(tx, what!, id, at))
    if (ended.ok && ended.value) sum.done++
    else sum.stayed++
  }
  return sum
}

/** Whether the copy has it as it was before. */
async function isOpen(db: Db, what: string, id: string, day: string): Promise<boolean> {
  const some = async (query: Promise<unknown[]>) => (await query).length > 0
  if (what === 'consent')
    return some(
      db
        .select()
        .from(consents)
        .where(and(eq(consents.id, id), isNull(consents.withdrawnAt))),
    )
  if (what === 'withdrawn')
    return some(
      db
        .select({ id: proposals.id })
        .from(proposals)
        .where(and(eq(proposals.id, id), ne(proposals.stage, 'withdrawn'))),
    )
  if (what === 'unnamed')
    return some(
      db
        .select()
        .from(people)
        .where(and(eq(people.id, id), isNotNull(people.displayName))),
    )
  if (what === 'seat')
    return some(
      db
        .select()
        .from(staff)
        .where(and(eq(staff.id, id), isNull(staff.endedAt))),
    )
  if (what === 'invitation')
    return some(
      db
        .select()
        .from(invitations)
        .where(and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt))),
    )
  const known = and(eq(formerMailboxes.personId, id), gte(formerMailboxes.leftAt, new Date(`${day}T00:00:00Z`)))
  if (await some(db.select().from(formerMailboxes).where(known))) return false
  return some(
    db
      .select()
      .from(people)
      .where(and(eq(people.id, id), isNotNull(people.email))),
  )
}

async function endOne(tx: Db, what: string, id: string, at: Date): Promise<boolean> {
  if (what === 'consent') {
    const [consent] = await tx.select().from(consents).where(eq(consents.id, id))
    await endings[consent!.purpose]?.(tx, consent!, at)
    const [after] = await tx.select({ at: consents.withdrawnAt }).from(consents).where(eq(consents.id, id))
    return after?.at !== null
  }
  if (what === 'withdrawn') return (await withdraw(tx, (await caseById(tx, id))!, at)) !== null
  if (what === 'unnamed') await forgetName(tx, [id])
  if (what === 'moved') await endAllNews(tx, [id], at) // nothing goes where they are not any more
  if (what === 'seat') {
    const [seat] = await tx.select().from(staff).where(eq(staff.id, id))
    return (await endSeat(tx, seat!.governmentId, id, { at, by: 'office' })) === 'ended'
  }
  if (what === 'invitation') {
    const [invitation] = await tx.select().from(invitations).where(eq(invitations.id, id))
    return revokeInvitation(tx, invitation!.governmentId, id, at)
  }
  return true
}

/** Where somebody moved to, of everybody who ever did: from the database that is replaced, and never written anywhere but into its copy. */
export const addressesMovedTo = (db: Db): Promise<{ id: string; email: string | null }[]> =>
  db
    .selectDistinct({ id: people.id, email: people.email })
    .from(people)
    .innerJoin(formerMailboxes, eq(formerMailboxes.personId, people.id))
    .where(isNotNull(people.email))

/** Before `endAgain`. How many have the address of now. */
export async function moveAgain(
  db: Database,
  moved: { id: string; email: string | null }[],
  at: Date,
): Promise<number> {
  let done = 0
  for (const { id, email } of moved)
    done += await write(db, async (tx) => {
      const person = await personById(tx, id)
      if (!person?.email || person.email === email) return 0
      return (await moveMailbox(tx, id, email!, at)) === null ? 0 : 1
    })
  return done
}
