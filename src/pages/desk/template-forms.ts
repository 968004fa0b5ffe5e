// A text that an agency keeps, as it is typed.
import { z } from 'zod'
import { leftIn, unknownIn } from '../../domain/answers/placeholder.ts'
import type { TemplateWords } from '../../domain/answers/templates.ts'
import { isFiller } from '../../lib/filler.ts'
import { line, prose } from '../../platform/web/fields.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'

const text = prose(20_000, 'answers.error.long')

export const templateForm = z.object({
  action: z.enum(['save', 'remove']).default('save'),
  agency: z.string().default(''),
  /** when what its writer saw was changed last, in ms; 0 for a new one */
  seen: z.coerce.number().int().catch(0),
  name: line(60, 'answers.template.error.name_long'),
  analysis: text,
  deliberation: text,
  reason: text,
  note: text,
})

const templateParts = ['note', 'analysis', 'deliberation', 'reason'] as const

/** What is missing or cannot be meant, field by field. */
export function wrongTemplate(words: TemplateWords): FieldErrors {
  const errors: FieldErrors = {}
  if (isFiller(words.name)) errors.name = { key: 'answers.template.error.name' }
  for (const part of templateParts) {
    const [what] = unknownIn(words[part])
    if (what !== undefined) errors[part] = { key: 'answers.template.error.unknown', params: { what: `{{${what}}}` } }
  }
  if (templateParts.every((part) => !words[part])) errors.analysis = { key: 'answers.template.error.empty' }
  return errors
}

/** Placeholders that still stand in what is about to be published, field by field. */
export const unfilled = (texts: { [field: string]: string }): FieldErrors =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([field, typed]) => {
      const [what] = leftIn(typed)
      return what === undefined
        ? []
        : [[field, { key: 'answers.template.error.unfilled', params: { what: `{{${what}}}` } }]]
    }),
  )
