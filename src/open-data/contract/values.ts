// The small values that answers are made of. `meta({ id })` gives a schema the name under which the contract lists it.
import { z } from 'zod'

/** ISO 8601 with the government's offset. */
export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/)
  .meta({ format: 'date-time' })
/** A local day. */
export const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .meta({ format: 'date' })
export const address = z.string().meta({ format: 'uri' })
export const text = z.string().nullable()

export const names = z.object({ 'zh-Hant': text, en: text }).meta({ id: 'Names' })
export const named = z.object({ code: z.string(), name: names }).meta({ id: 'Named' })
export const license = z.literal('OGDL-Taiwan-1.0')

/** RFC 9457. `error` is what errors looked like before; it stays. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    parameter: z.string().optional(),
    error: z.object({ status: z.int(), message: z.string() }),
  })
  .meta({ id: 'Problem' })
