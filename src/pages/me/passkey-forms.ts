import { z } from 'zod'
import { longestName } from '../../domain/people/passkey.ts'
import { line } from '../../platform/web/fields.ts'
import { passkeyCredential } from '../shared/passkey-credential.ts'

const name = line(longestName, 'people.error.passkey_name')
export const newPasskeyForm = z.object({ credential: passkeyCredential, name, next: z.string().optional() })
export const passkeyNameForm = z.object({ rename: name.refine((v) => v !== '', 'people.error.passkey_name') })
