// Petitions to the UK Government and Parliament, from petition.parliament.uk: its public list (petitions.json, page by page or several
// pages in one file), and the older set of data.parliament.uk. Ten thousand signatures oblige the Government to respond, a hundred
// thousand are considered for a debate; a petition is open for six months.
import { z } from 'zod'
import { addDays, addMonths, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Stage } from '../../schema/values.ts'
import type { ImportedCase } from '../imported-case.ts'
import { readAs } from '../read-as.ts'
import { readRecords } from '../read-records.ts'
import { agencyOf, count, key, line, maybeMoment, moment, proseOf, text, title, webAddress } from './fields.ts'
import type { Around, Format, ReadCase } from './format.ts'

const threshold = 10_000
const monthsOpen = 6
const zone = 'Europe/London'

const listed = z.object({
  id: key,
  links: z.object({ self: webAddress }).nullish(),
  attributes: z.object({
    action: title,
    background: text,
    additional_details: text,
    state: z.enum(['open', 'closed', 'rejected'], 'is no state of a public petition'),
    signature_count: count,
    created_at: moment,
    opened_at: maybeMoment,
    closed_at: maybeMoment,
    rejected_at: maybeMoment,
    response_threshold_reached_at: maybeMoment,
    debate_threshold_reached_at: maybeMoment,
    debate_outcome_at: maybeMoment,
    rejection: z.object({ code: z.string().regex(/^[a-z-]{1,40}$/, 'is no code'), details: text }).nullish(),
    government_response: z
      .object({ responded_on: maybeMoment, created_at: maybeMoment, summary: text, details: text })
      .nullish(),
    debate: z.object({ overview: text, transcript_url: webAddress }).nullish(),
    departments: z.array(z.object({ acronym: line, name: line })).nullish(),
  }),
})

const value = <T extends z.ZodType>(of: T) => z.object({ _value: of })
const older = z.object({
  _about: webAddress,
  created: value(moment),
  identifier: value(key),
  label: value(title),
  numberOfSignatures: count,
  status: z.enum(['open', 'closed'], 'is no status we know'),
})

export const ukPetitions: Format = {
  name: 'uk-petitions',
  platform: { name: 'UK Parliament petitions', code: 'uk', districts: {} },
  saysRules: true,
  recognises: (head) => /"numberOfSignatures"|"data\.parliament\.uk|"type"\s*:\s*"petition"/.test(head),
  async *read(file, around, refuse) {
    for await (const [at, record, name] of readRecords(file, refuse)) {
      const isListed = typeof record === 'object' && record !== null && 'attributes' in record
      const read = isListed ? readAs(listed, record) : readAs(older, record)
      if (!read.ok) refuse(at, name + read.reason)
      else yield { line: at, ...('attributes' in read.data ? ofList(read.data, around) : ofOlder(read.data)) }
    }
  },
}

type Read = Omit<ReadCase, 'line'>
const endOf = (day: string): Date => startOfDay(addDays(day, 1), zone)
const sixMonthsAfter = (opened: Date): Date => endOf(addMonths(localDate(opened, zone), monthsOpen))

const common = {
  ...{ threshold, cosigningDays: 0, benefit: '', answerDueBefore: null, images: [], attachments: [] },
} satisfies Partial<ImportedCase>

/** It says neither when it opened nor what happened since: when it was made stands for the first. */
function ofOlder(p: z.output<typeof older>): Read {
  const at = p.created._value
  const reached = (p.numberOfSignatures ?? 0) >= threshold
  return {
    c: {
      ...common,
      ...{
        sourceId: `uk-petitions:${p.identifier._value}`,
        number: p.identifier._value,
        url: p._about,
        status: p.status,
      },
      ...{
        stage: p.status === 'open' ? 'gathering' : reached ? 'review' : 'expired',
        title: p.label._value,
        problem: p.label._value,
      },
      ...{ cosignatures: p.numberOfSignatures, submittedAt: at, publishedAt: at, closesBefore: sixMonthsAfter(at) },
      ...{ thresholdMetAt: null, lead: null, supporting: [], updates: [], answers: [] },
    },
    notes: reached ? ['it has the signatures that oblige to respond, and neither the day nor a response is given'] : [],
  }
}

