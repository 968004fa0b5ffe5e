// Who may give a case to whom. Pure.
import type { Seat } from '../governments/government.ts'
import { seatMay } from '../governments/government.ts'

type Part = { role: string; agency: { id: string } }

/** The desk on which somebody works on a case: the moderators’ (null) or an agency’s; undefined where they have no part in it. */
export function deskFor(seats: Seat[], stage: string, parts: readonly Part[]): string | null | undefined {
  if (stage === 'checking' && seatMay.check(seats)) return null
  const own = parts.find(({ agency }) => seatMay.answerFor(seats, agency.id))
  if (own) return own.agency.id
  const lead = parts.find(({ role }) => role === 'lead')
  if (seatMay.administer(seats) && lead) return lead.agency.id
  return seatMay.check(seats) ? null : undefined
}

/** Whether a colleague works on that desk. */
export const worksOn = (desk: string | null, seat: Seat): boolean =>
  desk === null ? seatMay.check([seat]) : seatMay.answerFor([seat], desk)

/**
 * What somebody may do about who has a case: take it, give it, ask for it; all of it for an administrator, and for everybody of
 * the desk where whoever has it works there no more (`gone`): nobody is left to ask.
 */
export function officerChoices(
  me: { personId: string; seats: Seat[] },
  holder: { personId: string; askerId: string | null } | null,
  gone = false,
): { give: boolean; ask: boolean; asked: boolean } {
  const mine = holder?.personId === me.personId
  const asked = holder?.askerId === me.personId && !gone
  const give = !holder || mine || gone || seatMay.administer(me.seats)
  return { give, ask: !give && !asked && holder?.askerId === null, asked: !give && asked }
}

type Held = { agencyId: string | null; personId: string | null; total: number }

/** How much of what somebody has would lie where they work no more, once one seat ends. `others`: the seats that they keep. */
export const leftBehind = (personId: string, seat: Seat, others: Seat[], loads: readonly Held[]): number => {
  const reaches = (desk: string | null) => (one: Seat) => worksOn(desk, one) || seatMay.administer([one])
  return loads
    .filter(
      (load) => load.personId === personId && reaches(load.agencyId)(seat) && !others.some(reaches(load.agencyId)),
    )
    .reduce((n, { total }) => n + total, 0)
}
