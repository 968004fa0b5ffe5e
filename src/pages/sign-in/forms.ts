import { z } from 'zod'
import { longestName } from '../../domain/people/passkey.ts'
import { normaliseEmail } from '../../lib/email.ts'
import { line } from '../../platform/web/fields.ts'

export const emailForm = z.object({
  email: z.string('people.error.email').transform((typed, context) => {
    const address = normaliseEmail(typed)
    if (!address) context.addIssue({ code: 'custom', message: 'people.error.email' })
    return address ?? ''
  }),
  next: z.string().optional(),
  act: z.string().optional(),
  need: z.string().optional(),
})

/** Digits of a code: as a rule, and where an address was mailed many of them today. */
export const [shortCode, longCode] = [6, 10]

/** Digits as people type them: full-width, with spaces or hyphens in between. */
export const codeForm = z.object({
  email: z.string('people.error.email').transform((typed) => normaliseEmail(typed) ?? ''),
  code: z
    .string('people.error.code')
    .max(100, 'people.error.code')
    .transform((typed) => typed.normalize('NFKC').replace(/\D/g, ''))
    .refine(({ length }) => length === shortCode || length === longCode, 'people.error.code'),
})

export const signOutForm = z.object({ everywhere: z.string().optional() })
export const endForm = z.object({ end: z.string() })

/** What a browser's passkey said, as JSON: read by webauthn.ts. */
const credential = z.string('people.error.passkey_wrong').max(40_000, 'people.error.passkey_wrong')
export const passkeyForm = z.object({ credential, next: z.string().optional(), act: z.string().optional() })
const name = line(longestName, 'people.error.passkey_name')
export const newPasskeyForm = z.object({ credential, name, next: z.string().optional() })
export const passkeyNameForm = z.object({ rename: name.refine((v) => v !== '', 'people.error.passkey_name') })
