// Citizen proposals of Consul Democracy, by the columns that it opens to everybody (its public CSV of proposals): id, title, summary,
// description, cached_votes_up, created_at to the hour, and why its author retired one. The file says no state and no threshold.
import { z } from 'zod'
import { readAs } from '../read-as.ts'
import { delimiterOf, readCsv } from '../read-csv.ts'
import { count, key, line, maybeMoment, moment, proseOf, text, title } from './fields.ts'
import type { Around, Format, ReadCase } from './format.ts'
import { byGivenRules } from './rules-given.ts'

/** Consul writes '2016-03-02 17': the hour alone. */
const toTheHour = (typed: string | undefined) => typed?.trim().replace(/^(\d{4}-\d\d-\d\d[ T]\d\d)$/, '$1:00') ?? ''

const row = z.object({
  id: key,
  title,
  summary: text,
  description: text,
  external_url: line,
  video_url: line,
  cached_votes_up: count,
  created_at: moment,
  retired_at: maybeMoment,
  retired_reason: line,
  retired_explanation: text,
})

export const consul: Format = {
  name: 'consul',
  platform: { name: 'Consul Democracy', code: 'consul', districts: {} },
  saysRules: false,
  recognises: (head) => /^\uFEFF?[^\n]*"?cached_votes_up"?/.test(head) && /^\uFEFF?"?id"?[;,]/.test(head),
  async *read(file, around, refuse) {
    for await (const [at, cells] of readCsv(
      file,
      ['id', 'title', 'cached_votes_up', 'created_at'],
      refuse,
      await delimiterOf(file),
    )) {
      const times = { created_at: toTheHour(cells.created_at), retired_at: toTheHour(cells.retired_at) }
      const read = readAs(row, { ...cells, ...times })
      if (!read.ok) refuse(at, read.reason)
      else yield { line: at, ...caseOf(read.data, around) }
    }
  },
}

function caseOf(p: z.output<typeof row>, around: Around): Omit<ReadCase, 'line'> {
  const texts = [p.summary, p.description].map(proseOf).filter(Boolean)
  const words = [p.retired_reason, proseOf(p.retired_explanation)].filter(Boolean).join(': ')
  const isRetired = p.retired_at !== null || p.retired_reason !== ''
  const links = [p.external_url, p.video_url].filter(Boolean)
  return {
    c: {
      ...{ sourceId: `consul:${p.id}`, number: p.id, url: null, status: isRetired ? 'retired' : 'published' },
      ...{ stage: isRetired ? 'withdrawn' : 'gathering', title: p.title, benefit: '' },
      problem: [...texts, ...links].join('\n\n') || p.title,
      ...{ cosignatures: p.cached_votes_up, submittedAt: p.created_at, publishedAt: p.created_at },
      ...byGivenRules(around, p.created_at),
      ...{ thresholdMetAt: null, answerDueBefore: null, lead: null, supporting: [], updates: [], answers: [] },
      ...{ images: [], attachments: [] },
    },
    notes: words ? [`retired by its author, which is told without its words: ${words}`] : [],
  }
}
