// What an agency reports on a commitment, and what a checker found of it.
import { z } from 'zod'
import { furthestYears } from '../../domain/answers/answer.ts'
import { reportKinds } from '../../domain/answers/report-commitment.ts'
import { addMonths, isDay } from '../../lib/calendar.ts'
import { link } from '../../platform/web/fields.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'
import { verdicts } from '../../schema/values.ts'
import { deedWords } from '../shared/words-forms.ts'

const day = z
  .string()
  .default('')
  .transform((v) => v.normalize('NFKC').trim())

/** `seen`: the newest word of its agency or a checker that stood on the page; '' for none, undefined where no page says so. */
const said = {
  ...{ words: deedWords, evidence: link('answers.error.link').default(''), evidence_on: day },
  seen: z.string().max(60).optional(),
}

export const reportForm = z.object({
  kind: z.enum(reportKinds, 'answers.error.kind'),
  ...said,
  /** the new date, where it is changed */
  due: day,
})

export const checkForm = z.object({ verdict: z.enum(verdicts, 'answers.error.verdict'), ...said })

/** What is wrong with the dates of a report; null where nothing is. `today`: local. */
export function wrongInReport(
  { kind, due, evidence, evidence_on }: z.output<typeof reportForm>,
  dueOn: string,
  today: string,
): FieldErrors | null {
  const errors: FieldErrors = {}
  if (evidence && !isPast(evidence_on, today)) errors.evidence_on = { key: 'answers.error.evidence_date' }
  if (kind === 'changed') {
    if (!isDay(due) || due < today) errors.due = { key: 'answers.error.new_date' }
    else if (due === dueOn) errors.due = { key: 'answers.error.same_date' }
    else if (due > addMonths(today, 12 * furthestYears))
      errors.due = { key: 'answers.error.new_date_far', params: { years: furthestYears } }
  }
  return Object.keys(errors).length ? errors : null
}

/** A checker says on which day they looked, unless there was nothing to look at. */
export function wrongInCheck(
  { verdict, evidence, evidence_on }: z.output<typeof checkForm>,
  today: string,
): FieldErrors | null {
  if (verdict === 'no_evidence' && !evidence && !evidence_on) return null
  return isPast(evidence_on, today) ? null : { evidence_on: { key: 'answers.error.seen_date' } }
}

const isPast = (day: string, today: string): boolean => isDay(day) && day <= today
