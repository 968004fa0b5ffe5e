// The check is passed: the case is public, its agencies are named, its author hears of it once it can no longer be taken back.
import { localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import { attempt, Refused } from '../../platform/db/attempt.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { assignments } from '../../schema/assignments.ts'
import { closingDate } from '../governments/deadline.ts'
import { isAssignable, takeBackUntil } from '../governments/government.ts'
import { usualDaysBefore } from '../governments/part-due.ts'
import { agenciesOf, blackoutsOf, rulesOf } from '../governments/store.ts'
import { countHearers, mailingsOfAct } from '../notifications/count-hearers.ts'
import type { FindsCase } from '../notifications/hearers.ts'
import { indexCase } from '../proposals/searchable.ts'
import { applyTransition } from '../proposals/transition.ts'
import { canTake } from '../proposals/workflow.ts'
import {
  type DecisionContext,
  type DecisionInput,
  insertDecision,
  movedOn,
  mustBeSomebodyElse,
  type Refusal,
} from './decision.ts'

export type Approval = Extract<DecisionInput, { decision: 'approve' }>

/** What an approval would do now, or what keeps it from being carried out: agencies, the closing date, until when it can be taken back. */
export async function approvalOf(db: Db, c: DecisionContext, form: Approval) {
  const { proposal, government, at } = c
  if (await mustBeSomebodyElse(db, c)) return { refusal: { field: 'decision', key: 'proposals.error.somebody_else' } }
  if (!canTake('approve', proposal.stage)) return { refusal: movedOn }
  const today = localDate(at, government.timeZone)
  const agencies = (await agenciesOf(db, government.id)).filter((a) => isAssignable(a, today))
  const lead =
    agencies.find((a) => a.code === form.lead) ?? (form.lead ? undefined : agencies.find((a) => a.coordinating))
  if (!lead) return { refusal: { field: 'lead', key: 'proposals.error.lead' } }
  const rules = await rulesOf(db, proposal.ruleVersionId!)
  const pauses = await blackoutsOf(db, government.id)
  return {
    refusal: null,
    lead,
    supporting: agencies.filter((a) => form.supporting.includes(a.code) && a.id !== lead.id),
    closesBefore: closingDate(at, rules.cosigningDays, pauses, government.timeZone),
    until: takeBackUntil(at, rules),
  }
}

/** Null when it is carried out. */
export async function approve(db: Database, c: DecisionContext, form: Approval): Promise<Refusal | null> {
  const approval = await approvalOf(db.reads, c, form)
  if (approval.refusal) return approval.refusal
  return write(db, (tx) => carryOut(tx, c, form, approval))
}

type Possible = Extract<Awaited<ReturnType<typeof approvalOf>>, { refusal: null }>

async function carryOut(tx: Db, c: DecisionContext, form: Approval, approval: Possible): Promise<Refusal | null> {
  const { proposal, at } = c
  const { lead, supporting, closesBefore, until } = approval
  const moved = await applyTransition(tx, proposal, 'approve', {
    role: c.role,
    at,
    revision: proposal.revision,
    set: { publishedAt: at, closesBefore, heldAt: null },
    facts: { closes_before: closesBefore.toISOString(), lead: lead.code },
    tellFrom: until,
  })
  if (!moved) return movedOn
  await insertDecision(tx, c, 'approved', form.words)
  for (const agency of [lead, ...supporting])
    await tx.insert(assignments).values({
      id: newId(),
      proposalId: proposal.id,
      agencyId: agency.id,
      role: agency === lead ? 'lead' : 'supporting',
      assignedAt: at,
      dueBefore: null,
      daysBefore: agency === lead ? 0 : usualDaysBefore,
      answeredAt: null,
      endedAt: null,
      contribution: null,
      salt: null,
    })
  await indexCase(tx, moved.id)
  return null
}

/**
 * How many an approval would tell besides the author. It is carried out and undone again: only a public case is in the lists and
 * searches that people follow.
 */
export async function countToldOfApproval(
  db: Database,
  c: DecisionContext,
  form: Approval,
  approval: Possible,
  finds: FindsCase,
): Promise<number> {
  const { proposal, at } = c
  let count = 0
  await attempt(db, async (tx) => {
    count = 0
    if (await carryOut(tx, c, form, approval)) return
    for (const mailing of await mailingsOfAct(tx, proposal.id, at))
      count += await countHearers(tx, mailing, proposal.authorId, finds)
    throw new Refused('only tried')
  })
  return count
}
