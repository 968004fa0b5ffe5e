// Service requests by Open311 GeoReport v2 as JSON, as many cities and FixMyStreet give them. They are reports, not proposals: nobody
// co-signs them, and an agency closes them with a note.
import { z } from 'zod'
import { lastDay } from '../../lib/calendar.ts'
import { isAcknowledgement } from '../acknowledgement.ts'
import { readAs } from '../read-as.ts'
import { readRecords } from '../read-records.ts'
import { agencyOf, count, key, line, maybeMoment, moment, proseOf, saidIn, text, webAddress } from './fields.ts'
import type { Around, Format, ReadCase } from './format.ts'
import { byGivenRules } from './rules-given.ts'

const request = z.object({
  service_request_id: key,
  title: line, // FixMyStreet
  service_name: line,
  service_code: z.union([z.string(), z.number()]).nullish(),
  description: text,
  status: z
    .string()
    .transform((typed) => typed.trim().toLowerCase())
    .pipe(z.string().min(1)),
  status_notes: text,
  agency_responsible: z
    .union([line, z.object({ recipient: z.array(z.string()) }).transform(({ recipient }) => recipient.join(', '))])
    .nullish(),
  requested_datetime: moment,
  updated_datetime: maybeMoment,
  expected_datetime: maybeMoment,
  address: line,
  media_url: webAddress,
  interface_used: line,
  comment_count: count,
})

const longestTitle = 80
const closed = /^(?:closed|fixed.*|resolved|completed?)$/

export const open311: Format = {
  name: 'open311',
  platform: { name: 'Open311', code: 'open311', districts: {} },
  saysRules: false,
  recognises: (head) => /"service_request_id"/.test(head),
  async *read(file, around, refuse) {
    for await (const [at, record, name] of readRecords(file, refuse)) {
      const read = readAs(request, record)
      if (!read.ok) refuse(at, name + read.reason)
      else if (!titleOf(read.data)) refuse(at, `${name}it has neither a title, nor a service, nor a description`)
      else yield { line: at, ...caseOf(read.data, around) }
    }
  },
}

type Request = z.output<typeof request>

function titleOf({ title, service_name, description }: Request): string {
  const called = title || service_name || proseOf(description).split('\n')[0]!
  return [...called].slice(0, longestTitle).join('')
}

/** What is closed without a word, or without a day, has no answer here. */
function caseOf(r: Request, around: Around): Omit<ReadCase, 'line'> {
  const agency = agencyOf(r.agency_responsible ?? '')
  const note = saidIn(r.status_notes)
  const isClosed = closed.test(r.status)
  const at = r.updated_datetime
  const isAnswered = isClosed && note !== '' && at !== null && !isAcknowledgement(note)
  const notes = isClosed && !isAnswered ? [`it is ${r.status}, and no answer with a day stands in the file`] : []
  const by = agency?.name ?? ''
  const due =
    r.expected_datetime && !isClosed ? [`expected by ${lastDay(r.expected_datetime, around.government.timeZone)}`] : []
  return {
    c: {
      ...{ sourceId: `open311:${r.service_request_id}`, number: r.service_request_id, url: null, status: r.status },
      ...{
        stage: isClosed ? 'resolved' : 'gathering',
        title: titleOf(r),
        problem: proseOf(r.description) || titleOf(r),
      },
      ...{ benefit: '', cosignatures: null, submittedAt: r.requested_datetime, publishedAt: r.requested_datetime },
      ...byGivenRules(around, r.requested_datetime),
      ...{ thresholdMetAt: null, answerDueBefore: null, lead: agency, supporting: [] },
      updates: !isAnswered && note && at ? [{ agency: by, at, body: note }] : [],
      answers: isAnswered ? [{ agency: by, at, analysis: note, deliberation: '', adoption: '', followUp: '' }] : [],
      ...{ images: r.media_url ? [r.media_url] : [], attachments: [], place: r.address || null },
    },
    notes: [...notes, ...due],
  }
}
