// An agency has ended: what it still owed goes to its successor, parts and commitments, with the same dates, entries and mail.
import { and, asc, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignmentChanges, assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { successorOf } from '../governments/government.ts'
import { type AgencyRow, agenciesOf } from '../governments/store.ts'
import { notifyAgency, notifyPerson } from '../notifications/store.ts'
import { newEvent, tellFollowers } from '../notifications/tell-case.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append, newSalt } from '../record/store.ts'
import { promisedWords } from './commitment.ts'
import { isOrWillBeOwed } from './part-due-query.ts'

type AssignmentRow = typeof assignments.$inferSelect

/** Agencies whose last day has passed; of how many cases something went over. Runs as a job. */
export async function handOverEnded({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  const ended = await db.reads
    .select({ agency: agencies, timeZone: governments.timeZone })
    .from(agencies)
    .innerJoin(governments, eq(governments.id, agencies.governmentId))
    .where(and(isNotNull(agencies.validTo), lte(agencies.validTo, now.toISOString().slice(0, 10))))
  let moved = 0
  for (const { agency, timeZone } of ended)
    if (!signal?.aborted && agency.validTo! < localDate(now, timeZone))
      moved += await handOver({ db }, agency, timeZone, now)
  return moved
}

/** All that one agency owes, at once. Its successor has it from now on; where there is none, the coordinating agency. */
export async function handOver(
  { db }: Pick<Deps, 'db'>,
  agency: AgencyRow,
  timeZone: string,
  at: Date,
): Promise<number> {
  const owed = await casesOwed(db.reads, agency.id)
  if (!owed.length) return 0
  const target = successorOf(agency, await agenciesOf(db.reads, agency.governmentId), localDate(at, timeZone))
  if (!target) return 0
  let moved = 0
  for (const { part, proposal } of owed)
    if (await write(db, (tx) => handOverCase(tx, { part, proposal, agency, target, at }))) moved++
  return moved
}

type Owed = { part: AssignmentRow | null; proposal: ProposalRow }

/** Every case in which the agency has an open part, an open commitment or both; the parts first, as they came. */
async function casesOwed(db: Db, agencyId: string): Promise<Owed[]> {
  const open: Owed[] = await db
    .select({ part: assignments, proposal: proposals })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(and(eq(assignments.agencyId, agencyId), isOrWillBeOwed))
    .orderBy(asc(assignments.assignedAt), asc(assignments.id))
  const promised = await db
    .select({ proposal: proposals })
    .from(proposals)
    .where(inArray(proposals.id, db.select({ id: commitments.proposalId }).from(commitments).where(isOpenOf(agencyId))))
    .orderBy(asc(proposals.number))
  const known = new Set(open.map(({ proposal }) => proposal.id))
  return [...open, ...promised.flatMap(({ proposal }) => (known.has(proposal.id) ? [] : [{ part: null, proposal }]))]
}

const isOpenOf = (agencyId: string) => and(eq(commitments.agencyId, agencyId), eq(commitments.state, 'open'))

type Move = { proposal: ProposalRow; agency: AgencyRow; target: AgencyRow; at: Date; event: string }

/** All that the agency owes in one case, and one mail about it. False when all of it moved on meanwhile. */
async function handOverCase(
  tx: Db,
  { part, ...one }: Omit<Move, 'event'> & { part: AssignmentRow | null },
): Promise<boolean> {
  const move = { ...one, event: newEvent() }
  const { proposal, agency, target, at, event } = move
  const moved = part && (await handOverAssignment(tx, part, move))
  const promised = await handOverCommitments(tx, move)
  if (!moved && !promised) return false
  const facts = {
    ...{ number: proposal.number, title: proposal.title, agency: target.code, ...namesAs('from', agency) },
    ...(moved ? { role: moved.role, due_before: moved.dueBefore?.toISOString() ?? null } : {}),
    ...(promised ? { commitments: promised } : {}),
  }
  const ofCase = { governmentId: proposal.governmentId, proposalId: proposal.id }
  await notifyAgency(tx, target.id, { ...ofCase, kind: 'assigned', facts, at, event })
  return true
}

const namesAs = (prefix: string, { name }: AgencyRow) =>
  Object.fromEntries(Object.entries(name).map(([language, words]) => [`${prefix}_${language}`, words]))

/** How many. They keep their words and dates; each gets an entry, whose digest says which one it is. */
async function handOverCommitments(tx: Db, { proposal, agency, target, at }: Move): Promise<number> {
  const moved = await tx
    .update(commitments)
    .set({ agencyId: target.id, handedOverAt: at })
    .where(and(isOpenOf(agency.id), eq(commitments.proposalId, proposal.id)))
    .returning()
  for (const { governmentId, proposalId, number, salt, ...words } of moved)
    await append(tx, {
      ...{ governmentId, proposalId, kind: 'promise_handed_over', role: 'system', agencyId: target.id },
      ...{ occurredAt: at, facts: { commitment: number, reason: 'agency_ended', from: agency.code } },
      text: { text: promisedWords(words), salt },
    })
  return moved.length
}

/** The part as it was. Null when it moved on meanwhile: answered, transferred, or the case is in another stage. */
async function handOverAssignment(
  tx: Db,
  part: AssignmentRow,
  { proposal, agency, target, at, event }: Move,
): Promise<AssignmentRow | null> {
  const [held] = await tx
    .update(proposals)
    .set({ updatedAt: proposal.updatedAt })
    .where(and(eq(proposals.id, proposal.id), eq(proposals.stage, proposal.stage)))
    .returning({ id: proposals.id })
  if (!held) return null
  const [ended] = await tx
    .update(assignments)
    .set({ endedAt: at })
    .where(and(eq(assignments.id, part.id), isNull(assignments.endedAt), isNull(assignments.answeredAt)))
    .returning()
  if (!ended) return null
  const ofCase = { governmentId: proposal.governmentId, proposalId: proposal.id }
  const [own] = await tx
    .select()
    .from(assignments)
    .where(
      and(eq(assignments.proposalId, proposal.id), eq(assignments.agencyId, target.id), isNull(assignments.endedAt)),
    )
  // Who leads has no part beside it; who supports already goes on with its own.
  const helped = own && part.role === 'lead' ? own : null
  if (helped) await tx.update(assignments).set({ endedAt: at }).where(eq(assignments.id, helped.id))
  if (!own || helped)
    await tx.insert(assignments).values({
      ...{ id: newId(), proposalId: proposal.id, agencyId: target.id, role: part.role, assignedAt: at },
      ...{ dueBefore: ended.dueBefore, daysBefore: ended.daysBefore, answeredAt: null, endedAt: null },
      ...{ contribution: helped?.contribution ?? null, salt: helped?.salt ?? null },
    })
  // Nobody wrote a reason: the entry says that the agency has ended, and pages and mail put it in words.
  const { dueBefore } = ended
  await tx.insert(assignmentChanges).values({
    ...{ id: newId(), proposalId: proposal.id, kind: 'transferred', fromAgencyId: agency.id, toAgencyId: target.id },
    ...{ reason: '', salt: newSalt(), dueBefore, personId: null, decidedAt: at },
  })
  const reason = 'agency_ended'
  await append(tx, {
    ...ofCase,
    ...{ kind: 'transferred', role: 'system', agencyId: target.id, occurredAt: at },
    facts: { reason, from: agency.code, role: part.role },
  })
  if (part.role === 'lead') {
    const due = { number: proposal.number, title: proposal.title, due_before: dueBefore?.toISOString() ?? null }
    const facts = { ...due, ...namesAs('agency', target), reason }
    await notifyPerson(tx, proposal.authorId, { ...ofCase, kind: 'transferred', facts, at, event })
    await tellFollowers(tx, proposal.id, 'transferred', { facts, at, event })
  }
  return ended
}
