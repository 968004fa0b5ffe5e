// What can be changed about who has the case, for whoever stands so to it; and what its lead waits for. Pure.
import { datesForPart, isOwedPart, standingsOf } from '../../domain/answers/routing.ts'
import { isAssignable, type Seat } from '../../domain/governments/government.ts'
import { usualDaysBefore } from '../../domain/governments/part-due.ts'
import type { AgencyRow } from '../../domain/governments/store.ts'
import type { openAssignments, ProposalRow } from '../../domain/proposals/store.ts'
import { mayRoute, type RoutingAct } from '../../domain/proposals/workflow.ts'
import { addDays, localDate } from '../../lib/calendar.ts'

type Parts = Awaited<ReturnType<typeof openAssignments>>
type Choice = Pick<AgencyRow, 'code' | 'name'>

type RoutingPanel = {
  /** the code of the agency that leads */
  lead: string
  may: { transfer: boolean; addPart: boolean; datePart: boolean; changePart: boolean }
  leads: Choice[]
  joinable: Choice[]
  /** whose parts are still owed */
  owed: Choice[]
  /** the days that a part can be due on; null where it is asked for as a number of days, or not at all */
  dates: { from: string; to: string; usual: string } | null
  /** asked for as days before the answer, which has no date yet */
  days: number | null
}

/** Null where this visitor changes nothing about it. */
export function routingPanel(
  seats: Seat[],
  proposal: Pick<ProposalRow, 'stage' | 'seenOn'>,
  parts: Parts,
  agencies: AgencyRow[],
  at: Date,
  timeZone: string,
): RoutingPanel | null {
  const lead = parts.find((part) => part.role === 'lead')
  if (!lead) return null
  const coordinating = agencies.find((agency) => agency.coordinating)?.id ?? null
  const as = standingsOf(seats, lead.agency.id, coordinating)
  const may = (act: RoutingAct) => mayRoute(act, proposal.stage, as)
  const today = localDate(at, timeZone)
  const open = agencies.filter((agency) => isAssignable(agency, today))
  const has = new Set(parts.map((part) => part.agency.id))
  const isOwed = (part: Parts[number]) =>
    proposal.stage === 'gathering' ? part.role === 'supporting' && !part.answeredAt : isOwedPart(part, proposal)
  const owed = parts.filter(isOwed).map((part) => part.agency)
  const joinable = open.filter((agency) => !has.has(agency.id))
  const range = datesForPart(lead.dueBefore, at, timeZone)
  const week = range && addDays(range.to, 1 - usualDaysBefore)
  const panel: RoutingPanel = {
    lead: lead.agency.code,
    may: {
      transfer: may('transfer'),
      addPart: may('add_part') && joinable.length > 0,
      datePart: may('date_part') && owed.length > 0,
      changePart: may('release_part') && owed.length > 0,
    },
    ...{ leads: open.filter((agency) => agency.id !== lead.agency.id), joinable, owed },
    dates: range && { ...range, usual: week! < range.from ? range.from : week! },
    days: lead.dueBefore ? null : usualDaysBefore,
  }
  return Object.values(panel.may).some(Boolean) ? panel : null
}
