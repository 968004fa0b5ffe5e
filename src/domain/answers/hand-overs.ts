// A case of another government's remit is handed to it: to one that is here, whose staff accept or send it back, or to one
// elsewhere, followed until it comes back. The case stays where it is, with its page, its number and its lead agency's duty.
import { and, asc, desc, eq, isNull, or } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import { countRows, nullsLast } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { governments } from '../../schema/governments.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageFacts } from '../../schema/values.ts'
import { tellStaff } from '../notifications/store.ts'
import { newEvent } from '../notifications/tell-case.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { isElsewhere } from '../proposals/transition.ts'
import { append, newSalt } from '../record/store.ts'
import type { Router } from './answer.ts'
import {
  type AgencyNamed,
  factsOf,
  holdUnderWay,
  namesOf,
  ofCase,
  openAssignments,
  tellOfRouting,
  transfer,
} from './assignment-changes.ts'

type HandOverRow = typeof handOvers.$inferSelect

/** `here`: a government of this deployment; else the receiver's name. Days are local to the case's government. */
type HandedTo = {
  here: { id: string; slug: string; name: Localised } | null
  receiver: string
  link: string
  handedOn: string
  dueOn: string | null
  words: string
}

/** 移文. False when the case moved on, or is handed over already. */
export async function handElsewhere(tx: Db, proposal: ProposalRow, to: HandedTo, router: Router): Promise<boolean> {
  const { at, role, agencyId } = router
  const { here, words } = to
  const salt = newSalt()
  const id = newId()
  if (!(await holdUnderWay(tx, proposal, 'hand_over'))) return false
  const [handed] = await tx
    .insert(handOvers)
    .values({
      ...{ id, ...ofCase(proposal), toGovernmentId: here?.id ?? null, receiver: here ? null : to.receiver, salt },
      ...{ link: to.link || null, reason: words, handedOn: to.handedOn, dueOn: to.dueOn },
      ...{ state: here ? 'offered' : 'open', personId: router.personId, createdAt: at },
    })
    .onConflictDoNothing()
    .returning({ id: handOvers.id })
  if (!handed) return false
  await append(tx, {
    ...ofCase(proposal),
    ...{ kind: 'handed_over', role, agencyId, occurredAt: at, text: { text: words, salt } },
    facts: { to: here?.slug ?? null, handed_on: to.handedOn, due_on: to.dueOn },
  })
  const facts = { ...factsOf(proposal, null), words, ...receiverNames(here, to.receiver), act: 'handed_over' }
  const event = newEvent()
  // First whoever has to decide: of somebody who works for both, that is the one mail.
  if (here)
    await tellStaff(tx, here.id, null, {
      ...ofCase(proposal),
      kind: 'routed',
      facts: { ...facts, act: 'offered', role: 'lead', path: `/${here.slug}/desk/received` },
      at,
      event,
    })
  await tellOfRouting(tx, proposal, facts, router, { event })
  return true
}

type End = { how: 'sent_back' | 'returned' | 'called_back'; endedOn: string; words: string }

/** It is here again: sent back, answered there, or called back. False when somebody was quicker. */
export async function endHandOver(
  tx: Db,
  proposal: ProposalRow,
  handOver: HandOverRow & { here: { name: Localised } | null },
  { how, endedOn, words }: End,
  router: Router,
): Promise<boolean> {
  const { at, role, agencyId } = router
  const salt = newSalt()
  const end = { state: how, endedOn, endedAt: at, endedById: router.personId, result: words, resultSalt: salt }
  if (!(await isElsewhere(tx, proposal.id))) return false
  const [ended] = await tx.update(handOvers).set(end).where(isUnderWay(handOver)).returning({ id: handOvers.id })
  if (!ended) return false
  await append(tx, {
    ...ofCase(proposal),
    ...{ kind: 'hand_over_ended', role, agencyId, occurredAt: at, text: { text: words, salt } },
    facts: { how, ended_on: endedOn },
  })
  const names = receiverNames(handOver.here, handOver.receiver ?? '')
  await tellOfRouting(tx, proposal, { ...factsOf(proposal, null), words, ...names, act: how }, router)
  return true
}

