// 承辦人: which colleague has a case, for the moderators (no agency) or for an agency. Whoever acts first on a case that nobody has
// gets it; who wants one that somebody has asks for it.
import { and, asc, eq, inArray, isNull, lte, ne, or } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { caseOfficers, deskItems } from '../../schema/desk.ts'
import { proposals } from '../../schema/proposals.ts'
import { worksIn } from '../governments/seats.ts'
import { notifyPerson } from '../notifications/store.ts'
import type { ProposalRow } from './store.ts'

type CaseOfficer = typeof caseOfficers.$inferSelect
/** A case on one desk: the moderators’, or an agency’s. */
type OnDesk = { proposalId: string; agencyId: string | null }

/** After so long without a word, whoever asked may take the case, in ms: somebody may be away. */
export const askedLongEnough = 86_400_000

const isOn = ({ proposalId, agencyId }: OnDesk) =>
  and(
    eq(caseOfficers.proposalId, proposalId),
    agencyId === null ? isNull(caseOfficers.agencyId) : eq(caseOfficers.agencyId, agencyId),
  )

/** Who has a case, on each desk. */
export const officersOf = (db: Db, proposalId: string): Promise<CaseOfficer[]> =>
  prepared(db, officersQuery).execute({ proposalId })

const officersQuery = (db: Db) =>
  db
    .select()
    .from(caseOfficers)
    .where(eq(caseOfficers.proposalId, placeholder('proposalId')))

/** Who has the case on this desk now and still works here; null where nobody does. */
export async function presentOfficer(
  db: Db,
  governmentId: string,
  { proposalId, agencyId }: OnDesk,
): Promise<string | null> {
  const held = (await officersOf(db, proposalId)).find((one) => one.agencyId === agencyId)
  return held && (await worksIn(db, held.personId, governmentId)) ? held.personId : null
}

/** Whoever acts has the case from now on, unless somebody has it. */
export async function takeUp(tx: Db, on: OnDesk, personId: string, at: Date): Promise<void> {
  await tx
    .insert(caseOfficers)
    .values({ ...{ id: newId(), ...on, personId, since: at }, askerId: null, askedAt: null })
    .onConflictDoNothing()
}

/** Who does it, as colleagues know them. */
export type Colleague = { id: string; name: string }

/** Gives a case to a colleague; null: to nobody. `from`: who had it when this was decided. False where somebody else has it now. */
export async function giveCase(
  tx: Db,
  on: OnDesk,
  { from, to }: { from: string | null; to: string | null },
  at: Date,
): Promise<boolean> {
  if (from === null && to === null) return true
  if (from === null) {
    const given = { ...{ id: newId(), ...on, personId: to!, since: at }, askerId: null, askedAt: null }
    const made = await tx.insert(caseOfficers).values(given).onConflictDoNothing().returning({ id: caseOfficers.id })
    return made.length > 0
  }
  const held = and(isOn(on), eq(caseOfficers.personId, from))
  const changed =
    to === null
      ? await tx.delete(caseOfficers).where(held).returning({ id: caseOfficers.id })
      : await tx
          .update(caseOfficers)
          .set({ personId: to, since: at, askerId: null, askedAt: null })
          .where(held)
          .returning({ id: caseOfficers.id })
  return changed.length > 0
}

/** The same; whoever gets the case from somebody else is told by mail. */
export async function handCase(
  tx: Db,
  proposal: ProposalRow,
  agencyId: string | null,
  { from, to, by }: { from: string | null; to: string | null; by: Colleague },
  at: Date,
): Promise<boolean> {
  const given = await giveCase(tx, { proposalId: proposal.id, agencyId }, { from, to }, at)
  if (given && to !== null && to !== by.id) await tellOfficer(tx, proposal, to, 'officer_given', by, at)
  return given
}

/**
 * Asks whoever has a case for it, by mail too. A later asker waits for the first. False where nobody else has it, or somebody asked.
 */
export async function askForCase(
  tx: Db,
  proposal: ProposalRow,
  agencyId: string | null,
  asker: Colleague,
  at: Date,
): Promise<boolean> {
  const on = isOn({ proposalId: proposal.id, agencyId })
  const [asked] = await tx
    .update(caseOfficers)
    .set({ askerId: asker.id, askedAt: at })
    .where(and(on, ne(caseOfficers.personId, asker.id), isNull(caseOfficers.askerId)))
    .returning({ holder: caseOfficers.personId })
  if (asked) await tellOfficer(tx, proposal, asked.holder, 'officer_asked', asker, at)
  return asked !== undefined
}

