// A copy of one's data as it comes back from a file: whatever it is, only what can be read is taken.
import { z } from 'zod'
import { limits } from '../../domain/proposals/draft.ts'
import { fits } from '../../lib/graphemes.ts'
import { addressIn } from '../../lib/links.ts'
import { typedLine, typedText } from '../../lib/text.ts'
import { newsGroups, paces } from '../../schema/values.ts'

const line = (max: number) =>
  z
    .string()
    .transform(typedLine)
    .refine((text) => fits(text, max))
const words = (max: number) =>
  z
    .string()
    .transform(typedText)
    .refine((text) => fits(text, max))
const code = z.string().max(80).nullable()

const draft = z.object({
  government: z.string().max(40),
  number: z.string().max(40).nullable().default(null),
  stage: z.string().max(20).default('draft'),
  title: line(limits.title),
  problem: words(limits.problem),
  benefit: words(limits.benefit),
  asks: z.array(words(limits.ask)).max(limits.asks),
  links: z
    .array(z.object({ url: z.string().max(limits.link), label: line(limits.link) }))
    .max(limits.evidence)
    .transform((list) => list.flatMap(({ label, url }) => addressIn(label || url) ?? []))
    .transform((list) => list.map((url) => ({ url, label: url }))),
  topic: code,
  district: code,
  place: line(limits.place).nullable(),
  agencies: z.array(z.string().max(80)).max(limits.agencies),
  name: line(limits.nameMax).nullable(),
})
const follow = z.object({
  government: z.string().max(40),
  of: z.string().max(500),
  // a copy of an older version does not say which case a number was
  case: z
    .object({ title: z.string().max(500), published_at: z.iso.datetime().nullable() })
    .nullable()
    .default(null),
  pace: z.enum(paces),
  kinds: z.array(z.enum(newsGroups)).min(1).nullable(),
})

const named = z.object({ code: z.string().max(80), name: z.record(z.string().max(40), z.string().max(300)) })
const place = named.extend({
  log: z.string().max(300).nullable().default(null),
  ...{ agencies: z.array(named).max(500), topics: z.array(named).max(500), districts: z.array(named).max(500) },
})

/** What cannot be read is left out, and counted. */
const readable = <Each extends z.ZodType>(each: Each, most: number) =>
  z.array(z.unknown()).transform((list) => {
    const read = list.slice(0, most).map((one) => each.safeParse(one))
    const good = read.flatMap((one) => (one.success ? [one.data as z.output<Each>] : []))
    return { good, unread: list.length - good.length }
  })

export const portableForm = z.object({
  language: z.string().max(20).default(''),
  display_name: z.string().max(200).nullable().default(null),
  drafts: readable(draft, 50),
  follows: readable(follow, 300),
  governments: readable(place, 100).default({ good: [], unread: 0 }),
})
export type PortableRead = z.output<typeof portableForm>

export const copyForm = z.object({
  payload: z.looseObject({
    schema: z.literal('fuyi-my-data/1'),
    issued_at: z.iso.datetime(),
    origin: z.string().max(300),
    portable: z.unknown(),
  }),
  signature: z.object({ algorithm: z.literal('Ed25519'), key: z.string().max(100), value: z.string().max(200) }),
})
