// How the dates on the case page came about, said only where the rule gives exactly the date that stands there: an imported
// case may carry another. Pure.
import {
  type Blackout,
  closingDate,
  closingSteps,
  type Deadline,
  deadline,
  extended,
  type Step,
  type WorkCalendar,
} from '../../domain/governments/deadline.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Rules } from '../../schema/values.ts'

export type HowDue = { what: 'closing' | 'answer' | 'extension' | 'check'; steps: Step[] }[]
type Pause = Blackout & { reason: Localised }

/** The closing date of a published case. */
export function howItCloses(
  p: { publishedAt: Date | null; closesBefore: Date | null },
  rules: Rules | null,
  pauses: readonly Pause[],
  timeZone: string,
): HowDue {
  if (!p.publishedAt || !p.closesBefore || !rules) return []
  const same = closingDate(p.publishedAt, rules.cosigningDays, pauses, timeZone).getTime() === p.closesBefore.getTime()
  return same ? [{ what: 'closing', steps: closingSteps(p.publishedAt, rules.cosigningDays, pauses, timeZone) }] : []
}

/** The answer's due date, and the extensions where there were some. `given`: the months of each that the record tells of. */
export function howItIsDue(
  p: { thresholdMetAt: Date | null; answerDueBefore: Date | null },
  rules: Rules | null,
  calendar: WorkCalendar,
  given: number[] = [],
): HowDue {
  if (!p.thresholdMetAt || !p.answerDueBefore || !rules) return []
  const first = deadline(p.thresholdMetAt, { months: rules.answerMonths }, calendar)
  const found = (d: Deadline) => d.before.getTime() === p.answerDueBefore!.getTime()
  if (found(first)) return [{ what: 'answer', steps: first.steps }]
  const chain = [first]
  for (const months of given) chain.push(extended(chain.at(-1)!.before, { months }, calendar))
  if (found(chain.at(-1)!))
    return chain.map(({ steps }, i): HowDue[number] => ({ what: i === 0 ? 'answer' : 'extension', steps }))
  for (let months = 1; months <= rules.extensionMonths; months++) {
    const longer = extended(first.before, { months }, calendar)
    if (found(longer))
      return [
        { what: 'answer', steps: first.steps },
        { what: 'extension', steps: longer.steps },
      ]
  }
  return []
}

/** Until when the check must be done: counted from the last time the case was sent. */
export function howItIsChecked(
  p: { checkDueBefore: Date | null },
  sentAt: Date | undefined,
  rules: Rules | null,
  calendar: WorkCalendar,
): HowDue {
  if (!p.checkDueBefore || !rules || !sentAt) return []
  const due = deadline(sentAt, { workingDays: rules.checkingWorkingDays }, calendar)
  return due.before.getTime() === p.checkDueBefore.getTime() ? [{ what: 'check', steps: due.steps }] : []
}
