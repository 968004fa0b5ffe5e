// Commands that move a case or its due date. Each tells the proposer, every agency that has a part, and who follows the case.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { assignmentChanges, assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { assignmentChangeKinds, MessageFacts } from '../../schema/values.ts'
import type { AgencyRow } from '../governments/store.ts'
import { notifyAgency, notifyPerson } from '../notifications/store.ts'
import { newEvent, startMailing, tellFollowers } from '../notifications/tell-case.ts'
import { indexCase } from '../proposals/searchable.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { dateParts, isElsewhere } from '../proposals/transition.ts'
import { type RoutingAct, routingRule } from '../proposals/workflow.ts'
import { append, newSalt } from '../record/store.ts'
import type { Actor, Extensions, Router } from './answer.ts'

type AssignmentRow = typeof assignments.$inferSelect

/**
 * 改分: the new lead takes over with the same due date, and with what it said as a supporting agency. False when the case or its
 * lead moved on: of two who route at once, one does. `from`: the agency that led when the form was opened.
 */
export async function transfer(
  tx: Db,
  proposal: ProposalRow,
  { from, target, words }: { from: { id: string }; target: AgencyNamed; words: string },
  router: Router,
): Promise<boolean> {
  const { at } = router
  const salt = newSalt()
  if (!(await holdUnderWay(tx, proposal, 'transfer'))) return false
  const [old] = await endAssignment(tx, proposal, from.id, 'lead', at)
  if (!old) return false
  const [helped] = await endAssignment(tx, proposal, target.id, 'supporting', at)
  await tx.insert(assignments).values({
    ...{ id: newId(), proposalId: proposal.id, agencyId: target.id },
    ...{ role: 'lead', assignedAt: at, dueBefore: old.dueBefore, answeredAt: null, endedAt: null },
    contribution: helped?.contribution ?? null,
    salt: helped?.salt ?? null,
  })
  await indexCase(tx, proposal.id)
  const change = { fromAgencyId: from.id, toAgencyId: target.id, due: old.dueBefore, words, salt }
  await insertAssignmentChange(tx, proposal, router, { kind: 'transferred', ...change })
  await append(tx, {
    ...ofCase(proposal),
    kind: 'transferred',
    role: router.role,
    agencyId: target.id,
    occurredAt: at,
    text: { text: words, salt },
  })
  const facts = { ...factsOf(proposal, old.dueBefore), words, ...namesOf(target) }
  const event = newEvent()
  await notifyAgency(tx, target.id, {
    ...ofCase(proposal),
    kind: 'assigned',
    facts: { ...factsOf(proposal, old.dueBefore), role: 'lead' },
    at,
    event,
  })
  // Before the threshold nobody owes an answer yet: then the mail names no date.
  const told = old.dueBefore
    ? ({ kind: 'transferred', facts } as const)
    : ({ kind: 'routed', facts: { ...facts, act: 'lead_changed' } } as const)
  await notifyPerson(tx, proposal.authorId, { ...ofCase(proposal), ...told, at, event })
  for (const part of (await openAssignments(tx, proposal)).filter((p) => p.role === 'supporting'))
    await notifyAgency(tx, part.agencyId, {
      ...ofCase(proposal),
      ...told,
      facts: { ...told.facts, role: 'supporting', due_before: part.dueBefore?.toISOString() ?? null },
      at,
      event,
    })
  if (router.agencyId !== from.id)
    await notifyAgency(tx, from.id, {
      ...ofCase(proposal),
      kind: 'routed',
      facts: { ...facts, act: 'lead_taken', role: 'lead' },
      at,
      event,
    })
  await tellRouted(tx, proposal, { ...facts, act: 'lead_changed' }, at, event)
  return true
}

/** How often the due date was extended; at least once where a source says that it was. */
export async function extensionsGiven(db: Db, p: Pick<ProposalRow, 'id' | 'extendedAt'>): Promise<number> {
  if (!p.extendedAt) return 0
  const ofThis = and(eq(assignmentChanges.proposalId, p.id), eq(assignmentChanges.kind, 'extended'))
  const [row] = await db.select({ n: countRows() }).from(assignmentChanges).where(ofThis)
  return Math.max(1, row!.n)
}

type Extension = { months: number; due: Date; words: string; timeZone: string; extensions: Extensions }

