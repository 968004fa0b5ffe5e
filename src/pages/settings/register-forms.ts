// What an administrator types of a register office, and the answers that a page carries from its dry run to the button.
import { z } from 'zod'
import { line } from '../../platform/web/fields.ts'
import { type IdentityField, identityFields, type RegisterAnswer, registerAnswers } from '../../schema/values.ts'

const several = z.preprocess((sent) => (sent === undefined ? [] : [sent].flat()), z.array(z.string()))

export const officeForm = z.object({
  name: line(60, 'register.error.name_long').refine((name) => name !== '', 'register.error.name'),
  fields: several
    .transform((chosen) => identityFields.filter((field): field is IdentityField => chosen.includes(field)))
    .refine((fields) => fields.length > 0, 'register.error.fields'),
  open: z
    .string()
    .optional()
    .transform((sent) => sent === '1'),
})

/** One line of an answer; `age`: at least so old, or null. */
export type AnswerTyped = { line: string; answer: RegisterAnswer; age: number | null }

/** `LINE=yes LINE=no:16 …`; what is nothing like that is left out. */
export const answersIn = (text: string): AnswerTyped[] =>
  text.split(' ').flatMap((part) => {
    const [line = '', said = ''] = part.split('=')
    const [word, years = ''] = said.split(':')
    const answer = registerAnswers.find((one) => one === word)
    return line && answer ? [{ line, answer, age: /^[1-9]\d?$/.test(years) ? Number(years) : null }] : []
  })

/** The same, for the page. */
export const answerTyped = ({ line, answer, age }: AnswerTyped): string =>
  `${line}=${answer}${age === null ? '' : `:${age}`}`
