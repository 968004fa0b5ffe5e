// Who may act for an agency.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/answers/answer.ts'
import { type Seat, seatMay } from '../../domain/governments/government.ts'
import { findProposal, openAssignments, type ProposalRow } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/database.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wordIn } from '../../platform/http/query.ts'
import { assignments } from '../../schema/assignments.ts'
import { requireSeat } from './seat-guards.ts'

/** The case of the address. Throws 404. */
export async function foundCase(db: Db, request: FastifyRequest): Promise<ProposalRow> {
  const number = wordIn(request.params, 'number') ?? ''
  const proposal = await findProposal(db, request.government.id, number)
  if (!proposal) throw httpError(404)
  return proposal
}

/** Their agency had the case when they began to write, and has handed it on since: what they typed is shown to them. */
export class HandedOn extends Error {
  proposal: ProposalRow
  constructor(proposal: ProposalRow) {
    super('proposals.error.handed_on')
    this.proposal = proposal
  }
}

/** Lets only officers of the case's lead agency through, and administrators. Throws 403, or HandedOn. */
export async function leading(
  db: Db,
  request: FastifyRequest,
  at: Date,
): Promise<{ proposal: ProposalRow; actor: Actor }> {
  requireSeat(request, (seats) => seats.some((s) => s.role !== 'moderator'))
  const proposal = await foundCase(db, request)
  const lead = (await openAssignments(db, proposal.id)).find((p) => p.role === 'lead')
  if (!lead) throw httpError(403, 'errors.not_staff')
  const may = seatMay.answerFor(request.seats, lead.agency.id) || seatMay.administer(request.seats)
  if (!may && (await hasLed(db, proposal.id, request.seats))) throw new HandedOn(proposal)
  return { proposal, actor: actorFor(request, lead.agency.id, at) }
}

/** The visitor as an actor for this agency. Throws 403. */
export function actorFor(request: FastifyRequest, agencyId: string, at: Date): Actor {
  const own = seatMay.answerFor(request.seats, agencyId)
  if (!own && !seatMay.administer(request.seats)) throw httpError(403, 'errors.not_staff')
  return { personId: request.person!.id, agencyId, role: own ? 'officer' : 'administrator', at }
}

/** Whether they answer for an agency that led the case before. */
async function hasLed(db: Db, proposalId: string, seats: Seat[]): Promise<boolean> {
  const rows = await db
    .select({ agencyId: assignments.agencyId })
    .from(assignments)
    .where(and(eq(assignments.proposalId, proposalId), eq(assignments.role, 'lead'), isNotNull(assignments.endedAt)))
  return rows.some(({ agencyId }) => seatMay.answerFor(seats, agencyId))
}
