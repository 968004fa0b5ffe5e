// Commands that move a case or its due date. Each tells the proposer and every agency that has a part.
import { and, eq, isNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { parts, routings } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageFacts } from '../../schema/values.ts'
import type { AgencyRow } from '../governments/store.ts'
import { tellAgency, tellPerson } from '../notifications/store.ts'
import { indexCase } from '../proposals/searchable.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append, newSalt } from '../record/store.ts'
import type { Actor } from './answer.ts'

type PartRow = typeof parts.$inferSelect

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
  if (!(await inReview(tx, proposal))) return false
  const [old] = await endPart(tx, proposal, agencyId, 'lead', at)
  if (!old) return false
  const [helped] = await endPart(tx, proposal, target.id, 'supporting', at)
  await tx.insert(parts).values({
    ...{ id: newId(), proposalId: proposal.id, agencyId: target.id },
    ...{ role: 'lead', assignedAt: at, dueBefore: old.dueBefore, answeredAt: null, endedAt: null },
    contribution: helped?.contribution ?? null,
    salt: helped?.salt ?? null,
  })
  await indexCase(tx, proposal.id)
  await keepRouting(tx, proposal, actor, {
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
  await tellAgency(tx, target.id, {
    ...ofCase(proposal),
    kind: 'assigned',
    facts: { ...factsOf(proposal, old.dueBefore), role: 'lead' },
    at,
  })
  await tellPerson(tx, proposal.authorId, { ...ofCase(proposal), kind: 'transferred', facts, at })
  for (const part of (await openParts(tx, proposal)).filter((p) => p.role === 'supporting'))
    await tellAgency(tx, part.agencyId, {
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
    .update(parts)
    .set({ dueBefore: due })
    .where(and(eq(parts.proposalId, proposal.id), isNull(parts.endedAt), isNull(parts.answeredAt)))
  await keepRouting(tx, proposal, actor, { kind: 'extended', toAgencyId: null, due, words, salt })
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
  await tellPerson(tx, proposal.authorId, { ...ofCase(proposal), kind: 'extended', facts, at })
  for (const part of await openParts(tx, proposal))
    await tellAgency(tx, part.agencyId, {
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

const openParts = (tx: Db, { id }: ProposalRow): Promise<PartRow[]> =>
  tx
    .select()
    .from(parts)
    .where(and(eq(parts.proposalId, id), isNull(parts.endedAt)))

/** Holds the case in its stage until the unit ends, so that an answer cannot slip in between. */
const inReview = async (tx: Db, { id, updatedAt }: ProposalRow) =>
  (
    await tx
      .update(proposals)
      .set({ updatedAt })
      .where(and(eq(proposals.id, id), eq(proposals.stage, 'review')))
      .returning({ id: proposals.id })
  ).length > 0

const endPart = (tx: Db, { id }: ProposalRow, agencyId: string, role: PartRow['role'], at: Date) =>
  tx
    .update(parts)
    .set({ endedAt: at })
    .where(and(eq(parts.proposalId, id), eq(parts.agencyId, agencyId), eq(parts.role, role), isNull(parts.endedAt)))
    .returning()

const keepRouting = (
  tx: Db,
  proposal: ProposalRow,
  { personId, agencyId, at }: Actor,
  to: { kind: 'transferred' | 'extended'; toAgencyId: string | null; due: Date | null; words: string; salt: string },
) =>
  tx.insert(routings).values({
    ...{ id: newId(), proposalId: proposal.id, kind: to.kind, fromAgencyId: agencyId, toAgencyId: to.toAgencyId },
    ...{ reason: to.words, salt: to.salt, dueBefore: to.due, personId, decidedAt: at },
  })
