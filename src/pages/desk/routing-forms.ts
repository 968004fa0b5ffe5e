// What may be sent to change which agencies have a case.
import { z } from 'zod'
import { mostDaysBefore } from '../../domain/governments/part-due.ts'
import { typedLine } from '../../lib/text.ts'
import { officeWords } from '../shared/words-forms.ts'

const agency = z.string('answers.error.agency').min(1, 'answers.error.agency')
const part = {
  agency,
  /** a local day, once the answer has a date */
  due: z.string().default('').transform(typedLine),
  /** before the answer, as long as that has none; null where it is no number that can be meant */
  days: z.coerce.number().int().min(1).max(mostDaysBefore).nullable().catch(null),
  words: officeWords,
}

export const partForm = z.object(part)
export type PartInput = z.output<typeof partForm>
export const partChangeForm = z.object({ act: z.enum(['date', 'release'], 'routing.error.act'), ...part })
