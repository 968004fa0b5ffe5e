// Commands that move a case or its due date. Each tells the proposer and every agency that has a part.
import { and, eq, isNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { assignmentChanges, assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageFacts } from '../../schema/values.ts'
import type { AgencyRow } from '../governments/store.ts'
import { notifyAgency, notifyPerson } from '../notifications/store.ts'
import { indexCase } from '../proposals/searchable.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append, newSalt } from '../record/store.ts'
import type { Actor } from './answer.ts'

type AssignmentRow = typeof assignments.$inferSelect

/** 改分: the new lead takes over with the same due date, and with what it said as a supporting agency. False when moved on. */
export async function transfer(
  tx: Db,
  proposal: ProposalRow,
  target: AgencyRow,
  words: string,
  actor: Actor,
): Promise<boolean> {
  const { agencyId, at } = actor
  const salt = newSalt()
  if (!(await lockInReview(tx, proposal))) return false
  const [old] = await endAssignment(tx, proposal, agencyId, 'lead', at)
  if (!old) return false
  const [helped] = await endAssignment(tx, proposal, target.id, 'supporting', at)
  await tx.insert(assignments).values({
    ...{ id: newId(), proposalId: proposal.id, agencyId: target.id },
    ...{ role: 'lead', assignedAt: at, dueBefore: old.dueBefore, answeredAt: null, endedAt: null },
    contribution: helped?.contribution ?? null,
    salt: helped?.salt ?? null,
  })
  await indexCase(tx, proposal.id)
  await insertAssignmentChange(tx, proposal, actor, {
    kind: 'transferred',
    toAgencyId: target.id,
    due: old.dueBefore,
    words,
    salt,
  })
  await append(tx, {
    ...ofCase(proposal),
    kind: 'transferred',
    role: actor.role,
    agencyId: target.id,
    occurredAt: at,
    text: { text: words, salt },
  })
  const facts = { ...factsOf(proposal, old.dueBefore), words, ...namesOf(target) }
  await notifyAgency(tx, target.id, {
    ...ofCase(proposal),
    kind: 'assigned',
    facts: { ...factsOf(proposal, old.dueBefore), role: 'lead' },
    at,
  })
  await notifyPerson(tx, proposal.authorId, { ...ofCase(proposal), kind: 'transferred', facts, at })
  for (const part of (await openAssignments(tx, proposal)).filter((p) => p.role === 'supporting'))
    await notifyAgency(tx, part.agencyId, {
      ...ofCase(proposal),
      kind: 'transferred',
      facts: { ...facts, role: 'supporting' },
      at,
    })
  return true
}

/** 展延: once. False when moved on, or extended already. */
export async function extend(
  tx: Db,
  proposal: ProposalRow,
  { months, due, words }: { months: number; due: Date; words: string },
  actor: Actor,
): Promise<boolean> {
  const { at } = actor
  const salt = newSalt()
  const [moved] = await tx
    .update(proposals)
    .set({ extendedAt: at, answerDueBefore: due })
    .where(and(eq(proposals.id, proposal.id), isNull(proposals.extendedAt), eq(proposals.stage, 'review')))
    .returning({ id: proposals.id })
  if (!moved) return false
  await tx
    .update(assignments)
    .set({ dueBefore: due })
    .where(and(eq(assignments.proposalId, proposal.id), isNull(assignments.endedAt), isNull(assignments.answeredAt)))
  await insertAssignmentChange(tx, proposal, actor, { kind: 'extended', toAgencyId: null, due, words, salt })
  await append(tx, {
    ...ofCase(proposal),
    kind: 'extended',
    role: actor.role,
    agencyId: actor.agencyId,
    occurredAt: at,
    facts: { months, due_before: due.toISOString() },
    text: { text: words, salt },
  })
  const facts = { ...factsOf(proposal, due), words }
  await notifyPerson(tx, proposal.authorId, { ...ofCase(proposal), kind: 'extended', facts, at })
  for (const part of await openAssignments(tx, proposal))
    await notifyAgency(tx, part.agencyId, {
      ...ofCase(proposal),
      kind: 'extended',
      facts: { ...facts, role: part.role },
      at,
    })
  return true
}

const ofCase = (p: ProposalRow) => ({ governmentId: p.governmentId, proposalId: p.id })
const factsOf = (p: ProposalRow, due: Date | null): MessageFacts => ({
  number: p.number,
  title: p.title,
  due_before: due?.toISOString() ?? null,
})
/** The agency's name in every language, for whoever reads the message: agency_en, agency_zh-Hant. */
const namesOf = ({ name }: AgencyRow): MessageFacts =>
  Object.fromEntries(Object.entries(name).map(([language, said]) => [`agency_${language}`, said]))

const openAssignments = (tx: Db, { id }: ProposalRow): Promise<AssignmentRow[]> =>
  tx
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))

/** Holds the case in its stage until the unit ends, so that an answer cannot slip in between. */
const lockInReview = async (tx: Db, { id, updatedAt }: ProposalRow) =>
  (
    await tx
      .update(proposals)
      .set({ updatedAt })
      .where(and(eq(proposals.id, id), eq(proposals.stage, 'review')))
      .returning({ id: proposals.id })
  ).length > 0

const endAssignment = (tx: Db, { id }: ProposalRow, agencyId: string, role: AssignmentRow['role'], at: Date) =>
  tx
    .update(assignments)
    .set({ endedAt: at })
    .where(
      and(
        eq(assignments.proposalId, id),
        eq(assignments.agencyId, agencyId),
        eq(assignments.role, role),
        isNull(assignments.endedAt),
      ),
    )
    .returning()

const insertAssignmentChange = (
  tx: Db,
  proposal: ProposalRow,
  { personId, agencyId, at }: Actor,
  to: { kind: 'transferred' | 'extended'; toAgencyId: string | null; due: Date | null; words: string; salt: string },
) =>
  tx.insert(assignmentChanges).values({
    ...{ id: newId(), proposalId: proposal.id, kind: to.kind, fromAgencyId: agencyId, toAgencyId: to.toAgencyId },
    ...{ reason: to.words, salt: to.salt, dueBefore: to.due, personId, decidedAt: at },
  })
