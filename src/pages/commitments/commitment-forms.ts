// What an agency reports on a commitment.
import { z } from 'zod'
import { furthestYears } from '../../domain/answers/answer.ts'
import { addMonths, isDay } from '../../lib/calendar.ts'
import { link } from '../../platform/web/fields.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'
import { officeWords } from '../shared/words-forms.ts'

export const commitmentUpdateForm = z.object({
  kind: z.enum(['progress', 'kept', 'changed', 'dropped'], 'answers.error.kind'),
  words: officeWords,
  evidence: link('answers.error.link').default(''),
  /** the new date, where it is changed */
  due: z
    .string()
    .default('')
    .transform((v) => v.normalize('NFKC').trim()),
})

/** What is wrong with the new date of a commitment; null where it is none, or right. `today`: local. */
export function wrongDate(
  { kind, due }: z.output<typeof commitmentUpdateForm>,
  dueOn: string,
  today: string,
): FieldErrors | null {
  if (kind !== 'changed') return null
  if (!isDay(due) || due < today) return { due: { key: 'answers.error.new_date' } }
  if (due === dueOn) return { due: { key: 'answers.error.same_date' } }
  if (due > addMonths(today, 12 * furthestYears))
    return { due: { key: 'answers.error.new_date_far', params: { years: furthestYears } } }
  return null
}
