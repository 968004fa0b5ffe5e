// The dates a case must keep now, each with the way it was computed.
import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { isTold, record } from '../../schema/record.ts'
import { type Deadline, daysLate, deadline, extended } from '../governments/deadline.ts'
import { rulesOf, workCalendar } from '../governments/store.ts'
import { isReachable } from '../notifications/store.ts'
import { hasSourceClock } from '../proposals/source-clock.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { sentToCheckAt } from '../record/store.ts'

export type Due = {
  task: 'check' | 'schedule' | 'contact' | 'answer'
  before: Date
  late: boolean
  /** days late, local */
  days: number
  steps: Deadline['steps']
}

/** Nothing for a case that owes nothing. How the date of an imported one was computed only its source knows. */
export async function duesOf(
  db: Db,
  government: { id: string; timeZone: string },
  p: ProposalRow,
  at: Date,
): Promise<Due[]> {
  if (!p.ruleVersionId || (p.stage !== 'checking' && p.stage !== 'review')) return []
  const rules = await rulesOf(db, p.ruleVersionId)
  const calendar = await workCalendar(db, government)
  const due = (task: Due['task'], before: Date | null, steps: Deadline['steps']): Due[] =>
    before ? [{ task, before, late: at >= before, days: daysLate(at, before, government.timeZone), steps }] : []

  if (p.stage === 'checking') {
    const since = (await sentToCheckAt(db, p.id)) ?? p.submittedAt ?? p.updatedAt
    return due('check', p.checkDueBefore, deadline(since, { workingDays: rules.checkingWorkingDays }, calendar).steps)
  }
  const met = p.thresholdMetAt
  if (hasSourceClock(p)) return due('answer', p.answerDueBefore, []).map((d) => ({ ...d, late: false, days: 0 }))
  if (!met) return due('answer', p.answerDueBefore, [])
  const answer = deadline(met, { months: rules.answerMonths }, calendar)
  const chain = [answer]
  for (const months of p.extendedAt ? await monthsMore(db, p.id) : [])
    chain.push(extended(chain.at(-1)!.before, { months }, calendar))
  const steps = chain.flatMap((one) => one.steps)
  return [
    ...(p.scheduledAt
      ? []
      : due(
          'schedule',
          p.scheduleDueBefore,
          deadline(met, { workingDays: rules.scheduleWorkingDays }, calendar).steps,
        )),
    ...(p.contactedAt || !(await isReachable(db, p.authorId))
      ? []
      : due('contact', p.contactDueBefore, deadline(met, { days: rules.contactDays }, calendar).steps)),
    ...due('answer', p.answerDueBefore, steps),
  ]
}

/** How many months each extension gave, the first one first; the record says it. */
async function monthsMore(db: Db, proposalId: string): Promise<number[]> {
  const entries = await db
    .select({ facts: record.facts })
    .from(record)
    .where(and(eq(record.proposalId, proposalId), isTold(record), eq(record.kind, 'extended')))
    .orderBy(asc(record.occurredAt), asc(record.id))
  return entries.flatMap(({ facts }) => (typeof facts.months === 'number' ? [facts.months] : []))
}
