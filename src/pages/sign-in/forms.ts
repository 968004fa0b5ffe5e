import { z } from 'zod'
import { longCode, shortCode } from '../../domain/people/try-code.ts'
import { readAddress } from '../../lib/email.ts'
import { emailAddress } from '../../platform/web/fields.ts'
import { passkeyCredential } from '../shared/passkey-credential.ts'

export const emailForm = z.object({
  email: emailAddress('people.error.email'),
  next: z.string().optional(),
  act: z.string().optional(),
  need: z.string().optional(),
  wait: z.string().max(100).default('').catch(''), // a ticket of friction.ts
})

/** Digits as people type them: full-width, with spaces or hyphens in between. */
export const codeForm = z.object({
  email: z.string('people.error.email').transform((typed) => readAddress(typed) ?? ''),
  code: z
    .string('people.error.code')
    .max(100, 'people.error.code')
    .transform((typed) => typed.normalize('NFKC').replace(/\D/g, ''))
    .refine(({ length }) => length === shortCode || length === longCode, 'people.error.code'),
})

export const signOutForm = z.object({ everywhere: z.string().optional() })
export const passkeyForm = z.object({
  credential: passkeyCredential,
  next: z.string().optional(),
  act: z.string().optional(),
})
