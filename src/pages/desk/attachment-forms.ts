// What is sent about an attachment: its title, what a picture shows, and which draft its sender saw.
import { z } from 'zod'
import { attachmentLimits } from '../../domain/answers/attachment.ts'
import { isFiller } from '../../lib/filler.ts'
import { line, prose } from '../../platform/web/fields.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'

const { title, description } = attachmentLimits

export const attachmentForm = z.object({
  action: z.enum(['add', 'change', 'remove']).default('add'),
  revision: z.coerce.number().pipe(z.int32()).catch(0),
  title: line(title, 'answers.file.error.title_long'),
  description: prose(description, 'answers.file.error.description_long'),
})

/** What is missing, field by field. `picture`: whether one is described. */
export function missingWords(words: { title: string; description: string }, picture: boolean): FieldErrors {
  const errors: FieldErrors = {}
  if (isFiller(words.title)) errors.title = { key: 'answers.file.error.title' }
  if (picture && isFiller(words.description)) errors.description = { key: 'answers.file.error.description' }
  return errors
}
