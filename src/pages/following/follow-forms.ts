import { z } from 'zod'
import { emailAddress, several } from '../../platform/web/fields.ts'
import { type NewsGroup, newsGroups, paces } from '../../schema/values.ts'

const of = z.string().max(2000)
const from = z.enum(['page', 'me']).optional().catch(undefined)

/** One press of a signed-in person has no more than `of`; a choice has a pace, and kinds of news unless it is never. */
export const followForm = z
  .object({
    of,
    from,
    pace: z.enum([...paces, 'never'], 'follows.error.pace').optional(),
    kinds: several.pipe(z.array(z.enum(newsGroups, 'follows.error.kinds'))),
  })
  .refine(({ of, pace, kinds }) => !pace || pace === 'never' || kinds.length > 0 || of.startsWith('log:'), {
    path: ['kinds'],
    message: 'follows.error.kinds',
  })

export const newcomerFollowForm = z.object({
  of,
  email: emailAddress('cosignatures.error.email'),
  wait: z.string().max(100).default('').catch(''), // a ticket of friction.ts
  again: z.literal('1').optional().catch(undefined), // from the page that says where the mail went
})

/** All that there are is the same as no choice: what is added later is heard of as well. */
export const chosenKinds = (picked: readonly NewsGroup[], all: readonly NewsGroup[]): NewsGroup[] | null => {
  const known = all.filter((group) => picked.includes(group))
  return known.length === all.length ? null : known
}
