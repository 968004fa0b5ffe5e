import { z } from 'zod'
import { reasonMax } from '../../domain/cosignatures/cosignature.ts'
import { emailAddress, prose } from '../../platform/web/fields.ts'

const reason = prose(reasonMax, 'cosignatures.error.reason')
const tick = z.literal('1').optional()

/** A signed-in person: one press; a district only where none is known yet. */
export const signedInForm = z.object({ district: z.string().default(''), reason, wants: tick })

export const newcomerForm = z.object({
  email: emailAddress('cosignatures.error.email'),
  district: z.string('cosignatures.error.district').min(1, 'cosignatures.error.district'),
  reason,
  wants: tick,
  consent: z.literal('1', 'cosignatures.error.consent'),
  wait: z.string().max(100).default('').catch(''), // a ticket of friction.ts
})
