// Services of an operator's file that say whether somebody lives under a government: a question over HTTP, answered by yes or no.
// deploy/README.md has the contract.
import { z } from 'zod'
import type { Localised } from '../../lib/localised.ts'
import { type IdentityField, identityFields } from '../../schema/values.ts'
import type { IdentityValues } from './identity-key.ts'
import { inOneOrder } from './rolls.ts'
import { readServicesFile } from './services-file.ts'

const localhost = new Set(['localhost', '127.0.0.1', '[::1]'])
const isSafe = (url: string) => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || (protocol === 'http:' && localhost.has(hostname))
}
const service = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,30}$/, 'must be small letters, digits and hyphens'),
  government: z.string().min(1),
  name: z.record(z.string(), z.string().min(1).max(60)),
  url: z.url().refine(isSafe, 'must begin with https://'),
  token: z.string().min(16, 'must have 16 characters or more'),
  fields: z.array(z.enum(identityFields)).min(1),
})
const file = z
  .array(service)
  .max(20)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each needs an id of its own')
  .refine((all) => all.every(({ id }) => id !== 'roll'), 'none may have the id roll')

/** A service cannot be reached, or its answer is no yes and no no. */
export class NoAnswer extends Error {}

const timeoutMs = 8000
const longest = 1000 // characters of an answer: yes or no needs some twenty
const answer = z.object({ resident: z.boolean() })

export type YesNoService = {
  id: string
  government: string
  name: Localised
  fields: readonly IdentityField[]
  /** Whether somebody of whom these fields are true lives there. Throws NoAnswer. */
  ask: (values: IdentityValues) => Promise<boolean>
}

/** `path` null: there are none. Throws ConfigError where the file is missing or wrong. */
export function yesNoServices(path: string | null): YesNoService[] {
  if (path === null) return []
  return readServicesFile('VERIFICATION_SERVICES_FILE', path, file).map(
    ({ id, government, name, url, token, fields }) => ({
      ...{ id, government, name, fields: inOneOrder(fields) },
      async ask(values) {
        const sent = Object.fromEntries(fields.map((field) => [field, values[field] ?? '']))
        try {
          const reply = await fetch(url, {
            ...{ method: 'POST', redirect: 'error', signal: AbortSignal.timeout(timeoutMs) },
            headers: {
              authorization: `Bearer ${token}`,
              'content-type': 'application/json',
              accept: 'application/json',
            },
            body: JSON.stringify({ fields: sent }),
          })
          if (reply.status !== 200) throw new Error(`status ${reply.status}`)
          const text = await reply.text()
          if (text.length > longest) throw new Error('a longer answer than yes or no')
          return answer.parse(JSON.parse(text)).resident
        } catch (error) {
          // never the error itself: it may hold what was sent, and logs are kept
          throw new NoAnswer(`${id}: ${(error as Error).name}`)
        }
      },
    }),
  )
}
