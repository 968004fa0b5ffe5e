// Taking a step of the workflow: the stage, one entry in the record and the author's message, in one unit.
import { and, asc, eq, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { proposals } from '../../schema/proposals.ts'
import type { ActorRole, EntryFacts, MessageFacts } from '../../schema/values.ts'
import { deadline } from '../governments/deadline.ts'
import { partDueBefore } from '../governments/part-due.ts'
import { rulesOf, workCalendar } from '../governments/store.ts'
import type { News } from '../notifications/news.ts'
import { notifyAgency, notifyPerson } from '../notifications/store.ts'
import { newEvent, tellFollowers } from '../notifications/tell-case.ts'
import { append } from '../record/store.ts'
import { goesOutOfSight } from './source-clock-query.ts'
import { type Act, mayTake, type Requirement, transitionOf } from './workflow.ts'

export type ProposalRow = typeof proposals.$inferSelect
export type Step = {
  role: ActorRole
  agencyId?: string | null
  at: Date
  recordedAt?: Date
  /** of the text as it was read: the step is not taken with another one */
  revision?: number
  set?: Partial<ProposalRow>
  facts?: EntryFacts
  text?: { text: string; salt: string }
  /** before it nobody is told anything: until then it can be taken back */
  tellFrom?: Date
  /** the name of what happened, where others are told of it as well (tell-case.ts) */
  event?: string
  /** what mails to followers say besides */
  told?: MessageFacts
}

/**
 * Moves a case on. Null when it has moved on meanwhile (the condition is in the WHERE, so two people cannot both decide).
 * Throws when the role may not: routes ask first, so that is a bug.
 */
export async function applyTransition(
  tx: Db,
  proposal: { id: string },
  act: Act,
  step: Step,
): Promise<ProposalRow | null> {
  if (!mayTake(act, step.role) && step.role !== 'import') throw new Error(`${step.role} may not ${act}`)
  const { from, to, requires, records, quiet } = transitionOf(act)
  if (requires.includes('nothing_elsewhere') && (await isElsewhere(tx, proposal.id))) return null
  const guarded = requires.map((what) => guards[what]?.(step.at))
  const asRead = step.revision === undefined ? undefined : eq(proposals.revision, step.revision)
  const [moved] = await tx
    .update(proposals)
    .set({ ...step.set, stage: to, updatedAt: step.at })
    .where(and(eq(proposals.id, proposal.id), inArray(proposals.stage, [...from]), asRead, ...guarded))
    .returning()
  if (!moved) return null
  await append(tx, {
    governmentId: moved.governmentId,
    proposalId: moved.id,
    kind: records,
    role: step.role,
    agencyId: step.agencyId,
    occurredAt: step.at,
    recordedAt: step.recordedAt,
    facts: step.facts,
    text: step.text,
  })
  if (quiet) return moved
  const event = step.event ?? newEvent()
  await notifyPerson(tx, moved.authorId, {
    kind: 'stage_changed',
    governmentId: moved.governmentId,
    proposalId: moved.id,
    facts: { act, stage: to, number: moved.number, title: moved.title, count: moved.count, ...datesOf(moved) },
    at: step.recordedAt ?? step.at,
    from: step.tellFrom,
    event,
  })
  const news = newsOfAct[act]
  if (news && step.role !== 'import')
    await tellFollowers(tx, moved.id, news, {
      at: step.recordedAt ?? step.at,
      from: step.tellFrom,
      event,
      facts: step.told ?? {},
    })
  return moved
}

/** Acts that followers hear of here. Of an answer they hear from whoever publishes it, of a merger that is undone from whoever undoes it. */
const newsOfAct: { [act in Act]?: News } = {
  approve: 'published',
  refuse: 'refused',
  merge: 'merged',
  withdraw: 'withdrawn',
  meet_threshold: 'threshold_met',
  expire: 'expired',
  lose_sight: 'last_seen',
}

/** What is said of them stays said, though a pause or an extension moves them later. */
const datesOf = ({ closesBefore, answerDueBefore }: ProposalRow) => ({
  closes_before: closesBefore?.toISOString() ?? null,
  due_before: answerDueBefore?.toISOString() ?? null,
})

/** What the workflow requires and a race could otherwise pass; the rest is asked for where the act is carried out. */
const guards: { [what in Requirement]?: (at: Date) => SQL } = {
  once: () => isNull(proposals.reconsideredAt),
  nobody_signed: () => eq(proposals.count, 0),
  threshold: () => isNull(proposals.thresholdMetAt),
  closing_date_passed: (at) => lte(proposals.closesBefore, at),
  source_dates_passed: goesOutOfSight,
}

/**
 * 成案: stamped once. The lead agency has months to answer, from the day of the threshold; each agency gets its part and clock.
 * Null when the case was there already.
 */
export async function meetThreshold(
  tx: Db,
  government: { id: string; timeZone: string },
  proposal: ProposalRow,
  at: Date,
): Promise<ProposalRow | null> {
  const rules = await rulesOf(tx, proposal.ruleVersionId!)
  const calendar = await workCalendar(tx, government)
  const answerDueBefore = deadline(at, { months: rules.answerMonths }, calendar).before
  const scheduleDueBefore = deadline(at, { workingDays: rules.scheduleWorkingDays }, calendar).before
  const contactDueBefore = deadline(at, { days: rules.contactDays }, calendar).before
  const event = newEvent()
  const moved = await applyTransition(tx, proposal, 'meet_threshold', {
    role: 'system',
    at,
    event,
    told: await leadOf(tx, proposal.id),
    set: { thresholdMetAt: at, answerDueBefore, scheduleDueBefore, contactDueBefore },
    facts: { count: proposal.count, threshold: rules.threshold, due_before: answerDueBefore.toISOString() },
  })
  if (!moved) return null
  for (const { dueBefore, ...part } of await dateParts(tx, proposal.id, answerDueBefore, at, government.timeZone)) {
    const due = dueBefore?.toISOString() ?? null
    await append(tx, {
      governmentId: government.id,
      proposalId: proposal.id,
      kind: 'assigned',
      role: 'system',
      agencyId: part.agencyId,
      occurredAt: at,
      facts: { role: part.role, due_before: due },
    })
    await notifyAgency(tx, part.agencyId, {
      kind: 'assigned',
      governmentId: government.id,
      proposalId: proposal.id,
      facts: { number: moved.number, title: moved.title, role: part.role, due_before: due },
      once: `assigned:${part.id}`,
      at,
      event,
    })
  }
  return moved
}

/** Each open part gets its date by that of the answer: the lead's own, a supporting one's some days before. What is answered keeps its. */
export async function dateParts(tx: Db, proposalId: string, answerDueBefore: Date, at: Date, timeZone: string) {
  const open = await tx
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, proposalId), isNull(assignments.endedAt), isNull(assignments.answeredAt)))
    .orderBy(asc(assignments.role), asc(assignments.id))
  for (const part of open) {
    part.dueBefore = partDueBefore(answerDueBefore, part.daysBefore, at, timeZone)
    await tx.update(assignments).set({ dueBefore: part.dueBefore }).where(eq(assignments.id, part.id))
  }
  return open
}