/** The other government takes it: its agency leads from now on, by the same dates. False when it moved on, or has ended. */
export async function acceptHandOver(
  tx: Db,
  proposal: ProposalRow,
  handOver: HandOverRow,
  { target, endedOn, words }: { target: AgencyNamed; endedOn: string; words: string },
  router: Router,
): Promise<boolean> {
  const { at, role } = router
  if (!(await isElsewhere(tx, proposal.id))) return false
  const end = { state: 'accepted', agencyId: target.id, endedOn, endedAt: at, endedById: router.personId } as const
  const [ended] = await tx.update(handOvers).set(end).where(isUnderWay(handOver)).returning({ id: handOvers.id })
  const lead = (await openAssignments(tx, proposal)).find((part) => part.role === 'lead')
  if (!ended || !lead) return false
  await append(tx, {
    ...ofCase(proposal),
    ...{ kind: 'hand_over_accepted', role, agencyId: target.id, occurredAt: at, facts: { ended_on: endedOn } },
  })
  return transfer(tx, proposal, { from: { id: lead.agencyId }, target, words }, { ...router, agencyId: target.id })
}

const isUnderWay = ({ id }: HandOverRow) => and(eq(handOvers.id, id), isNull(handOvers.endedAt))

const receiverNames = (here: { name: Localised } | null, receiver: string): MessageFacts =>
  here ? namesOf(here) : { 'agency_zh-Hant': receiver, agency_en: receiver }

/** Of a case, the one that is under way, with the government that it was handed to, where that is here. */
export async function handOverUnderWay(db: Db, proposalId: string) {
  const [found] = await db
    .select({ handOver: handOvers, here: { id: governments.id, slug: governments.slug, name: governments.name } })
    .from(handOvers)
    .leftJoin(governments, eq(governments.id, handOvers.toGovernmentId))
    .where(and(eq(handOvers.proposalId, proposalId), isNull(handOvers.endedAt)))
  return found ? { ...found.handOver, here: found.here } : null
}

/** What other governments handed to this one, the newest first; a hundred at most. */
export async function received(db: Db, governmentId: string) {
  const rows = await db
    .select({ handOver: handOvers, proposal: proposals, from: { slug: governments.slug, name: governments.name } })
    .from(handOvers)
    .innerJoin(proposals, eq(proposals.id, handOvers.proposalId))
    .innerJoin(governments, eq(governments.id, handOvers.governmentId))
    .where(eq(handOvers.toGovernmentId, governmentId))
    .orderBy(desc(handOvers.createdAt), desc(handOvers.id))
    .limit(100)
  return rows.map((row) => ({ ...row, number: row.proposal.number ?? '' }))
}

/** How many of them wait. From an index alone. */
export async function countReceived(db: Db, governmentId: string): Promise<number> {
  const waiting = and(eq(handOvers.toGovernmentId, governmentId), eq(handOvers.state, 'offered'))
  const [row] = await db.select({ count: countRows() }).from(handOvers).where(waiting)
  return row?.count ?? 0
}

const isUnderWayNow = or(eq(handOvers.state, 'offered'), eq(handOvers.state, 'open'))

/** What this government handed to others and is not back: where a reply is due first, first, undated last; five hundred at most. */
export async function handedOut(db: Db, governmentId: string) {
  const rows = await db
    .select({ handOver: handOvers, number: proposals.number, title: proposals.title, here: { name: governments.name } })
    .from(handOvers)
    .innerJoin(proposals, eq(proposals.id, handOvers.proposalId))
    .leftJoin(governments, eq(governments.id, handOvers.toGovernmentId))
    .where(and(eq(handOvers.governmentId, governmentId), isUnderWayNow))
    .orderBy(nullsLast(handOvers.dueOn, 'asc'), asc(handOvers.handedOn), asc(handOvers.id))
    .limit(500)
  return rows.map((row) => ({ ...row, number: row.number ?? '' }))
}

/** How many of them there are. */
export async function countHandedOut(db: Db, governmentId: string): Promise<number> {
  const [row] = await db
    .select({ count: countRows() })
    .from(handOvers)
    .where(and(eq(handOvers.governmentId, governmentId), isUnderWayNow))
  return row?.count ?? 0
}

/** The governments of which this one has accepted cases, by their address. */
export const acceptedFrom = (db: Db, governmentId: string) =>
  db
    .selectDistinct({
      ...{ id: governments.id, slug: governments.slug, name: governments.name, timeZone: governments.timeZone },
    })
    .from(handOvers)
    .innerJoin(governments, eq(governments.id, handOvers.governmentId))
    .where(and(eq(handOvers.toGovernmentId, governmentId), eq(handOvers.state, 'accepted')))
    .orderBy(asc(governments.slug))
