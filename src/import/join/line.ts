// One line of a JOIN file, as SOURCES describes the format: what must be there, and why a line is refused.
import { z } from 'zod'
import { typedLine } from '../../lib/text.ts'
import { readAs } from '../read-as.ts'
import { isPossibleDay } from './count-files.ts'

const format = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
const moment = z
  .string()
  .refine((v) => format.test(v) && isPossibleDay(v.slice(0, 10)), 'is not a real date and time from 1900 to 2199')
  .transform((v) => new Date(v))
/** Half a character cannot be stored: it becomes a sign that says so. */
const wellFormed = (v: string) => Buffer.from(v).toString()
const text = z
  .string()
  .nullish()
  .transform((v) => wellFormed(v ?? ''))
const whole = z.number().int()
const name = z
  .string()
  .transform((v) => typedLine(wellFormed(v)))
  .pipe(z.string().min(1).max(500))
const agency = z.object({ oid_code: z.string().nullish(), name })
const agencies = z
  .array(agency)
  .nullish()
  .transform((v) => v ?? [])

/** JOIN gives their titles; others may give more of them. */
const attachment = z.unknown().transform((v) => {
  const named =
    typeof v === 'object' && v !== null ? Object.entries(v).find(([key]) => /^(?:title|name)$/.test(key)) : null
  return typedLine(String(named ? named[1] : typeof v === 'string' ? v : '')) || '?'
})

const reply = z.object({
  agency: name,
  responded_at: moment,
  analysis_html: text,
  deliberation_html: text,
  adoption_html: text,
  follow_up_html: text,
  attachments: z
    .array(attachment)
    .nullish()
    .transform((v) => v ?? []),
})

const line = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .refine((v) => wellFormed(v) === v && !/\p{Cc}/u.test(v), 'holds characters that no key can have'),
  case_number: z
    .string()
    .nullish()
    .transform((v) => typedLine(v ?? '') || null),
  title: z.string().min(1).transform(wellFormed),
  summary: text,
  content_html: text,
  impact_html: text,
  status_raw: z.enum(['FirstSigned', 'SecondFailed', 'Revoked', 'Advice', 'Completed'], 'is not a status we know'),
  endorse_count: whole, // below zero it is not believed
  endorse_goal: whole.min(1),
  endorse_period_days: whole,
  submitted_at: moment,
  approved_at: moment,
  endorse_due_at: moment,
  threshold_met_at: moment.nullish(),
  response_due_at: moment.nullish(),
  lead_agencies: agencies,
  support_agencies: agencies,
  source_url: z.url({ protocol: /^https?$/ }).nullish(),
  responses: z
    .array(reply)
    .nullish()
    .transform((v) => v ?? []),
})

export type JoinLine = z.output<typeof line>
export type JoinReply = JoinLine['responses'][number]

/** A line, or the reason why it cannot be taken, in words for the person who made the file. */
export function readLine(json: string): { ok: true; line: JoinLine } | { ok: false; reason: string } {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { ok: false, reason: 'not JSON: each line should hold one whole case' }
  }
  if (Array.isArray(value)) return { ok: false, reason: 'a list: each line should hold one case' }
  const read = readAs(line, value)
  if (!read.ok) return read
  const { status_raw: status, threshold_met_at: met } = read.data
  if (status === 'Advice' && !met) return { ok: false, reason: 'threshold_met_at: an Advice case needs it' }
  return { ok: true, line: read.data }
}
