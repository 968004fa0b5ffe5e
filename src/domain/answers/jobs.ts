// Reminders to those who owe an answer: 14 days before the due date to the officer who has the case, 7 days before to the agency's
// approvers as well, on the day to all of the agency and the administrators, and from then on each week.
// A supporting part is owed after the answer as well: then by its own day.
// After a while switched off only the nearest one goes: nobody is told on the last day that there are 14 left.

import { and, asc, eq, gt, isNull, lte } from 'drizzle-orm'
import { addDays, lastDay, localDate } from '../../lib/calendar.ts'
import { dayMs } from '../../lib/durations.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { restFor } from '../../platform/process/pace.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { caseOfficers } from '../../schema/desk.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { daysLeft } from '../governments/deadline.ts'
import { mostDaysBefore } from '../governments/part-due.ts'
import { rulesOf } from '../governments/store.ts'
import type { Rung } from '../notifications/climb.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { extensionsGiven } from './assignment-changes.ts'
import { handOverEnded } from './hand-over.ts'
import { tellLateCommitments } from './late-commitments.ts'
import { latePartsDue } from './late-parts-query.ts'
import { markOverdue } from './mark-overdue.ts'
import { partDue, partMoment } from './part-due-query.ts'
import {
  byCaseAndDay,
  type DuePart,
  type DueTogether,
  type PartToRemind,
  partColumns,
  remindOf,
  wasToldOf,
} from './parts-to-remind.ts'
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
const steps: readonly { kind: 'due_0' | 'due_7' | 'due_14'; days: number; rung: Rung }[] = [
  { kind: 'due_0', days: 0, rung: 'administrator' },
  { kind: 'due_7', days: 7, rung: 'approver' },
  { kind: 'due_14', days: 14, rung: 'officer' },
]

/** Tells lead and supporting agencies whose part is open. An extension moves the date, and the reminders with it. */
export async function remindAgencies({ db }: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  let reminded = 0
  const soon = [...(await dueSoon(db.reads, now)), ...(await latePartsDue(db.reads, now, inSixteenDays(now)))]
  for (const [i, group] of byCaseAndDay(soon).entries()) {
    if (signal?.aborted) break
    if (i && i % batch === 0) await restFor(pause, signal)
    const { proposalId, due } = group
    const step = stepOn(group, now)
    const parts = step ? group.parts.filter((part) => hadItBefore(part, step)) : []
    const onceOf = (id: string) => `${step?.kind}:${id}:${due.toISOString()}`
    if (!step || !parts.length || (await wasToldOf(db.reads, { proposalId, parts }, onceOf))) continue
    const lead = step.kind === 'due_7' && parts.find((part) => part.role === 'lead')
    const left = lead ? await extensionsLeft(db.reads, lead) : 0
    const reminder = { ...step, once: onceOf(proposalId), at: now }
    const whoLeads = ({ theirs }: { theirs: DuePart[] }) => theirs.some((part) => part.role === 'lead')
    reminded += await write(db, (tx) =>
      remindOf(tx, parts, reminder, (heard) => (left && whoLeads(heard) ? { left } : {})),
    )
  }
  return reminded
}

type Step = (typeof steps)[number]

const inSixteenDays = (now: Date) => new Date(now.getTime() + 16 * dayMs)

/**
 * Open parts of cases under review that are due within 16 days. None that may have been answered where it came from. All at once:
 * no index is by date alone, so each page of them would read everything that is open.
 */
const dueSoon = (db: Db, now: Date): Promise<PartToRemind[]> =>
  db
    .select({ ...partColumns, due: partDue, officerId: caseOfficers.personId })
    .from(proposals)
    .innerJoin(assignments, eq(assignments.proposalId, proposals.id))
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
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
        lte(partDue, partMoment(inSixteenDays(now))),
        isNull(assignments.endedAt),
        isNull(assignments.answeredAt),
        isTimelinessKnown,
      ),
    )
    .orderBy(asc(proposals.answerDueBefore), asc(assignments.id))

/** The nearest reminder whose day has come. */
function stepOn({ due, timeZone }: DueTogether, now: Date): Step | null {
  const left = daysLeft(now, due, timeZone)
  return steps.find(({ days }) => left <= days) ?? null
}

/** No reminder whose day lay before the agency had the case. */
function hadItBefore({ due, timeZone, assignedAt, thresholdMetAt }: DuePart, step: Step): boolean {
  const owedSince = thresholdMetAt && thresholdMetAt > assignedAt ? thresholdMetAt : assignedAt
  return localDate(owedSince, timeZone) < addDays(lastDay(due, timeZone), -step.days)
}

/** How often the date can be extended still, by the rules of the case. */
async function extensionsLeft(db: Db, part: PartToRemind): Promise<number> {
  const rules = part.ruleVersionId ? await rulesOf(db, part.ruleVersionId) : null
  if (!rules?.extensionMonths) return 0
  const given = await extensionsGiven(db, { id: part.proposalId, extendedAt: part.extendedAt })
  return Math.max(0, rules.extensions - given)
}