function ofList({ id, links, attributes: p }: z.output<typeof listed>, { at }: Around): Read {
  const published = p.opened_at ?? p.rejected_at ?? p.created_at
  const agencies = (p.departments ?? []).flatMap(({ name, acronym }) => agencyOf(name, acronym) ?? [])
  const [lead = null, ...supporting] = agencies
  const by = lead?.name ?? ''
  const response = p.government_response
  const answeredAt = response?.responded_on ?? response?.created_at ?? null
  const said = [response?.summary, response?.details].map((part) => proseOf(part ?? '')).filter(Boolean)
  const answers =
    answeredAt && said.length ? [{ agency: by, at: answeredAt, analysis: said.join('\n\n'), ...silent }] : []
  const closes = p.closed_at ? endOf(localDate(p.closed_at, zone)) : sixMonthsAfter(published)
  const notes = [
    ...(response && !answers.length ? ['its response has no date or no words: it is left out'] : []),
    ...(p.state === 'rejected' && !p.rejection ? ['it is rejected, and no reason is given'] : []),
  ]
  return {
    c: {
      ...common,
      ...{
        sourceId: `uk-petitions:${id}`,
        number: id,
        url: links?.self?.replace(/\.json$/, '') ?? null,
        status: p.state,
      },
      ...{ stage: stageOf(p, answers.length > 0), title: p.action },
      problem: [p.background, p.additional_details].map(proseOf).filter(Boolean).join('\n\n') || p.action,
      ...{ cosignatures: p.signature_count, submittedAt: p.created_at, publishedAt: published, closesBefore: closes },
      ...{ thresholdMetAt: p.state === 'rejected' ? null : p.response_threshold_reached_at, lead, supporting, answers },
      updates: debatesOf(p, at),
      ...(p.state === 'rejected' ? { refusal: refusalOf(p) } : {}),
    },
    notes,
  }
}

const silent = { deliberation: '', adoption: '', followUp: '' }
type Attributes = z.output<typeof listed>['attributes']

/** A petition that met its threshold waits for its response whether it is closed or not. */
function stageOf(p: Attributes, isAnswered: boolean): Stage {
  if (p.state === 'rejected') return 'refused'
  if (isAnswered) return 'resolved'
  const reached = p.state === 'closed' && (p.signature_count ?? 0) >= threshold
  if (p.response_threshold_reached_at || reached) return 'review'
  return p.state === 'open' ? 'gathering' : 'expired'
}

/** The second threshold, and what Parliament did: neither answers for the Government. */
function debatesOf(p: Attributes, now: Date): ImportedCase['updates'] {
  const agency = 'Petitions Committee'
  const { debate, debate_threshold_reached_at: met, debate_outcome_at: held } = p
  const words = [proseOf(debate?.overview ?? ''), debate?.transcript_url ?? ''].filter(Boolean).join('\n\n')
  return [
    ...(met && met <= now
      ? [{ agency, at: met, body: 'Reached 100,000 signatures: considered for a debate in Parliament.' }]
      : []),
    ...(held && held <= now ? [{ agency, at: held, body: words || 'Debated in Parliament.' }] : []),
  ]
}

function refusalOf(p: Attributes): NonNullable<ImportedCase['refusal']> {
  const code = p.rejection?.code ?? 'not-stated'
  const words = proseOf(p.rejection?.details ?? '')
  return {
    code: `uk-${code}`,
    name: code.replaceAll('-', ' '),
    words: words || code.replaceAll('-', ' '),
    at: p.rejected_at ?? p.created_at,
  }
}
