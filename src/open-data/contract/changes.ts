// What changed since somebody last asked, as the contract.
import { z } from 'zod'
import { casePart, caseSchema, hiddenFacts } from './case-schema.ts'
import { address, license } from './values.ts'

/** `0`: from the beginning; `now`: only where to go on from; else what `next` of the answer before says. */
export const sinceParameter = z.object({
  since: z
    .string()
    .regex(/^(now|0|[1-9]\d{0,14}-[0-9a-f]{8})$/)
    .optional(),
})

const change = z
  .object({
    ...{ number: z.string(), url: address, change: z.enum(['changed', 'hidden', 'gone']) },
    case: z.union([caseSchema, casePart]).nullable(),
    hidden: hiddenFacts.meta({ id: 'HiddenFacts' }).nullable(),
  })
  .meta({ id: 'Change' })
const meta = z.object({ through: z.string(), more: z.boolean() }).meta({ id: 'ChangesMeta' })
const links = z.object({ self: address, next: address }).meta({ id: 'ChangesLinks' })
export const changeList = z.object({ data: z.array(change), meta, links, license }).meta({ id: 'Changes' })
