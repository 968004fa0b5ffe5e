// Who may act for an agency.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Actor, Router } from '../../domain/answers/answer.ts'
import { standingsOf } from '../../domain/answers/routing.ts'
import { type Seat, seatMay, successorOf } from '../../domain/governments/government.ts'
import { type AgencyRow, agenciesOf } from '../../domain/governments/store.ts'
import { findProposal, openAssignments, type ProposalRow } from '../../domain/proposals/store.ts'
import { type RoutingAct, routingRule } from '../../domain/proposals/workflow.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wordIn } from '../../platform/http/query.ts'
import { assignments } from '../../schema/assignments.ts'
import { requirePerson } from './person-guards.ts'
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
  const acting = await actingFor(db, request, lead.agency, at)
  const may = seatMay.answerFor(request.seats, acting.id) || mayActFor(request, lead.agency)
  if (!may && (await hasLed(db, proposal.id, request.seats))) throw new HandedOn(proposal)
  return {
    proposal,
    actor: { ...actorFor(request, acting.id, at, !isOwn(request, lead.agency)), leadAgencyId: lead.agency.id },
  }
}

/** Whether the visitor acts for the agency that leads the case, and so reads what it writes before it is published. */
export async function leads(db: Db, request: FastifyRequest, proposal: ProposalRow, at: Date): Promise<boolean> {
  if (!request.seats.length) return false
  const lead = (await openAssignments(db, proposal.id)).find((p) => p.role === 'lead')
  if (!lead) return false
  const acting = await actingFor(db, request, lead.agency, at)
  return seatMay.answerFor(request.seats, acting.id) || mayActFor(request, lead.agency)
}

const isOwn = ({ government }: FastifyRequest, agency: Lead) => agency.governmentId === government.id

/** An administrator acts where an agency of their own government has nobody; never for one of another government. */
export const mayActFor = (request: FastifyRequest, agency: Lead): boolean =>
  isOwn(request, agency) && seatMay.administer(request.seats)

type Lead = {
  id: string
  governmentId: string
  code: string
  name: Localised
  validTo: string | null
  successorId: string | null
}

/** Who answers for an agency now: it itself, or where it has ended its successor, which supplements what it answered. */
export async function actingFor(db: Db, { government }: FastifyRequest, agency: Lead, at: Date): Promise<Lead> {
  const today = localDate(at, government.timeZone)
  if (!agency.validTo || agency.validTo >= today) return agency
  return successorOf(agency, await agenciesOf(db, agency.governmentId), today) ?? agency
}

/** Who may decide which agencies have the case. Throws 403, or HandedOn where their agency has led it. */
export async function routing(db: Db, request: FastifyRequest, act: RoutingAct, at: Date) {
  requireSeat(request, (seats) => seats.length > 0)
  const proposal = await foundCase(db, request)
  const parts = await openAssignments(db, proposal.id)
  const lead = parts.find((part) => part.role === 'lead')
  if (!lead) throw httpError(403, 'errors.not_staff')
  const { seats } = request
  const agencies = await agenciesToRoute(db, proposal, parts, seats)
  const coordinating = agencies.find((agency) => agency.coordinating)?.id ?? null
  const as = standingsOf(seats, lead.agency.id, coordinating).find((one) => routingRule(act).by.includes(one))
  if (!as && (await hasLed(db, proposal.id, seats))) throw new HandedOn(proposal)
  if (!as) throw httpError(403, 'errors.not_staff')
  const agencyId = as === 'lead' ? lead.agency.id : as === 'coordinating' ? coordinating : null
  const role = as === 'lead' || as === 'coordinating' ? 'officer' : as
  const router: Router = { personId: requirePerson(request).id, agencyId, role, at }
  return { proposal, parts, lead, agencies, router }
}

/**
 * Among which agencies somebody may route a case: those of its own government; of the government that accepted it for whoever leads
 * it there.
 */
export function agenciesToRoute(
  db: Db,
  proposal: Pick<ProposalRow, 'governmentId'>,
  parts: Awaited<ReturnType<typeof openAssignments>>,
  seats: Seat[],
): Promise<AgencyRow[]> {
  const lead = parts.find((part) => part.role === 'lead')?.agency
  return agenciesOf(db, lead && seatMay.answerFor(seats, lead.id) ? lead.governmentId : proposal.governmentId)
}

/** Lets a guest only to cases in which their own agency has a part. Throws 403. */
export async function requirePart(db: Db, { seats }: FastifyRequest, proposal: ProposalRow): Promise<void> {
  const parts = await openAssignments(db, proposal.id)
  if (!parts.some((part) => seatMay.answerFor(seats, part.agency.id))) throw httpError(403, 'errors.not_staff')
}

/** The visitor as an actor for this agency. Throws 403. */
export function actorFor(request: FastifyRequest, agencyId: string, at: Date, elsewhere = false): Actor {
  const own = seatMay.answerFor(request.seats, agencyId)
  if (!own && !(seatMay.administer(request.seats) && !elsewhere)) throw httpError(403, 'errors.not_staff')
  return { personId: requirePerson(request).id, agencyId, role: own ? 'officer' : 'administrator', at }
}

/** Whether they answer for an agency that led the case before. */
async function hasLed(db: Db, proposalId: string, seats: Seat[]): Promise<boolean> {
  const rows = await db
    .select({ agencyId: assignments.agencyId })
    .from(assignments)
    .where(and(eq(assignments.proposalId, proposalId), eq(assignments.role, 'lead'), isNotNull(assignments.endedAt)))
  return rows.some(({ agencyId }) => seatMay.answerFor(seats, agencyId))
}
