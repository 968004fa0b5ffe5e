// Services of an operator's file that say whether somebody lives under a government, or is so old: a question over HTTP, answered by yes or no.
// deploy/README.md has the contract.
import { z } from 'zod'
import type { Localised } from '../../lib/localised.ts'
import { type IdentityField, identityFields } from '../../schema/values.ts'
import { safeUrl, serviceId, serviceName } from '../people/services-file.ts'
import { askedAs, type IdentityValues, inOneOrder } from './identity-key.ts'

/** As it stands in the operator's file. */
export const yesNoEntry = z.strictObject({
  kind: z.literal('yes_no'),
  id: serviceId,
  government: z.string().min(1),
  name: serviceName,
  url: safeUrl,
  token: z.string().min(16, 'must have 16 characters or more'),
  fields: z.array(z.enum(identityFields)).min(1),
  /** what it can be asked for */
  asks: z
    .array(z.enum(['residence', 'age']))
    .min(1)
    .default(['residence']),
})

/** A service cannot be reached, or its answer is none that its contract has. */
export class NoAnswer extends Error {}

const timeoutMs = 8000
const longest = 1000 // characters of an answer: yes or no needs some twenty
const answer = z.object({ resident: z.boolean() })
const ageAnswer = z.object({ old_enough: z.boolean() })

export type YesNoService = {
  id: string
  government: string
  name: Localised
  fields: readonly IdentityField[]
  asks: readonly ('residence' | 'age')[]
  /** Whether somebody of whom these fields are true lives there. Throws NoAnswer. */
  ask: (values: IdentityValues) => Promise<boolean>
  /** Whether they are at least so many years old. Throws NoAnswer. */
  askAge: (values: IdentityValues, least: number) => Promise<boolean>
}

/** A service of an operator that says yes or no to a set of fields. */
export const yesNoService = ({
  id,
  government,
  name,
  url,
  token,
  fields,
  asks,
}: z.output<typeof yesNoEntry>): YesNoService => {
  /** `question`: what is asked beside the fields. Null: of a birth date that is none nobody is asked. */
  async function answered(values: IdentityValues, question: { at_least?: number }): Promise<unknown> {
    const sent = Object.fromEntries(fields.map((field) => [field, askedAs(field, values[field] ?? '')]))
    if (Object.values(sent).includes(null)) return null
    try {
      const reply = await fetch(url, {
        ...{ method: 'POST', redirect: 'error', signal: AbortSignal.timeout(timeoutMs) },
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify({ fields: sent, ...question }),
      })
      if (reply.status !== 200) throw new Error(`status ${reply.status}`)
      const text = await reply.text()
      if (text.length > longest) throw new Error('a longer answer than yes or no')
      return JSON.parse(text)
    } catch (error) {
      // never the error itself: it may hold what was sent, and logs are kept
      throw new NoAnswer(`${id}: ${(error as Error).name}`)
    }
  }
  function read<T>(shape: z.ZodType<T>, said: unknown): T | null {
    if (said === null) return null
    const found = shape.safeParse(said)
    if (!found.success) throw new NoAnswer(`${id}: no answer to what was asked`)
    return found.data
  }
  return {
    ...{ id, government, name, asks, fields: inOneOrder(fields) },
    ask: async (values) => read(answer, await answered(values, {}))?.resident ?? false,
    askAge: async (values, least) => read(ageAnswer, await answered(values, { at_least: least }))?.old_enough ?? false,
  }
}
