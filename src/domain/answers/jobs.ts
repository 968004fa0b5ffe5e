// Reminders to those who owe an answer: 14 days before the due date to the officer who has the case, 7 days before to the agency's
// approvers as well, on the day to all of the agency and the administrators, and from then on each week.
// After a while switched off only the nearest one goes: nobody is told on the last day that there are 14 left.

import { setTimeout as sleep } from 'node:timers/promises'
import { and, asc, eq, gt, isNull, lte } from 'drizzle-orm'
import { addDays, lastDay, localDate } from '../../lib/calendar.ts'
import { dayMs } from '../../lib/durations.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { assignments } from '../../schema/assignments.ts'
import { caseOfficers } from '../../schema/desk.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageKind } from '../../schema/values.ts'
import { daysLeft } from '../governments/deadline.ts'
import { mostDaysBefore } from '../governments/part-due.ts'
import { rulesOf } from '../governments/store.ts'
import { type Rung, remindUpTo } from '../notifications/climb.ts'
import { wasTold } from '../notifications/was-told.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { extensionsGiven } from './assignment-changes.ts'
import { handOverEnded } from './hand-over.ts'
import { tellLateCommitments } from './late-commitments.ts'
import { markOverdue } from './mark-overdue.ts'
import { partDue, partMoment } from './part-due-query.ts'
import { publishScheduled } from './publish-scheduled.ts'
import { remindHandOvers } from './remind-hand-overs.ts'
import { remindOverdue } from './remind-overdue.ts'

export const answerJobs: Job[] = [
  { name: 'overdue', every: 15_000, run: markOverdue },
  { name: 'scheduled-answers', every: 5_000, run: publishScheduled },
  { name: 'reminders', every: 60_000, run: remindAgencies },
  { name: 'late-commitments', every: 300_000, run: tellLateCommitments },
  { name: 'overdue-reminders', every: 3_600_000, run: remindOverdue },
  { name: 'hand-over-reminders', every: 3_600_000, run: remindHandOvers },
  { name: 'hand-over', every: 60_000, run: handOverEnded },
]

const batch = 200
const pause = 20 // ms between batches: on SQLite pages are made by the same thread
const steps: readonly { kind: MessageKind; days: number; rung: Rung }[] = [
  { kind: 'due_0', days: 0, rung: 'administrator' },
  { kind: 'due_7', days: 7, rung: 'approver' },
  { kind: 'due_14', days: 14, rung: 'officer' },
]

/** Tells lead and supporting agencies whose part is open. An extension moves the date, and the reminders with it. */
export async function remindAgencies({ db }: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  let reminded = 0
  for (const [i, part] of (await dueSoon(db.reads, now)).entries()) {
    if (signal?.aborted) break
    if (i && i % batch === 0) await sleep(pause)
    const step = stepFor(part, now)
    if (!step || (await wasTold(db.reads, onceKey(step, part)))) continue
    const left = step.kind === 'due_7' && part.role === 'lead' ? await extensionsLeft(db.reads, part) : 0
    if (await write(db, (tx) => remind(tx, part, step, left, now))) reminded++
  }
  return reminded
}

type DueAssignment = Awaited<ReturnType<typeof dueSoon>>[number]
type Step = (typeof steps)[number]

/**
 * Open parts of cases under review that are due within 16 days. None that may have been answered where it came from. All at once:
 * no index is by date alone, so each page of them would read everything that is open.
 */
const dueSoon = (db: Db, now: Date) =>
  db
    .select({
      id: assignments.id,
      agencyId: assignments.agencyId,
      role: assignments.role,
      assignedAt: assignments.assignedAt,
      proposalId: proposals.id,
      governmentId: proposals.governmentId,
      number: proposals.number,
      title: proposals.title,
      thresholdMetAt: proposals.thresholdMetAt,
      ...{ ruleVersionId: proposals.ruleVersionId, extendedAt: proposals.extendedAt },
      due: partDue,
      timeZone: governments.timeZone,
      officerId: caseOfficers.personId,
    })
    .from(proposals)
    .innerJoin(assignments, eq(assignments.proposalId, proposals.id))
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .leftJoin(
      caseOfficers,
      and(eq(caseOfficers.proposalId, assignments.proposalId), eq(caseOfficers.agencyId, assignments.agencyId)),
    )
    .where(
      and(
        eq(proposals.stage, 'review'),
        gt(proposals.answerDueBefore, now),
        lte(proposals.answerDueBefore, new Date(now.getTime() + (16 + mostDaysBefore) * dayMs)),
        gt(partDue, partMoment(now)),
        lte(partDue, partMoment(new Date(now.getTime() + 16 * dayMs))),
        isNull(assignments.endedAt),
        isNull(assignments.answeredAt),
        isTimelinessKnown,
      ),
    )
    .orderBy(asc(proposals.answerDueBefore), asc(assignments.id))

/** The nearest reminder whose day has come; none that lay before the agency had the case. */
function stepFor({ due, timeZone, assignedAt, thresholdMetAt }: DueAssignment, now: Date): Step | null {
  const left = daysLeft(now, due!, timeZone)
  const step = steps.find(({ days }) => left <= days)
  if (!step) return null
  const owedSince = thresholdMetAt && thresholdMetAt > assignedAt ? thresholdMetAt : assignedAt
  return localDate(owedSince, timeZone) < addDays(lastDay(due!, timeZone), -step.days) ? step : null
}

const onceKey = ({ kind }: Step, { id, due }: DueAssignment) => `${kind}:${id}:${due!.toISOString()}`

/** How often the date can be extended still, by the rules of the case. */
async function extensionsLeft(db: Db, part: DueAssignment): Promise<number> {
  const rules = part.ruleVersionId ? await rulesOf(db, part.ruleVersionId) : null
  if (!rules?.extensionMonths) return 0
  const given = await extensionsGiven(db, { id: part.proposalId, extendedAt: part.extendedAt })
  return Math.max(0, rules.extensions - given)
}

/** False where the part was answered or given away meanwhile. */
async function remind(tx: Db, part: DueAssignment, step: Step, left: number, now: Date): Promise<boolean> {
  const [still] = await tx
    .select({ id: assignments.id })
    .from(assignments)
    .where(and(eq(assignments.id, part.id), isNull(assignments.endedAt), isNull(assignments.answeredAt)))
  if (!still) return false
  await remindUpTo(tx, step.rung, part, {
    kind: step.kind,
    governmentId: part.governmentId,
    proposalId: part.proposalId,
    facts: {
      ...{ number: part.number, title: part.title, role: part.role, due_before: part.due!.toISOString() },
      ...(left ? { left } : {}),
    },
    once: onceKey(step, part),
    at: now,
  })
  return true
}
