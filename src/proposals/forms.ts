// What may come from outside into a case. Lengths are counted in characters as people see them, after cleaning.
import { z } from 'zod'
import { isFiller } from '../lib/filler.ts'
import { typedLine, typedText } from '../lib/text.ts'
import { limits } from './draft.ts'

const line = (max: number, key: string) =>
  z
    .string()
    .default('')
    .transform(typedLine(max))
    .refine((v) => [...v].length <= max, { message: key, params: { max } })
const prose = (max: number, key: string) =>
  z
    .string()
    .default('')
    .transform(typedText(max))
    .refine((v) => [...v].length <= max, { message: key, params: { max } })
const listOf = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((v) => [v].flat())
const link = z
  .string()
  .transform((v) => v.trim())
  .refine((v) => v === '' || (v.length <= 500 && /^https?:\/\/[^\s<>"]+$/i.test(v)), 'proposals.error.link')

export const stepForms = {
  problem: z.object({
    title: line(limits.title, 'proposals.error.title_long'),
    problem: prose(limits.problem, 'proposals.error.problem_long'),
  }),
  place: z.object({
    topic: z.string().default(''),
    district: z.string().default(''),
    place: line(limits.place, 'proposals.error.place_long'),
  }),
  asks: z.object({
    asks: listOf
      .transform((list) => list.slice(0, limits.asks).map(typedText(limits.ask)))
      .pipe(z.array(z.string().refine((v) => [...v].length <= limits.ask, 'proposals.error.ask_long'))),
  }),
  benefit: z.object({
    benefit: prose(limits.benefit, 'proposals.error.benefit_long'),
    links: listOf.pipe(z.array(link).max(limits.evidence)),
  }),
  agencies: z.object({
    agencies: listOf.pipe(z.array(z.string()).max(limits.agencies, 'proposals.error.agencies_over')),
    name: line(limits.nameMax, 'proposals.error.name'),
  }),
  check: z.object({}),
}

const words = (required: boolean) =>
  prose(3000, 'proposals.error.words_long').refine((v) => !required || !isFiller(v), 'proposals.error.words')

/** What staff decide about a case. Each decision requires what the workflow says. */
export const decisionForm = z.discriminatedUnion(
  'decision',
  [
    z.object({ decision: z.literal('approve'), lead: z.string().default(''), supporting: listOf, words: words(false) }),
    z.object({ decision: z.literal('return'), words: words(true) }),
    z.object({
      decision: z.literal('refuse'),
      reason: z.string('proposals.error.reason').min(1, 'proposals.error.reason'),
      words: words(true),
    }),
    z.object({
      decision: z.literal('merge'),
      target: z
        .string('proposals.error.target')
        .transform((v) => v.normalize('NFKC').trim())
        .refine((v) => /^\d{4}-\d{4,}$/.test(v), 'proposals.error.target'),
      words: words(false),
    }),
    z.object({ decision: z.enum(['hold', 'release', 'show', 'undo']), words: words(false) }),
    z.object({ decision: z.literal('hide'), words: words(true) }),
  ],
  'proposals.error.decision',
)
export type DecisionForm = z.output<typeof decisionForm>

/** Letters and updates: there it is not a reason that is missing. */
const written = prose(3000, 'proposals.error.words_long').refine((v) => !isFiller(v), 'answers.error.words')
export const wordsForm = z.object({ words: written })
export const messageForm = z.object({ words: written, kind: z.enum(['to_proposer', 'note']).default('note') })
export const correctionForm = z.object({
  field: z.string('proposals.error.moved_on'),
  /** the digest of the text as the corrector read it */
  seen: z.string().default(''),
  after: z.string().default('').transform(typedText(limits.problem)),
})

/** Which state of a draft a form was drawn from; what is no revision is that of no draft, so nothing is overwritten. */
export const readRevision = (typed: unknown): number => z.coerce.number().pipe(z.int32()).catch(-1).parse(typed)
