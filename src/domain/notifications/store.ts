// Telling people: rows of the outbox, written in the unit of the change they tell of.
import { and, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { held } from '../../platform/db/held.ts'
import { boundRow, prepared } from '../../platform/db/prepared.ts'
import { agencies, staff } from '../../schema/agencies.ts'
import { mailings, outbox } from '../../schema/notifications.ts'
import { people } from '../../schema/people.ts'
import type { MessageFacts, MessageKind } from '../../schema/values.ts'
import { accountsBeside } from '../people/mailboxes.ts'
import { priorityOf } from './message.ts'

export type Telling = {
  kind: MessageKind
  governmentId?: string | null
  proposalId?: string | null
  facts: MessageFacts
  /** a key that makes telling twice impossible; completed with the person for notifyAgency */
  once?: string | undefined
  at: Date
  /** nothing is sent before it; at once where it is left out */
  from?: Date | undefined
  /** the mailing that tells followers of the same thing: whoever is told here is not told there */
  event?: string | undefined
}

/** One message to an address. A second one with the same `once` is dropped. */
export async function enqueueMail(
  tx: Db,
  told: Telling & { personId?: string | null; address: string; language: string },
): Promise<void> {
  await prepared(tx, tellQuery).execute({
    id: newId(),
    kind: told.kind,
    once: told.once ?? null,
    personId: told.personId ?? null,
    address: told.address,
    language: told.language,
    governmentId: told.governmentId ?? null,
    proposalId: told.proposalId ?? null,
    facts: told.event ? { ...told.facts, event: told.event } : told.facts,
    priority: priorityOf(told.kind),
    createdAt: told.at,
    nextTryAt: told.from ?? told.at,
    attempts: 0,
    sentAt: null,
    failedAt: null,
    lastError: null,
    bouncedAt: null,
    bounce: null,
  })
}

const tellQuery = (tx: Db) =>
  tx.insert(outbox).values(boundRow(outbox)).onConflictDoNothing().returning({ id: outbox.id })

/** One message to a person, in their language; nothing to somebody whose address was erased, or who was just told the same thing. */
export async function notifyPerson(tx: Db, personId: string | null, told: Telling): Promise<void> {
  if (!personId) return
  const [person] = await held(tx.select().from(people).where(eq(people.id, personId)))
  if (!person?.email || (await isTold(tx, person, told))) return
  await enqueueMail(tx, { ...told, personId, address: person.email, language: person.language })
}

/** Where mail reaches these people; who was erased is left out, and nobody is erased until the unit ends. */
export async function addressesOf(tx: Db, personIds: string[]): Promise<Map<string, string>> {
  const rows = await held(
    tx
      .select({ id: people.id, address: people.email })
      .from(people)
      .where(and(inArray(people.id, personIds), isNotNull(people.email))),
  )
  return new Map(rows.map(({ id, address }) => [id, address!]))
}

/** Whether their mailbox has one about the same thing: an author may work for the agency, and an officer for two of them. */
async function isTold(
  tx: Db,
  person: { id: string; doubleOf: string | null },
  { event, proposalId, at }: Telling,
): Promise<boolean> {
  if (!event || !proposalId) return false
  const accounts = await accountsBeside(tx, person)
  const rows = await tx
    .select({ facts: outbox.facts })
    .from(outbox)
    .where(and(inArray(outbox.personId, accounts), eq(outbox.createdAt, at), eq(outbox.proposalId, proposalId)))
  return rows.some(({ facts }) => facts.event === event)
}

/** Whether mail reaches somebody: an import's author is nobody we know, and an erased address is gone. */
export async function isReachable(db: Db, personId: string | null): Promise<boolean> {
  if (!personId) return false
  const [person] = await db.select({ email: people.email }).from(people).where(eq(people.id, personId))
  return !!person?.email
}

/** To the officers of an agency; where it has none, to those of the coordinating agency; else to the moderators. */
export async function notifyAgency(tx: Db, agencyId: string, told: Telling): Promise<void> {
  const [agency] = await tx.select().from(agencies).where(eq(agencies.id, agencyId))
  if (agency) await tellStaff(tx, agency.governmentId, agencyId, told)
}

/** The same for a case that may have no agency yet: then it is the moderators who have it. */
export async function tellStaff(tx: Db, governmentId: string, agencyId: string | null, told: Telling): Promise<void> {
  for (const personId of (await hearersIn(tx, governmentId, agencyId)).people)
    await notifyPerson(tx, personId, { ...told, once: told.once && `${told.once}:${personId}` })
}

/** Who hears of what an agency has to do, and whether they are its own officers or others in their stead. */
export async function hearersIn(
  tx: Db,
  governmentId: string,
  agencyId: string | null,
): Promise<{ people: string[]; own: boolean }> {
  const active = await tx
    .select({
      personId: staff.personId,
      role: staff.role,
      agencyId: staff.agencyId,
      coordinating: agencies.coordinating,
    })
    .from(staff)
    .leftJoin(agencies, eq(agencies.id, staff.agencyId))
    .where(
      and(
        eq(staff.governmentId, governmentId),
        isNull(staff.endedAt),
        inArray(staff.role, ['officer', 'moderator', 'administrator']),
      ),
    )
  const officers = agencyId === null ? [] : active.filter((s) => s.role === 'officer')
  const own = officers.filter((s) => s.agencyId === agencyId)
  const coordinating = officers.filter((s) => s.coordinating)
  const moderators = active.filter((s) => s.role !== 'officer')
  const chosen = own.length ? own : coordinating.length ? coordinating : moderators
  return { people: [...new Set(chosen.map((s) => s.personId))], own: own.length > 0 }
}

/** To everybody who checks commitments in the government. */
export async function tellCheckers(tx: Db, told: Telling & { governmentId: string }): Promise<void> {
  const checkers = await tx
    .selectDistinct({ personId: staff.personId })
    .from(staff)
    .where(and(eq(staff.governmentId, told.governmentId), eq(staff.role, 'checker'), isNull(staff.endedAt)))
  for (const { personId } of checkers) await notifyPerson(tx, personId, told)
}

/** Ends a mailing that no longer holds; what of it waits unsent is called back. The mailing first: it is what puts out rows. */
export async function callOff(tx: Db, proposalId: string, kind: MessageKind, at: Date): Promise<void> {
  await tx
    .update(mailings)
    .set({ doneAt: at })
    .where(and(eq(mailings.proposalId, proposalId), eq(mailings.kind, kind), isNull(mailings.doneAt)))
  await tx
    .update(outbox)
    .set({ nextTryAt: null, failedAt: at, lastError: 'no longer of use' })
    .where(
      and(
        eq(outbox.proposalId, proposalId),
        eq(outbox.kind, kind),
        isNotNull(outbox.nextTryAt),
        isNull(outbox.sentAt),
        isNull(outbox.failedAt),
      ),
    )
}

/** What an act of that moment put out and what has not begun to be sent is gone: the act was taken back. */
export async function unsay(tx: Db, proposalId: string, kinds: MessageKind[], saidAt: Date, at: Date): Promise<void> {
  await tx
    .delete(mailings)
    .where(
      and(
        eq(mailings.proposalId, proposalId),
        inArray(mailings.kind, kinds),
        eq(mailings.createdAt, saidAt),
        gt(mailings.startsAt, at),
      ),
    )
  await tx
    .delete(outbox)
    .where(
      and(
        eq(outbox.proposalId, proposalId),
        inArray(outbox.kind, kinds),
        eq(outbox.createdAt, saidAt),
        gt(outbox.nextTryAt, at),
        isNull(outbox.sentAt),
      ),
    )
}
