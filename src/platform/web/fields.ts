// Fields that forms are made of. A text is tidied first, then counted in characters as people see them.
import { z } from 'zod'
import { readAddress } from '../../lib/email.ts'
import { fits, surplusOf } from '../../lib/graphemes.ts'
import { addressIn, webAddress } from '../../lib/links.ts'
import { typedLine, typedText } from '../../lib/text.ts'
import { formatNumber } from '../i18n/format.ts'

/** Refuses a text of more than `max` characters. The message is told by how many: `count`, `over` as it is written, and `max`. */
export const within = (max: number, tooLong: string) => (text: string, context: z.RefinementCtx) => {
  const count = surplusOf(text, max)
  if (count) context.addIssue({ code: 'custom', message: tooLong, params: tooLongBy(count, max) })
}

/** What a message about a text that is too long is filled with. */
export const tooLongBy = (count: number, max: number) => ({
  count,
  over: formatNumber(count),
  max: formatNumber(max),
})

/** One line; `tooLong` is the message for more than `max` characters. */
export const line = (max: number, tooLong: string) =>
  z.string().default('').transform(typedLine).superRefine(within(max, tooLong))

/** Several lines; `tooLong` as above. */
export const prose = (max: number, tooLong: string) =>
  z.string().default('').transform(typedText).superRefine(within(max, tooLong))

/** The address of a page elsewhere, complete where only its scheme was missing; what was left empty stays so. */
export const link = (wrong: string) =>
  z.string().transform((typed, context) => {
    const words = typedLine(typed)
    const url = webAddress(words)
    if (words && url === null) context.addIssue({ code: 'custom', message: wrong })
    return url ?? ''
  })

/** The same with what was typed about it, as telephones share a place: one address among at most `max` characters. */
export const linkWithWords = (max: number, wrong: string) =>
  z
    .string()
    .transform(typedLine)
    .refine((words) => words === '' || (fits(words, max) && addressIn(words) !== null), wrong)

/** An e-mail address, as mail can be sent to it; `wrong` is the message where none can. */
export const emailAddress = (wrong: string) =>
  z.string(wrong).transform((typed, context) => {
    const address = readAddress(typed)
    if (address === null) context.addIssue({ code: 'custom', message: wrong })
    return address ?? ''
  })

/** A field that stands in a form several times, or once, or not at all. */
export const several = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((v) => [v].flat())
