// Fields that forms are made of. A text is cleaned first, then counted in characters as people see them.
import { z } from 'zod'
import { readAddress } from '../../lib/email.ts'
import { typedLine, typedText } from '../../lib/text.ts'

const within = (max: number) => (text: string) => [...text].length <= max

/** One line; `tooLong` is the message for more than `max` characters. */
export const line = (max: number, tooLong: string) =>
  z.string().default('').transform(typedLine(max)).refine(within(max), tooLong)

/** Several lines; `tooLong` as above. */
export const prose = (max: number, tooLong: string) =>
  z.string().default('').transform(typedText(max)).refine(within(max), tooLong)

/** The address of a page elsewhere; what was left empty stays so. */
export const link = (wrong: string) =>
  z
    .string()
    .transform((v) => v.trim())
    .refine((v) => v === '' || (v.length <= 500 && /^https?:\/\/[^\s<>"]+$/i.test(v)), wrong)

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
