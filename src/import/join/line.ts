// One line of a JOIN file, as SOURCES describes the format: what must be there, and why a line is refused.
import { z } from 'zod'
import { isDay } from '../../lib/calendar.ts'

const moment = z
  .string()
  .refine(
    (v) =>
      /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(v) && isDay(v.slice(0, 10)),
    'is not a date and time that exists',
  )
  .transform((v) => new Date(v))
const text = z
  .string()
  .nullish()
  .transform((v) => v ?? '')
const count = z.number().int().min(0)
const agency = z.object({ oid_code: z.string().nullish(), name: z.string().min(1) })
const agencies = z
  .array(agency)
  .nullish()
  .transform((v) => v ?? [])

const reply = z.object({
  agency: z.string().min(1),
  responded_at: moment,
  analysis_html: text,
  deliberation_html: text,
  adoption_html: text,
  follow_up_html: text,
})

const line = z.object({
  id: z.string().min(1).max(100),
  case_number: z
    .string()
    .nullish()
    .transform((v) => v || null),
  title: z.string().min(1),
  summary: text,
  content_html: text,
  impact_html: text,
  status_raw: z.enum(['FirstSigned', 'SecondFailed', 'Revoked', 'Advice', 'Completed'], 'is not a status we know'),
  endorse_count: count,
  endorse_goal: count.min(1),
  endorse_period_days: count,
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
    return { ok: false, reason: 'not JSON' }
  }
  const read = line.safeParse(value)
  if (!read.success) {
    const [issue] = read.error.issues
    return { ok: false, reason: `${issue!.path.join('.') || 'line'}: ${issue!.message}` }
  }
  const { status_raw: status, threshold_met_at: met, responses } = read.data
  if (status === 'Completed' && !responses.length)
    return { ok: false, reason: 'responses: a Completed case needs at least one' }
  if (status === 'Advice' && !met) return { ok: false, reason: 'threshold_met_at: an Advice case needs it' }
  return { ok: true, line: read.data }
}
