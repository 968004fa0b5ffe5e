// What a copy of somebody's data looks like, as JSON Schema: for whoever reads one without us. `held` has the columns as the database has them.
import { z } from 'zod'
import { newsGroups, paces } from '../../schema/values.ts'
import { notAsked, ownLater } from '../moderation/looks.ts'
import { reasonsToLeaveOut } from './person-tables.ts'

const draft = z.object({
  government: z.string().describe('its short name in addresses'),
  number: z.string().nullable().describe('of the case; null for a draft'),
  stage: z.string(),
  title: z.string(),
  problem: z.string(),
  benefit: z.string(),
  asks: z.array(z.string()),
  links: z.array(z.object({ url: z.string(), label: z.string() })),
  topic: z.string().nullable(),
  district: z.string().nullable(),
  place: z.string().nullable(),
  agencies: z.array(z.string()),
  name: z.string().nullable().describe('the display name'),
})
const follow = z.object({
  government: z.string(),
  of: z.string().describe('as addresses name it: case:2026-0001, agency:epb'),
  case: z
    .object({ title: z.string(), published_at: z.iso.datetime().nullable() })
    .nullable()
    .describe('what tells a case from another one that has its number elsewhere; null for what is no case'),
  pace: z.enum(paces),
  kinds: z.array(z.enum(newsGroups)).nullable().describe('of which news; null: of all'),
})

const named = z.object({ code: z.string(), name: z.record(z.string(), z.string()).describe('by language') })
const place = named.extend({
  log: z.string().nullable().describe('what the log of its record calls itself'),
  ...{ agencies: z.array(named), topics: z.array(named), districts: z.array(named) },
})

/** One of the held rows whose column says something else than its words. */
const look = z.looseObject({
  reason: z
    .string()
    .nullable()
    .describe(
      `why a colleague looked, in their words; null: the case was on their own desk; "${notAsked}": it was not public yet and on another ` +
        `desk, and nobody asked them why; "${ownLater}": the same, and they opened it again once it was on their own desk that day`,
    ),
})

const copy = z.object({
  payload: z.object({
    schema: z.literal('fuyi-my-data/1'),
    issued_at: z.iso.datetime(),
    origin: z.string().describe('where it was taken'),
    portable: z
      .object({
        language: z.string(),
        display_name: z.string().nullable(),
        drafts: z.array(draft),
        follows: z.array(follow),
        governments: z
          .array(place)
          .describe('what the codes in drafts and follows are called where the copy was taken'),
      })
      .describe('what another deployment can begin anew from'),
    held: z
      .object({ staff_looks: z.array(look).optional() })
      .catchall(z.array(z.record(z.string(), z.unknown())))
      .describe('every row that is held, by table; moments are ISO 8601 in UTC'),
    left_out: z
      .array(z.object({ table: z.string(), columns: z.array(z.string()), why: z.enum(reasonsToLeaveOut) }))
      .describe('columns that are in no copy'),
  }),
  signature: z
    .object({ algorithm: z.literal('Ed25519'), key: z.string(), value: z.string() })
    .describe('over the payload as compact JSON, its members in the order of the file; key and value are base64url'),
})

/** JSON Schema 2020-12. */
export const copyJsonSchema = () => z.toJSONSchema(copy)
