// Services of an operator's file that say whether somebody lives under a government: a question over HTTP, answered by yes or no.
// deploy/README.md has the contract.
import { z } from 'zod'
import type { Localised } from '../../lib/localised.ts'
import { type IdentityField, identityFields } from '../../schema/values.ts'
import { type IdentityValues, inOneOrder } from './identity-key.ts'
import { safeUrl, serviceId, serviceName } from './services-file.ts'

/** As it stands in the operator's file. */
export const yesNoEntry = z.strictObject({
  kind: z.literal('yes_no'),
  id: serviceId,
  government: z.string().min(1),
  name: serviceName,
  url: safeUrl,
  token: z.string().min(16, 'must have 16 characters or more'),
  fields: z.array(z.enum(identityFields)).min(1),
})

/** A service cannot be reached, or its answer is none that its contract has. */
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

export const yesNoService = ({
  id,
  government,
  name,
  url,
  token,
  fields,
}: z.output<typeof yesNoEntry>): YesNoService => ({
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
})
