// Supporting agencies come and go while a case is under way, each with a date of its own before the answer's. Said in public.
import { and, eq, isNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { assignments } from '../../schema/assignments.ts'
import { partDueBefore } from '../governments/part-due.ts'
import { notifyAgency } from '../notifications/store.ts'
import { newEvent } from '../notifications/tell-case.ts'
import { indexCase } from '../proposals/searchable.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append, newSalt } from '../record/store.ts'
import type { Router } from './answer.ts'
import {
  type AgencyNamed,
  factsOf,
  holdUnderWay,
  insertAssignmentChange,
  namesOf,
  ofCase,
  openAssignments,
  tellOfRouting,
} from './assignment-changes.ts'

type AssignmentRow = typeof assignments.$inferSelect
/** `daysBefore`: the answer is due. */
type Joining = { agency: AgencyNamed; daysBefore: number; words: string; timeZone: string }

/** 協辦: one more agency. False when the case moved on, or the agency has a part already. */
export async function addPart(
  tx: Db,
  proposal: ProposalRow,
  { agency, daysBefore, words, timeZone }: Joining,
  router: Router,
): Promise<boolean> {
  const { at, role } = router
  const salt = newSalt()
  const event = newEvent()
  const id = newId()
  if (!(await holdUnderWay(tx, proposal, 'add_part'))) return false
  const dueBefore = await dueOf(tx, proposal, daysBefore, at, timeZone)
  const [added] = await tx
    .insert(assignments)
    .values({
      ...{ id, proposalId: proposal.id, agencyId: agency.id, role: 'supporting', assignedAt: at },
      ...{ dueBefore, daysBefore, answeredAt: null, endedAt: null, contribution: null, salt: null },
    })
    .onConflictDoNothing()
    .returning({ id: assignments.id })
  if (!added) return false
  await indexCase(tx, proposal.id)
  const change = { fromAgencyId: null, toAgencyId: agency.id, due: dueBefore, words, salt }
  await insertAssignmentChange(tx, proposal, router, { kind: 'part_added', ...change })
  await append(tx, {
    ...ofCase(proposal),
    ...{ kind: 'assigned', role, agencyId: agency.id, occurredAt: at, text: { text: words, salt } },
    facts: { role: 'supporting', due_before: dueBefore?.toISOString() ?? null },
  })
  await notifyAgency(tx, agency.id, {
    ...ofCase(proposal),
    kind: 'assigned',
    facts: { ...factsOf(proposal, dueBefore), role: 'supporting' },
    once: `assigned:${id}`,
    at,
    event,
  })
  await tell(tx, proposal, 'part_added', { agency, dueBefore, words, event }, router)
  return true
}

/** The agency owes nothing any more; what it has said stays in the record. False when that was not so any more. */
export async function releasePart(
  tx: Db,
  proposal: ProposalRow,
  { agency, words }: { agency: AgencyNamed; words: string },
  router: Router,
): Promise<boolean> {
  const { at, role } = router
  const salt = newSalt()
  const event = newEvent()
  if (!(await holdUnderWay(tx, proposal, 'release_part'))) return false
  const [ended] = await tx
    .update(assignments)
    .set({ endedAt: at })
    .where(and(isOpenPart(proposal, agency), isNull(assignments.answeredAt)))
    .returning({ id: assignments.id })
  if (!ended) return false
  await indexCase(tx, proposal.id)
  const change = { fromAgencyId: agency.id, toAgencyId: null, due: null, words, salt }
  await insertAssignmentChange(tx, proposal, router, { kind: 'part_released', ...change })
  await append(tx, {
    ...ofCase(proposal),
    ...{ kind: 'part_released', role, agencyId: agency.id, occurredAt: at, text: { text: words, salt } },
  })
  const facts = { ...factsOf(proposal, null), words, ...namesOf(agency), act: 'part_released', role: 'supporting' }
  await notifyAgency(tx, agency.id, { ...ofCase(proposal), kind: 'routed', facts, at, event })
  await tell(tx, proposal, 'part_released', { agency, dueBefore: null, words, event }, router)
  return true
}

/** Another date for a part that is still owed. False when that was not so any more. */
export async function datePart(
  tx: Db,
  proposal: ProposalRow,
  { agency, daysBefore, words, timeZone }: Joining,
  router: Router,
): Promise<boolean> {
  const { at, role } = router
  const salt = newSalt()
  const event = newEvent()
  if (!(await holdUnderWay(tx, proposal, 'date_part'))) return false
  const dueBefore = await dueOf(tx, proposal, daysBefore, at, timeZone)
  const [dated] = await tx
    .update(assignments)
    .set({ dueBefore, daysBefore })
    .where(and(isOpenPart(proposal, agency), isNull(assignments.answeredAt)))
    .returning({ id: assignments.id })
  if (!dated) return false
  const change = { fromAgencyId: agency.id, toAgencyId: null, due: dueBefore, words, salt }
  await insertAssignmentChange(tx, proposal, router, { kind: 'part_dated', ...change })
  await append(tx, {
    ...ofCase(proposal),
    ...{ kind: 'part_dated', role, agencyId: agency.id, occurredAt: at, text: { text: words, salt } },
    facts: { due_before: dueBefore?.toISOString() ?? null, days_before: daysBefore },
  })
  if (!dueBefore) return true // before the threshold it is a rule for a date that is not there yet
  const facts = { ...factsOf(proposal, dueBefore), words, ...namesOf(agency), act: 'part_dated', role: 'supporting' }
  await notifyAgency(tx, agency.id, { ...ofCase(proposal), kind: 'routed', facts, at, event })
  await tell(tx, proposal, 'part_dated', { agency, dueBefore, words, event }, router)
  return true
}

const isOpenPart = (proposal: ProposalRow, agency: AgencyNamed) =>
  and(
    eq(assignments.proposalId, proposal.id),
    eq(assignments.agencyId, agency.id),
    eq(assignments.role, 'supporting'),
    isNull(assignments.endedAt),
  )

/** By the lead's date as it is now, in the unit: an extension may have moved it. */
async function dueOf(tx: Db, proposal: ProposalRow, daysBefore: number, at: Date, timeZone: string) {
  const lead = (await openAssignments(tx, proposal)).find((part: AssignmentRow) => part.role === 'lead')
  return partDueBefore(lead?.dueBefore ?? null, daysBefore, at, timeZone)
}

/** The proposer, the lead where somebody else did it, and of a part that comes or goes those who follow the case. */
async function tell(
  tx: Db,
  proposal: ProposalRow,
  act: 'part_added' | 'part_released' | 'part_dated',
  { agency, dueBefore, words, event }: { agency: AgencyNamed; dueBefore: Date | null; words: string; event: string },
  router: Router,
): Promise<void> {
  const facts = { ...factsOf(proposal, dueBefore), words, ...namesOf(agency), act }
  await tellOfRouting(tx, proposal, facts, router, { followersToo: act !== 'part_dated', event })
}
