// What a line of JOIN's archive becomes here. Its fields named `…_html` are HTML; title, summary and names are text. Pure.

import { addDays, localDate, localTime, startOfDay } from '../../lib/calendar.ts'
import { htmlText } from '../../lib/html-text.ts'
import { typedLine, typedText } from '../../lib/text.ts'
import type { Stage } from '../../schema/values.ts'
import { pictures } from '../html-pictures.ts'
import type { ImportedCase, SourceAgency } from '../imported-case.ts'
import type { JoinLine } from './line.ts'
import { repliesOf } from './replies.ts'

const stages: { [status in JoinLine['status_raw']]: Stage } = {
  FirstSigned: 'gathering', // JOIN leaves it so when the closing date has passed: see endedBySource
  SecondFailed: 'expired',
  Revoked: 'withdrawn',
  Advice: 'review',
  Completed: 'resolved',
}
/** A period that no platform gives is no period: dates could not be computed with it. */
const longestPeriod = 3660

/** A line as a case. The time zone decides which local day a deadline ends on. */
export function caseOf(line: JoinLine, timeZone: string): ImportedCase {
  const agencies = [...line.lead_agencies, ...line.support_agencies].map(agencyOf)
  const lead = line.lead_agencies.length ? agencies[0]! : null
  const period = line.endorse_period_days
  return {
    sourceId: line.id,
    number: line.case_number,
    url: line.source_url ?? null,
    status: line.status_raw,
    stage: stages[line.status_raw],
    title: typedLine(line.title),
    problem: problemOf(line),
    benefit: htmlText(line.impact_html),
    threshold: line.endorse_goal,
    cosigningDays: period > 0 && period <= longestPeriod ? period : 0,
    cosignatures: line.endorse_count >= 0 ? line.endorse_count : null,
    submittedAt: line.submitted_at,
    publishedAt: line.approved_at,
    closesBefore: closingOf(line.endorse_due_at, timeZone),
    thresholdMetAt: line.threshold_met_at ?? null,
    answerDueBefore: line.response_due_at ? dueOf(line.response_due_at, timeZone) : null,
    lead,
    supporting: agencies.filter((a, i) => a !== lead && agencies.findIndex((b) => same(a, b)) === i),
    ...repliesOf(line),
    images: htmlOf(line).flatMap(pictures),
    attachments: line.responses.flatMap((reply) => reply.attachments),
  }
}

/** A code stands in addresses. */
const agencyOf = (a: JoinLine['lead_agencies'][number]): SourceAgency => ({
  code: /^[\w.-]{1,60}$/.exec(a.oid_code?.trim() ?? '')?.[0] ?? null,
  name: typedLine(a.name),
})
const same = (a: SourceAgency, b: SourceAgency) => (a.code && b.code ? a.code === b.code : a.name === b.name)

const htmlOf = (line: JoinLine): string[] => [
  line.content_html,
  line.impact_html,
  ...line.responses.flatMap((r) => [r.analysis_html, r.deliberation_html, r.adoption_html, r.follow_up_html]),
]

/**
 * JOIN writes the end of co-signing in several ways: 23:59:59, the next midnight (or a second past it), 05:00 of the next day,
 * or the hour of the approval. Whatever lies before six in the morning means the day before.
 */
export function closingOf(at: Date, timeZone: string): Date {
  const day = localDate(at, timeZone)
  return startOfDay(localTime(at, timeZone) < '06:00' ? day : addDays(day, 1), timeZone)
}

/** An answer is due until the end of the day that is named, at whatever hour, midnight too. */
export const dueOf = (at: Date, timeZone: string): Date => startOfDay(addDays(localDate(at, timeZone), 1), timeZone)

/** The body; the summary before it only where it says something else. JOIN made most summaries from the body itself. */
function problemOf(line: JoinLine): string {
  const content = htmlText(line.content_html)
  const summary = typedText(line.summary)
  const bare = (text: string) => text.replace(/[\s\p{P}\p{S}]/gu, '')
  if (!content || !summary || bare(content).includes(bare(summary))) return content || summary
  return `${summary}\n\n${content}`
}