/** 展延. `extensions`: those before it. False when the case moved on, or was extended since it was read. */
export async function extend(
  tx: Db,
  proposal: ProposalRow,
  { months, due, words, timeZone, extensions }: Extension,
  actor: Actor,
): Promise<boolean> {
  const { at } = actor
  const salt = newSalt()
  const [moved] = await tx
    .update(proposals)
    .set({ extendedAt: at, answerDueBefore: due })
    .where(
      and(
        eq(proposals.id, proposal.id),
        eq(proposals.stage, 'review'),
        proposal.extendedAt ? eq(proposals.extendedAt, proposal.extendedAt) : isNull(proposals.extendedAt),
      ),
    )
    .returning({ id: proposals.id })
  if (!moved) return false
  await dateParts(tx, proposal.id, due, at, timeZone)
  const change = { fromAgencyId: actor.agencyId, toAgencyId: null, due, words, salt }
  await insertAssignmentChange(tx, proposal, actor, { kind: 'extended', ...change })
  await append(tx, {
    ...ofCase(proposal),
    kind: 'extended',
    role: actor.role,
    agencyId: actor.agencyId,
    occurredAt: at,
    facts: { months, due_before: due.toISOString() },
    text: { text: words, salt },
  })
  const facts = { ...factsOf(proposal, due), words, given: extensions.given + 1, most: extensions.most }
  const event = newEvent()
  await notifyPerson(tx, proposal.authorId, { ...ofCase(proposal), kind: 'extended', facts, at, event })
  for (const part of await openAssignments(tx, proposal))
    await notifyAgency(tx, part.agencyId, {
      ...ofCase(proposal),
      kind: 'extended',
      facts: { ...facts, role: part.role, due_before: part.dueBefore?.toISOString() ?? null },
      at,
      event,
    })
  await tellFollowers(tx, proposal.id, 'extended', { facts, at, event })
  return true
}

export type AgencyNamed = Pick<AgencyRow, 'id' | 'name'>

/** To whom an entry or a mail about a case belongs. */
export const ofCase = (p: ProposalRow) => ({ governmentId: p.governmentId, proposalId: p.id })
/** What mails about a case say of it. `due`: the date they speak of. */
export const factsOf = (p: ProposalRow, due: Date | null): MessageFacts => ({
  ...{ number: p.number, title: p.title },
  due_before: due?.toISOString() ?? null,
  ...(p.stage === 'gathering' ? { early: true } : {}), // nothing is owed before the threshold
})
/** The agencies' names in every language, for whoever reads the message: agency_en, agency_zh-Hant. */
export function namesOf(...agencies: { name: Localised }[]): MessageFacts {
  const languages = new Set(agencies.flatMap(({ name }) => Object.keys(name)))
  const names = (language: string) => agencies.map(({ name }) => localised(name, language))
  return Object.fromEntries([...languages].map((one) => [`agency_${one}`, listed(names(one), one)]))
}

/** 環保局、交通局; A, B and C. Intl's Chinese joins with 和, which lists of agencies do not. */
const listed = (names: string[], language: string): string =>
  language.startsWith('zh') ? names.join('、') : new Intl.ListFormat(language).format(names)

/** Everybody who follows the case hears which agency has it, and why. The title of a hidden one is not told. */
const tellRouted = (tx: Db, proposal: ProposalRow, facts: MessageFacts, at: Date, event: string): Promise<boolean> =>
  startMailing(tx, {
    event,
    ...ofCase(proposal),
    kind: 'routed_followed',
    facts: { ...facts, ...(proposal.hiddenAt ? { title: '' } : {}) },
    at,
  })

/** The proposer, the lead agency where somebody else did it, and as a rule those who follow the case. `event`: whoever was told already is not told again. */
export async function tellOfRouting(
  tx: Db,
  proposal: ProposalRow,
  facts: MessageFacts,
  { agencyId, at }: Router,
  { followersToo = true, event = newEvent() } = {},
): Promise<void> {
  await notifyPerson(tx, proposal.authorId, { ...ofCase(proposal), kind: 'routed', facts, at, event })
  const lead = (await openAssignments(tx, proposal)).find((part) => part.role === 'lead')
  if (lead && lead.agencyId !== agencyId)
    await notifyAgency(tx, lead.agencyId, {
      ...ofCase(proposal),
      kind: 'routed',
      facts: { ...facts, role: 'lead' },
      at,
      event,
    })
  if (followersToo) await tellRouted(tx, proposal, facts, at, event)
}

/** The parts that a case has now, in any order. */
export const openAssignments = (tx: Db, { id }: ProposalRow): Promise<AssignmentRow[]> =>
  tx
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))

/** Holds the case in its stage until the unit ends, so that an answer cannot slip in between. False: it may not be routed so now. */
export async function holdUnderWay(tx: Db, { id }: ProposalRow, act: RoutingAct): Promise<boolean> {
  const rule = routingRule(act)
  const held = await tx
    .update(proposals)
    .set({ updatedAt: sql`${proposals.updatedAt}` })
    .where(and(eq(proposals.id, id), inArray(proposals.stage, [...rule.in])))
    .returning({ id: proposals.id })
  return held.length > 0 && !(rule.requires.includes('nothing_elsewhere') && (await isElsewhere(tx, id)))
}

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

type AssignmentChange = {
  kind: (typeof assignmentChangeKinds)[number]
  fromAgencyId: string | null
  toAgencyId: string | null
  due: Date | null
  words: string
  salt: string
}

/** Keeps what was decided about a part, with its public words. `due`: the new date, where there is one. */
export const insertAssignmentChange = (
  tx: Db,
  proposal: ProposalRow,
  { personId, at }: Pick<Router, 'personId' | 'at'>,
  { kind, fromAgencyId, toAgencyId, due, words, salt }: AssignmentChange,
) =>
  tx.insert(assignmentChanges).values({
    ...{ id: newId(), proposalId: proposal.id, kind, fromAgencyId, toAgencyId },
    ...{ reason: words, salt, dueBefore: due, personId, decidedAt: at },
  })
