// What may come from its author into a case.
import { z } from 'zod'
import { type DraftStep, decideForMe, limits, placeSurplus } from '../../domain/proposals/draft.ts'
import { changesOf, type StepChange } from '../../domain/proposals/draft-step.ts'
import { typedLine, typedText } from '../../lib/text.ts'
import { line, linkWithWords, prose, several, tooLongBy, within } from '../../platform/web/fields.ts'

function placeWithin(place: string, context: z.RefinementCtx): void {
  const count = placeSurplus(place)
  if (count)
    context.addIssue({
      code: 'custom',
      message: 'proposals.error.place_long',
      params: tooLongBy(count, limits.place),
    })
}

/** Each step's fields, read into what they change. */
export const stepForms: { [step in WrittenStep]: z.ZodType<StepChange> } = {
  problem: z
    .object({
      title: line(limits.title, 'proposals.error.title_long'),
      problem: prose(limits.problem, 'proposals.error.problem_long'),
    })
    .transform(changesOf.problem),
  place: z
    .object({
      topic: z.string().default(''),
      district: z.string().default(''),
      place: z.string().default('').transform(typedLine).superRefine(placeWithin),
    })
    .transform(changesOf.place),
  asks: z
    .object({
      asks: several
        .transform((list) => list.slice(0, limits.asks).map(typedText))
        .pipe(z.array(z.string().superRefine(within(limits.ask, 'proposals.error.ask_long')))),
    })
    .transform(changesOf.asks),
  benefit: z
    .object({
      benefit: prose(limits.benefit, 'proposals.error.benefit_long'),
      links: several.pipe(z.array(linkWithWords(limits.link, 'proposals.error.link')).max(limits.evidence)),
    })
    .transform(changesOf.benefit),
  agencies: z
    .object({
      agencies: several.pipe(
        z
          .array(z.string())
          .max(limits.agencies, 'proposals.error.agencies_over')
          .refine((codes) => !codes.includes(decideForMe) || codes.length === 1, 'proposals.error.agencies_or'),
      ),
      name: line(limits.nameMax, 'proposals.error.name'),
    })
    .transform(changesOf.agencies),
}

/** Which state of a draft a form was drawn from; what is no revision is that of no draft, so nothing is overwritten. */
export const readRevision = (typed: unknown): number => z.coerce.number().pipe(z.int32()).catch(-1).parse(typed)

export type WrittenStep = Exclude<DraftStep, 'check'>

/** The words that a step asks for, to be compared where two windows wrote them. */
export const fieldsOf: { [step in WrittenStep]: string[] } = {
  problem: ['title', 'problem'],
  place: ['place'],
  asks: ['asks'],
  benefit: ['benefit', 'links'],
  agencies: ['name'],
}

/** Steps that show a good and a bad example beside the form. */
export const withExamples: DraftStep[] = ['problem', 'asks', 'benefit']