const tellOfficer = (
  tx: Db,
  proposal: ProposalRow,
  to: string,
  act: 'officer_asked' | 'officer_given',
  { name }: Colleague,
  at: Date,
) =>
  notifyPerson(tx, to, {
    ...{ kind: 'routed', governmentId: proposal.governmentId, proposalId: proposal.id, at },
    facts: { act, number: proposal.number, title: proposal.title, role: 'officer', colleague: name },
  })

/** Takes a case that was asked for a day ago. */
export async function takeAskedFor(tx: Db, on: OnDesk, personId: string, at: Date): Promise<boolean> {
  const before = new Date(at.getTime() - askedLongEnough)
  const taken = await tx
    .update(caseOfficers)
    .set({ personId, since: at, askerId: null, askedAt: null })
    .where(and(isOn(on), eq(caseOfficers.askerId, personId), lte(caseOfficers.askedAt, before)))
    .returning({ id: caseOfficers.id })
  return taken.length > 0
}

/**
 * All that one colleague has on these desks of a government goes to another, who is told of it in one mail unless they did it
 * themselves. How many cases.
 */
export async function giveAll(
  tx: Db,
  governmentId: string,
  { from, to, desks, by }: { from: Colleague; to: string; desks: (string | null)[]; by: string },
  at: Date,
): Promise<number> {
  const agencies = desks.filter((desk) => desk !== null)
  const onThese = or(
    desks.includes(null) ? isNull(caseOfficers.agencyId) : undefined,
    agencies.length ? inArray(caseOfficers.agencyId, agencies) : undefined,
  )
  if (!desks.length) return 0
  const here = tx.select({ id: proposals.id }).from(proposals).where(eq(proposals.governmentId, governmentId))
  const given = await tx
    .update(caseOfficers)
    .set({ personId: to, since: at, askerId: null, askedAt: null })
    .where(and(eq(caseOfficers.personId, from.id), onThese, inArray(caseOfficers.proposalId, here)))
    .returning({ proposalId: caseOfficers.proposalId })
  if (given.length && to !== by) {
    const first = (await firstDueOf(tx, governmentId, to)) ?? (await caseOf(tx, given[0]!.proposalId))
    await notifyPerson(tx, to, {
      ...{ kind: 'routed', governmentId, proposalId: first.id, at },
      facts: {
        ...{ act: 'officer_given_all', number: first.number, title: first.title, role: 'officer' },
        ...{ colleague: from.name, lines: given.length },
      },
    })
  }
  return given.length
}

const caseLine = { id: proposals.id, number: proposals.number, title: proposals.title }

const caseOf = async (db: Db, id: string) => (await db.select(caseLine).from(proposals).where(eq(proposals.id, id)))[0]!

/** Of these people, who has a case of this government, whether something is owed on it now or not. */
export async function holdersAmong(db: Db, governmentId: string, personIds: string[]): Promise<Set<string>> {
  if (!personIds.length) return new Set()
  const found = await db
    .selectDistinct({ personId: caseOfficers.personId })
    .from(caseOfficers)
    .innerJoin(proposals, eq(proposals.id, caseOfficers.proposalId))
    .where(and(inArray(caseOfficers.personId, personIds), eq(proposals.governmentId, governmentId)))
  return new Set(found.map(({ personId }) => personId))
}

/** Of all that somebody has, the case that is due first; null where nothing of it is owed. */
async function firstDueOf(db: Db, governmentId: string, personId: string) {
  const [first] = await db
    .select(caseLine)
    .from(caseOfficers)
    .innerJoin(deskItems, and(eq(deskItems.proposalId, caseOfficers.proposalId), eq(deskItems.personId, personId)))
    .innerJoin(proposals, eq(proposals.id, caseOfficers.proposalId))
    .where(
      and(eq(caseOfficers.personId, personId), eq(deskItems.governmentId, governmentId), eq(deskItems.lane, 'owed')),
    )
    .orderBy(asc(deskItems.orderKey), asc(deskItems.id))
    .limit(1)
  return first ?? null
}

/** Cases that colleagues ask this person for: their numbers, and who asks. */
export const askedFor = (db: Db, governmentId: string, personId: string) =>
  db
    .select({ number: proposals.number, askerId: caseOfficers.askerId })
    .from(caseOfficers)
    .innerJoin(proposals, eq(proposals.id, caseOfficers.proposalId))
    .where(
      and(
        eq(caseOfficers.personId, personId),
        eq(proposals.governmentId, governmentId),
        ne(caseOfficers.askerId, personId),
      ),
    )
