import { z } from 'zod'
import type { FieldError, FormState } from '../../platform/web/forms.ts'

/** What a browser's passkey said, as JSON: read by domain/people/webauthn.ts. */
export const passkeyCredential = z.string('people.error.passkey_wrong').max(40_000, 'people.error.passkey_wrong')

/** The name that a new passkey is offered, or was typed, and what is wrong with it. */
export type NewPasskey = { name: string; error: FieldError | undefined }
/** `next`: where its page leads on to. */
export type PasskeyAdd = { newPasskey: NewPasskey; next: string }

/** A form that has a credential is the one for a new passkey; its name is shown as typed. */
export function newPasskeyOf({ values, errors }: FormState, device: string): NewPasskey {
  if (values.credential === undefined) return { name: device, error: undefined }
  return { name: String(values.name ?? ''), error: errors.name }
}
