// Handing a case to another government, and following one that was handed over: what this visitor may do now.
import type { FastifyRequest } from 'fastify'
import { handOverUnderWay } from '../../domain/answers/hand-overs.ts'
import { standingsOf } from '../../domain/answers/routing.ts'
import { type AgencyRow, listGovernments } from '../../domain/governments/store.ts'
import { isPublic } from '../../domain/proposals/proposal.ts'
import type { openAssignments, ProposalRow } from '../../domain/proposals/store.ts'
import { mayRoute } from '../../domain/proposals/workflow.ts'
import { daysBetween, localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'

/**
 * Null where there is nothing to see and nothing to do. `underWay`: to whom it is handed over now, with the days by which a reply is
 * `late`. `mayHandOver`, `mayEnd`: by this visitor.
 */
export async function handOverPanel(
  db: Db,
  { seats, government }: FastifyRequest,
  proposal: ProposalRow,
  parts: Awaited<ReturnType<typeof openAssignments>>,
  agencies: AgencyRow[],
  at: Date,
) {
  if (!isPublic(proposal)) return null
  const lead = parts.find((part) => part.role === 'lead')?.agency.id ?? null
  const as = standingsOf(seats, lead, agencies.find((agency) => agency.coordinating)?.id ?? null)
  const underWay = await handOverUnderWay(db, proposal.id)
  const mayHandOver = !underWay && mayRoute('hand_over', proposal.stage, as)
  if (!underWay && !mayHandOver) return null
  const others = mayHandOver ? (await listGovernments(db)).filter(({ id }) => id !== government.id) : []
  const today = localDate(at, government.timeZone)
  const late = underWay?.dueOn ? Math.max(0, daysBetween(underWay.dueOn, today)) : 0
  return {
    underWay: underWay && { ...underWay, late },
    mayHandOver,
    mayEnd: underWay !== null && mayRoute('follow_hand_over', proposal.stage, as),
    governments: others.map(({ slug, name }) => ({ slug, name })),
    today,
  }
}