/** Open parts of a case that no clock runs for any more. */
export const undateParts = (tx: Db, proposalId: string) =>
  tx
    .update(assignments)
    .set({ dueBefore: null })
    .where(and(eq(assignments.proposalId, proposalId), isNull(assignments.endedAt), isNull(assignments.answeredAt)))

/** Whether the case is handed over and has neither been taken there nor come back. Holds the case's row until the unit ends. */
export async function isElsewhere(tx: Db, proposalId: string): Promise<boolean> {
  // A hand-over holds this row as well. Asked in the WHERE of a step, PostgreSQL would not see one that was made meanwhile.
  await tx
    .update(proposals)
    .set({ updatedAt: sql`${proposals.updatedAt}` })
    .where(eq(proposals.id, proposalId))
  return isHandedOver(tx, proposalId)
}

/** The same, for a page: nothing is held. */
export async function isHandedOver(db: Db, proposalId: string): Promise<boolean> {
  const underWay = and(eq(handOvers.proposalId, proposalId), isNull(handOvers.endedAt))
  return (await db.select({ id: handOvers.id }).from(handOvers).where(underWay).limit(1)).length > 0
}

/** Who leads a case, in every language: agency_en, agency_zh-Hant. */
async function leadOf(tx: Db, proposalId: string): Promise<MessageFacts> {
  const [lead] = await tx
    .select({ name: agencies.name })
    .from(assignments)
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(and(eq(assignments.proposalId, proposalId), eq(assignments.role, 'lead'), isNull(assignments.endedAt)))
  return Object.fromEntries(Object.entries(lead?.name ?? {}).map(([language, name]) => [`agency_${language}`, name]))
}
