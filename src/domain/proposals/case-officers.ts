// 承辦人: which colleague has a case, for the moderators (no agency) or for an agency. Whoever acts first on a case that nobody has
// gets it; who wants one that somebody has asks for it.
import { and, eq, inArray, isNull, lte, ne, or } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { caseOfficers } from '../../schema/desk.ts'
import { proposals } from '../../schema/proposals.ts'

export type CaseOfficer = typeof caseOfficers.$inferSelect
/** A case on one desk: the moderators’, or an agency’s. */
export type OnDesk = { proposalId: string; agencyId: string | null }

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

/** Whoever acts has the case from now on, unless somebody has it. */
export async function takeUp(tx: Db, on: OnDesk, personId: string, at: Date): Promise<void> {
  await tx
    .insert(caseOfficers)
    .values({ ...{ id: newId(), ...on, personId, since: at }, askerId: null, askedAt: null })
    .onConflictDoNothing()
}

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

/** Asks whoever has a case for it. A later asker waits for the first. False where nobody else has it, or somebody asked. */
export async function askForCase(tx: Db, on: OnDesk, askerId: string, at: Date): Promise<boolean> {
  const asked = await tx
    .update(caseOfficers)
    .set({ askerId, askedAt: at })
    .where(and(isOn(on), ne(caseOfficers.personId, askerId), isNull(caseOfficers.askerId)))
    .returning({ id: caseOfficers.id })
  return asked.length > 0
}

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

/** All that one colleague has on these desks of a government goes to another. How many cases. */
export async function giveAll(
  tx: Db,
  governmentId: string,
  { from, to, desks }: { from: string; to: string; desks: (string | null)[] },
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
    .where(and(eq(caseOfficers.personId, from), onThese, inArray(caseOfficers.proposalId, here)))
    .returning({ id: caseOfficers.id })
  return given.length
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
