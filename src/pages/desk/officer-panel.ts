// Who has the case that is open, and what its reader may do about it.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { colleaguesOf } from '../../domain/governments/seats.ts'
import { namesOfStaff } from '../../domain/governments/staff-names.ts'
import { deskFor, officerChoices, worksOn } from '../../domain/moderation/officer.ts'
import { askedLongEnough, officersOf } from '../../domain/proposals/case-officers.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { requirePerson } from '../shared/person-guards.ts'

type Parts = Parameters<typeof deskFor>[2]

/** Null for who has no part in the case. `desk`: an agency, or null for the moderators. */
export async function officerPanel(reads: Db, request: FastifyRequest, proposal: ProposalRow, parts: Parts, at: Date) {
  const { seats, government } = request
  const desk = deskFor(seats, proposal.stage, parts)
  if (desk === undefined) return null
  const colleagues = await colleaguesOf(reads, government.id)
  const nameOf = (id: string | null) => colleagues.find(({ personId }) => personId === id)?.name ?? null
  const holder = (await officersOf(reads, proposal.id)).find(({ agencyId }) => agencyId === desk) ?? null
  const me = requirePerson(request).id
  // An administrator may have a case of any agency.
  const stays = ({ personId, ...seat }: (typeof colleagues)[number]) =>
    personId === holder?.personId && (worksOn(desk, seat) || seatMay.administer([seat]))
  const gone = holder !== null && !colleagues.some(stays)
  const may = officerChoices({ personId: me, seats }, holder, gone)
  const beside = colleagues.filter((one) => worksOn(desk, one) && one.personId !== holder?.personId)
  const others: Choice[] = [...new Map(beside.map(({ personId, name }) => [personId, name]))].map(([value, label]) => ({
    value,
    label,
  }))
  return {
    ...{ desk, holder, may, gone },
    mine: holder?.personId === me,
    me: nameOf(me) ?? '',
    name: holder
      ? (nameOf(holder.personId) ??
        (await namesOfStaff(reads, government.id, [holder.personId])).get(holder.personId) ??
        null)
      : null,
    asker: holder?.askerId ? { id: holder.askerId, name: nameOf(holder.askerId) } : null,
    /** it can be taken: it was asked for a day ago */
    takeable: may.asked && at.getTime() - holder!.askedAt!.getTime() >= askedLongEnough,
    self: beside.some(({ personId }) => personId === me) ? me : null,
    others: others.filter(({ value }) => value !== me),
  }
}
