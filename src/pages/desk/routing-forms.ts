// What may be sent to change which agencies, or which government, have a case.
import { z } from 'zod'
import { mostDaysBefore } from '../../domain/governments/part-due.ts'
import { isDay } from '../../lib/calendar.ts'
import { saysNothing } from '../../lib/filler.ts'
import { typedLine } from '../../lib/text.ts'
import { link } from '../../platform/web/fields.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'
import { officeWords } from '../shared/words-forms.ts'

const agency = z.string('answers.error.agency').min(1, 'answers.error.agency')
const line = z.string().default('').transform(typedLine)
const part = {
  agency,
  /** a local day, once the answer has a date */
  due: line,
  /** before the answer, as long as that has none; null where it is no number that can be meant */
  days: z.coerce.number().int().min(1).max(mostDaysBefore).nullable().catch(null),
  words: officeWords,
}

export const partForm = z.object(part)
export type PartInput = z.output<typeof partForm>
export const partChangeForm = z.object({ act: z.enum(['date', 'release'], 'routing.error.act'), ...part })

/** `to`: the slug of a government that is here, or `outside`; then a receiver is named. */
export const handOverForm = z.object({
  to: z.string('routing.error.to').min(1, 'routing.error.to'),
  receiver: line.refine((typed) => typed.length <= 200, 'answers.error.line_long'),
  link: link('answers.error.link').default(''),
  handed: line,
  due: line,
  words: officeWords,
})

/** What is wrong with its receiver and dates. `today`: local. */
export function wrongHandOver(
  { to, receiver, handed, due }: z.output<typeof handOverForm>,
  today: string,
): FieldErrors {
  const errors: FieldErrors = {}
  if (to !== 'outside') return errors
  if (saysNothing(receiver)) errors.receiver = { key: 'routing.error.receiver' }
  if (!isDay(handed) || handed > today) errors.handed = { key: 'routing.error.handed' }
  if (due && (!isDay(due) || due < today)) errors.due = { key: 'routing.error.reply_due' }
  return errors
}

export const handOverEndForm = z.object({
  how: z.enum(['returned', 'called_back'], 'routing.error.how'),
  /** which one was seen */
  id: z.string().default(''),
  ended: line,
  words: officeWords,
})

export const receivedForm = z.object({
  act: z.enum(['accept', 'send_back'], 'routing.error.received'),
  agency: z.string().default(''),
  words: officeWords,
})
