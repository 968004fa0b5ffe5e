import { z } from 'zod'
import { reasonMax } from '../../domain/cosignatures/cosignature.ts'
import { normaliseEmail } from '../../lib/email.ts'
import { prose } from '../../platform/web/fields.ts'

const reason = prose(reasonMax, 'cosignatures.error.reason')
const tick = z.literal('1').optional()

/** A signed-in person: one press; a district only where none is known yet. */
export const signedInForm = z.object({ district: z.string().default(''), reason, wants: tick })

export const newcomerForm = z.object({
  email: z.string('cosignatures.error.email').transform((typed, context) => {
    const address = normaliseEmail(typed)
    if (!address) context.addIssue({ code: 'custom', message: 'cosignatures.error.email' })
    return address ?? ''
  }),
  district: z.string('cosignatures.error.district').min(1, 'cosignatures.error.district'),
  reason,
  wants: tick,
  consent: z.literal('1', 'cosignatures.error.consent'),
})
