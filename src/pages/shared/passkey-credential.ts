import { z } from 'zod'

/** What a browser's passkey said, as JSON: read by domain/people/webauthn.ts. */
export const passkeyCredential = z.string('people.error.passkey_wrong').max(40_000, 'people.error.passkey_wrong')
