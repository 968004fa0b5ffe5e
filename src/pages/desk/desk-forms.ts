// What staff may send from the desk.
import { z } from 'zod'
import type { DecisionInput } from '../../domain/moderation/decision.ts'
import { type Act, requires } from '../../domain/proposals/workflow.ts'
import { saysNothing } from '../../lib/filler.ts'
import { typedText } from '../../lib/text.ts'
import { prose, several } from '../../platform/web/fields.ts'
import { someWords as letterWords } from '../shared/words-forms.ts'
import { publishedSeen } from './read-field.ts'

const anyWords = prose(3000, 'proposals.error.words_long')
const someWords = anyWords.refine((v) => !saysNothing(v), 'proposals.error.words')
const words = (act: Act) => (requires(act, 'words') ? someWords : anyWords)

/** What staff decide about a case. */
export const decisionForm: z.ZodType<DecisionInput> = z.discriminatedUnion(
  'decision',
  [
    z.object({
      decision: z.literal('approve'),
      lead: z.string().default(''),
      supporting: several,
      words: words('approve'),
    }),
    z.object({ decision: z.literal('return'), words: words('return') }),
    z.object({
      decision: z.literal('refuse'),
      reason: z.string('proposals.error.reason').min(1, 'proposals.error.reason'),
      words: words('refuse'),
    }),
    z.object({
      decision: z.literal('merge'),
      target: z
        .string('proposals.error.target')
        .transform((v) => v.normalize('NFKC').trim())
        .refine((v) => /^\d{4}-\d{4,}$/.test(v), 'proposals.error.target'),
      words: words('merge'),
    }),
    z.object({ decision: z.enum(['hold', 'release', 'show', 'undo']), words: anyWords }),
    z.object({ decision: z.literal('take_back'), words: anyWords, published: publishedSeen }),
    z.object({ decision: z.literal('hide'), words: someWords }),
  ],
  'proposals.error.decision',
)

/** A letter to the proposer, or a note among staff. */
export const messageForm = z.object({ words: letterWords, kind: z.enum(['to_proposer', 'note']).default('note') })

export const correctionForm = z.object({
  field: z.string('proposals.error.moved_on'),
  /** the digest of the text as the corrector read it */
  seen: z.string().default(''),
  after: z.string().default('').transform(typedText),
})

/** A second person about a correction that waits. */
export const confirmationForm = z.object({
  field: z.string().default(''),
  pending: z.string('proposals.error.moved_on'),
  act: z.enum(['confirm', 'drop'], 'proposals.error.moved_on'),
})
