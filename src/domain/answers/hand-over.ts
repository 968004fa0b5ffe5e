// An agency has ended: what it still owed goes to its successor, with the same dates, an entry and mail.
import { and, asc, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { agencies } from '../../schema/agencies.ts'
import { parts, routings } from '../../schema/assignments.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { isAssignable } from '../governments/government.ts'
import { type AgencyRow, agenciesOf } from '../governments/store.ts'
import { tellAgency, tellPerson } from '../notifications/store.ts'
import { liveStages } from '../proposals/proposal.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append, newSalt } from '../record/store.ts'

type PartRow = typeof parts.$inferSelect

/** Agencies whose last day has passed; how many parts went over. Runs as a job. */
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
  const open = await db.reads
    .select({ part: parts, proposal: proposals })
    .from(parts)
    .innerJoin(proposals, eq(proposals.id, parts.proposalId))
    .where(
      and(
        eq(parts.agencyId, agency.id),
        isNull(parts.endedAt),
        isNull(parts.answeredAt),
        inArray(proposals.stage, [...liveStages]),
      ),
    )
    .orderBy(asc(parts.assignedAt), asc(parts.id))
  if (!open.length) return 0
  const target = successorOf(agency, await agenciesOf(db.reads, agency.governmentId), localDate(at, timeZone))
  if (!target) return 0
  let moved = 0
  for (const { part, proposal } of open)
    if (await write(db, (tx) => handOverPart(tx, { part, proposal, agency, target, at }))) moved++
  return moved
}

/** The first in the chain of successors that takes cases; else the coordinating one. Null where that is the agency itself. */
function successorOf(agency: AgencyRow, all: AgencyRow[], today: string): AgencyRow | null {
  let next = all.find((a) => a.id === agency.successorId)
  for (let steps = 0; next && steps < all.length; steps++) {
    if (isAssignable(next, today) && next.id !== agency.id) return next
    next = all.find((a) => a.id === next!.successorId)
  }
  return all.find((a) => a.coordinating && a.id !== agency.id) ?? null
}

type Move = { part: PartRow; proposal: ProposalRow; agency: AgencyRow; target: AgencyRow; at: Date }

/** False when it moved on meanwhile: answered, transferred, or the case has ended. */
async function handOverPart(tx: Db, { part, proposal, agency, target, at }: Move): Promise<boolean> {
  const [held] = await tx
    .update(proposals)
    .set({ updatedAt: proposal.updatedAt })
    .where(and(eq(proposals.id, proposal.id), inArray(proposals.stage, [...liveStages])))
    .returning({ id: proposals.id })
  if (!held) return false
  const [ended] = await tx
    .update(parts)
    .set({ endedAt: at })
    .where(and(eq(parts.id, part.id), isNull(parts.endedAt), isNull(parts.answeredAt)))
    .returning()
  if (!ended) return false
  const ofCase = { governmentId: proposal.governmentId, proposalId: proposal.id }
  const [own] = await tx
    .select()
    .from(parts)
    .where(and(eq(parts.proposalId, proposal.id), eq(parts.agencyId, target.id), isNull(parts.endedAt)))
  // Who leads has no part beside it; who supports already goes on with its own.
  const helped = own && part.role === 'lead' ? own : null
  if (helped) await tx.update(parts).set({ endedAt: at }).where(eq(parts.id, helped.id))
  if (!own || helped)
    await tx.insert(parts).values({
      ...{ id: newId(), proposalId: proposal.id, agencyId: target.id, role: part.role, assignedAt: at },
      ...{ dueBefore: ended.dueBefore, answeredAt: null, endedAt: null },
      ...{ contribution: helped?.contribution ?? null, salt: helped?.salt ?? null },
    })
  // Nobody wrote a reason: the entry says that the agency has ended, and pages and mail put it in words.
  const { dueBefore } = ended
  await tx.insert(routings).values({
    ...{ id: newId(), proposalId: proposal.id, kind: 'transferred', fromAgencyId: agency.id, toAgencyId: target.id },
    ...{ reason: '', salt: newSalt(), dueBefore, personId: null, decidedAt: at },
  })
  const reason = 'agency_ended'
  await append(tx, {
    ...ofCase,
    ...{ kind: 'transferred', role: 'system', agencyId: target.id, occurredAt: at },
    facts: { reason, from: agency.code, role: part.role },
  })
  const due = { number: proposal.number, title: proposal.title, due_before: dueBefore?.toISOString() ?? null }
  const names = Object.fromEntries(Object.entries(target.name).map(([language, name]) => [`agency_${language}`, name]))
  await tellAgency(tx, target.id, { ...ofCase, kind: 'assigned', facts: { ...due, role: part.role }, at })
  if (part.role === 'lead')
    await tellPerson(tx, proposal.authorId, { ...ofCase, kind: 'transferred', facts: { ...due, ...names, reason }, at })
  return true
}
