// What the lists, the governments and the tables answer, as the contract.
import { z } from 'zod'
import { tablesByName } from '../datasets/datasets.ts'
import { formats, mediaTypes } from '../datasets/formats.ts'
import type { Columns, Kind, Table } from '../datasets/table.ts'
import { casePart, caseSchema } from './case-schema.ts'
import { address, date, license, names, time } from './values.ts'

const meta = z.object({ total: z.int(), page: z.int(), per_page: z.int() }).meta({ id: 'ListMeta' })
const links = z
  .object({
    ...{ self: address, next: address.nullable(), prev: address.nullable(), first: address, last: address },
  })
  .meta({ id: 'ListLinks' })

export const caseList = z
  .object({ data: z.array(caseSchema), close: z.array(caseSchema), meta, links, license })
  .meta({ id: 'CaseList' })
export const casePartList = z
  .object({ data: z.array(casePart), close: z.array(casePart), meta, links, license })
  .meta({ id: 'CaseFieldsList' })

/** `*`, then what `next` of the answer before says. */
export const cursorParameter = z.object({
  cursor: z
    .string()
    .regex(/^(\*|\d{4}-\d{4,9})$/)
    .optional(),
})
const walkMeta = z.object({ per_page: z.int() }).meta({ id: 'WalkMeta' })
const walkLinks = z.object({ self: address, next: address.nullable() }).meta({ id: 'WalkLinks' })
/** A list by its cursor: how many there are is not counted. */
export const caseWalk = z
  .object({ data: z.array(caseSchema), meta: walkMeta, links: walkLinks, license })
  .meta({ id: 'CaseWalk' })
export const casePartWalk = z
  .object({ data: z.array(casePart), meta: walkMeta, links: walkLinks, license })
  .meta({ id: 'CaseFieldsWalk' })

const pause = z
  .object({ first_day: date, last_day: date, reason: names, stops_submitting: z.boolean() })
  .meta({ id: 'Pause' })
const notice = z.object({ first_day: date, last_day: date, text: names }).meta({ id: 'Notice' })
const unusualRules = z
  .object({
    ...{ version: z.int(), valid_from: time.nullable(), holds_unusual: z.boolean() },
    ...{ series_from: z.int(), series_share: z.number(), domain_from: z.int(), block_from: z.int() },
    ...{ device_from: z.int(), mass_from: z.int(), unknown_share: z.number(), lone_share: z.number() },
    ...{ decided_alone: z.int(), more_disposable: z.array(z.string()), trusted_domains: z.array(z.string()) },
  })
  .meta({ id: 'UnusualRules' })
const government = z
  .object({
    ...{ code: z.string(), url: address, name: names, contact: names.nullable(), languages: z.array(z.string()) },
    ...{ time_zone: z.string(), proposals_url: address },
    counts: z
      .object({
        ...{ gathering: z.int(), review: z.int(), overdue: z.int(), resolved: z.int(), ended: z.int() },
      })
      .meta({ id: 'GovernmentCounts' }),
    ...{ pauses: z.array(pause), notices: z.array(notice), unusual_rules: z.array(unusualRules), license },
  })
  .meta({ id: 'Government' })
export const governmentList = z.object({ data: z.array(government) }).meta({ id: 'GovernmentList' })

const both = z.object({ 'zh-Hant': z.string(), en: z.string() })
const kinds: { [kind in Kind]: z.ZodType } = {
  text: z.string(),
  integer: z.int(),
  boolean: z.boolean(),
  date,
  moment: time,
}

/** `proposals` → `ProposalsRow`. */
const rowName = (table: string): string => `${table[0]!.toUpperCase()}${table.slice(1)}Row`

/** Each table as the files have it, by media type. */
export const filesByTable = new Map([...tablesByName].map(([name, table]) => [name, filesOf(table)]))

function filesOf(table: Table<Columns>): { [mediaType: string]: z.ZodType | null } {
  const columns = Object.entries(table.columns).map(([name, kind]) => [name, kinds[kind].nullable()])
  const row = z.object(Object.fromEntries(columns)).meta({ id: rowName(table.name) })
  const file = z
    .object({
      ...{ table: z.literal(table.name), title: both, license, license_url: address, attribution: both },
      ...{ described_by: address, taken_at: time, data: z.array(row) },
    })
    .meta({ id: `${rowName(table.name).replace(/Row$/, '')}File` })
  const forms = { csv: null, json: file, ndjson: row, parquet: null }
  return Object.fromEntries(formats.map((format) => [mediaTypes[format].split(';')[0]!, forms[format]]))
}
