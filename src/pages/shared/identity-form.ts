// The fields that a roll, a service or the counter asks for. Nothing of them is kept.
import { z } from 'zod'
import type { IdentityValues } from '../../domain/verification/identity-key.ts'
import { line } from '../../platform/web/fields.ts'
import type { IdentityField } from '../../schema/values.ts'

/** Each has to be filled in. */
export const identityForm = (fields: readonly IdentityField[]) =>
  z.object(
    Object.fromEntries(
      fields.map((field) => [
        field,
        line(80, 'verification.error.long').refine((value) => value !== '', `verification.error.${field}`),
      ]),
    ),
  ) as unknown as z.ZodType<IdentityValues, IdentityValues>
