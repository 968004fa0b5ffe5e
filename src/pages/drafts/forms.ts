// What may come from its author into a case.
import { z } from 'zod'
import { limits } from '../../domain/proposals/draft.ts'
import { typedText } from '../../lib/text.ts'
import { line, link, prose, several } from '../../platform/web/fields.ts'

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
    asks: several
      .transform((list) => list.slice(0, limits.asks).map(typedText(limits.ask)))
      .pipe(z.array(z.string().refine((v) => [...v].length <= limits.ask, 'proposals.error.ask_long'))),
  }),
  benefit: z.object({
    benefit: prose(limits.benefit, 'proposals.error.benefit_long'),
    links: several.pipe(z.array(link('proposals.error.link')).max(limits.evidence)),
  }),
  agencies: z.object({
    agencies: several.pipe(z.array(z.string()).max(limits.agencies, 'proposals.error.agencies_over')),
    name: line(limits.nameMax, 'proposals.error.name'),
  }),
  check: z.object({}),
}

/** Which state of a draft a form was drawn from; what is no revision is that of no draft, so nothing is overwritten. */
export const readRevision = (typed: unknown): number => z.coerce.number().pipe(z.int32()).catch(-1).parse(typed)
