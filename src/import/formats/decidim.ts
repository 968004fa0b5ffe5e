// Proposals of a Decidim component, as its administrators export them to CSV: columns are paths (`title/en`, `participatory_space/url`),
// separated by semicolons. Older versions count `supports`, newer ones `votes`; `answered_at` came later.
import { z } from 'zod'
import type { Stage } from '../../schema/values.ts'
import { isAcknowledgement } from '../acknowledgement.ts'
import type { ImportedCase } from '../imported-case.ts'
import { readAs } from '../read-as.ts'
import { delimiterOf, type Row, readCsv } from '../read-csv.ts'
import { count, key, line, maybeMoment, moment, proseOf, saidIn, text, title, webAddress } from './fields.ts'
import type { Around, Format, ReadCase } from './format.ts'
import { byGivenRules } from './rules-given.ts'

const answered = new Set(['accepted', 'rejected'])

const row = z.object({
  id: key,
  reference: line,
  url: webAddress,
  title,
  body: text,
  state: line,
  answer: text,
  supports: count,
  published_at: moment,
  answered_at: maybeMoment,
  address: line,
  attachments: count,
  withdrawn: line,
})

export const decidim: Format = {
  name: 'decidim',
  platform: { name: 'Decidim', code: 'decidim', districts: {} },
  saysRules: false,
  recognises: (head) => /^\uFEFF?"?id"?[;,][^\n]*"?participatory_space\/(?:id|url)"?/.test(head),
  async *read(file, around, refuse) {
    for await (const [at, cells] of readCsv(file, ['id', 'published_at'], refuse, await delimiterOf(file))) {
      const read = readAs(row, fieldsOf(cells, around.government.languages))
      if (!read.ok) refuse(at, read.reason)
      else yield { line: at, ...caseOf(read.data, around) }
    }
  },
}

/** A text in several languages is taken in the first of the government's that says something, else in any. */
function fieldsOf(cells: Row, languages: readonly string[]) {
  const said = (field: string): string => {
    const wanted = [field, ...languages.map((language) => `${field}/${language}`)]
    const any = Object.keys(cells).filter((name) => name.startsWith(`${field}/`))
    return [...wanted, ...any].map((name) => cells[name]?.trim() ?? '').find(Boolean) ?? ''
  }
  const votes = cells.supports ?? cells.votes ?? cells['votes/total_count'] ?? ''
  return { ...cells, title: said('title'), body: said('body'), answer: said('answer'), supports: votes }
}

/** Its state and its answer stand as they are written: nobody here decided ask by ask. */
function caseOf(p: z.output<typeof row>, around: Around): Omit<ReadCase, 'line'> {
  const reply = saidIn(p.answer)
  const isAnswered =
    answered.has(p.state) ||
    (p.state === 'evaluating' && reply !== '' && !isAcknowledgement(reply) && p.answered_at !== null)
  const isWithdrawn = p.state === 'withdrawn' || /^(?:true|1)$/.test(p.withdrawn)
  const stage: Stage = isWithdrawn ? 'withdrawn' : isAnswered ? 'resolved' : 'gathering'
  const at = p.answered_at
  const prose = { analysis: reply, deliberation: '', adoption: p.state, followUp: '' }
  const notes = isAnswered && !at ? [`it is ${p.state}, and no day of an answer is given: the answer is left out`] : []
  const c: ImportedCase = {
    ...{ sourceId: `decidim:${p.id}`, number: p.reference || p.id, url: p.url, status: p.state || 'published', stage },
    ...{ title: p.title, problem: proseOf(p.body) || p.title, benefit: '', cosignatures: p.supports },
    ...{ submittedAt: p.published_at, publishedAt: p.published_at, ...byGivenRules(around, p.published_at) },
    ...{ thresholdMetAt: null, answerDueBefore: null, lead: null, supporting: [], updates: [] },
    answers: stage === 'resolved' && at ? [{ agency: '', at, ...prose }] : [],
    ...{ images: [], attachments: p.attachments ? [`${p.attachments} of Decidim, which the file only counts`] : [] },
    place: p.address || null,
  }
  return { c, notes }
}
