// What somebody fills in who read of a case elsewhere, or knows another one that it has to do with.
import { z } from 'zod'
import { isDay } from '../../lib/calendar.ts'
import { line, link } from '../../platform/web/fields.ts'
import { citedKinds, linkKinds } from '../../schema/values.ts'

export const citingForm = z.object({
  kind: z.enum(citedKinds, 'references.error.kind'),
  url: link('references.error.url').refine((url) => url !== '' && url.length <= 2000, 'references.error.url'),
  title: line(200, 'references.error.title_long').refine((title) => title !== '', 'references.error.title'),
  publisher: line(100, 'references.error.publisher_long'),
  published_on: z
    .string()
    .default('')
    .transform((day) => day.trim())
    .refine((day) => day === '' || isDay(day), 'references.error.day'),
  wait: z.string().max(100).default('').catch(''), // a ticket of friction.ts
})

export const linkForm = z.object({
  other: line(20, 'references.error.other').refine(
    (number) => /^\d{4}-\d{4,9}$/.test(number),
    'references.error.other',
  ),
  link: z.enum(linkKinds, 'references.error.link'),
})

export const decisionForm = z.object({ decision: z.enum(['show', 'decline']) })
