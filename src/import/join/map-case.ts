// What a line of JOIN's archive becomes here. Its fields named `…_html` are HTML; title, summary and names are text. Pure.

import { addDays, localDate, localTime, startOfDay } from '../../lib/calendar.ts'
import { isFiller } from '../../lib/filler.ts'
import { htmlText } from '../../lib/html-text.ts'
import { typedLine, typedText } from '../../lib/text.ts'
import type { Stage } from '../../schema/values.ts'
import type { JoinLine, JoinReply } from './line.ts'

export type JoinAgency = { code: string | null; name: string }
export type JoinAnswer = {
  agency: string
  at: Date
  analysis: string
  deliberation: string
  adoption: string
  followUp: string
}
export type JoinCase = {
  sourceId: string
  number: string | null
  url: string | null
  status: JoinLine['status_raw']
  stage: Stage
  title: string
  problem: string
  benefit: string
  threshold: number
  cosigningDays: number
  endorsed: number
  submittedAt: Date
  publishedAt: Date
  closesBefore: Date
  thresholdMetAt: Date | null
  answerDueBefore: Date | null
  /** null where JOIN named none: the coordinating agency leads */
  lead: JoinAgency | null
  supporting: JoinAgency[]
  /** earlier entries, whose adoption part said nothing yet */
  updates: { agency: string; at: Date; body: string }[]
  /** version 1 is the answer, the others supplement it; empty while open */
  answers: JoinAnswer[]
}

const stages: { [status in JoinLine['status_raw']]: Stage } = {
  FirstSigned: 'gathering', // the scheduler's own step expires it, as of its closing date
  SecondFailed: 'expired',
  Revoked: 'withdrawn',
  Advice: 'review',
  Completed: 'resolved',
}

/** A line as a case. The time zone decides which local day a deadline ends on. */
export function caseOf(line: JoinLine, timeZone: string): JoinCase {
  const agencies = [...line.lead_agencies, ...line.support_agencies].map(agencyOf)
  const lead = line.lead_agencies.length ? agencies[0]! : null
  const { updates, answers } = repliesOf(line)
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
    cosigningDays: line.endorse_period_days,
    endorsed: line.endorse_count,
    submittedAt: line.submitted_at,
    publishedAt: line.approved_at,
    closesBefore: deadlineOf(line.endorse_due_at, timeZone),
    thresholdMetAt: line.threshold_met_at ?? null,
    answerDueBefore: line.response_due_at ? deadlineOf(line.response_due_at, timeZone) : null,
    lead,
    supporting: agencies.filter((a, i) => a !== lead && agencies.findIndex((b) => same(a, b)) === i),
    updates,
    answers,
  }
}

const agencyOf = (a: JoinLine['lead_agencies'][number]): JoinAgency => ({
  code: a.oid_code?.trim() || null,
  name: typedLine(a.name),
})
const same = (a: JoinAgency, b: JoinAgency) => (a.code && b.code ? a.code === b.code : a.name === b.name)

/**
 * JOIN writes the end of a day in several ways: 23:59:59, the next midnight (or a second past it), 05:00 of the next day,
 * or the hour of the approval. Whatever lies before six in the morning means the day before.
 */
export function deadlineOf(at: Date, timeZone: string): Date {
  const day = localDate(at, timeZone)
  return startOfDay(localTime(at, timeZone) < '06:00' ? day : addDays(day, 1), timeZone)
}

/** The body; the summary before it only where it says something else. JOIN made most summaries from the body itself. */
function problemOf(line: JoinLine): string {
  const content = htmlText(line.content_html)
  const summary = typedText(line.summary)
  const bare = (text: string) => text.replace(/[\s\p{P}\p{S}]/gu, '')
  if (!content || !summary || bare(content).includes(bare(summary))) return content || summary
  return `${summary}\n\n${content}`
}

function cleanReply(reply: JoinReply): JoinAnswer {
  const said = (html: string) => {
    const text = htmlText(html)
    return isFiller(text) ? '' : text
  }
  return {
    agency: typedLine(reply.agency),
    at: reply.responded_at,
    analysis: said(reply.analysis_html),
    deliberation: said(reply.deliberation_html),
    adoption: said(reply.adoption_html),
    followUp: said(reply.follow_up_html),
  }
}

/** The first entry that says what is adopted is the answer; a completed case without one takes its last entry. */
function repliesOf(line: JoinLine): Pick<JoinCase, 'updates' | 'answers'> {
  const entries = line.responses.map(cleanReply).sort((a, b) => a.at.getTime() - b.at.getTime())
  const decided = entries.findIndex((entry) => entry.adoption !== '')
  const answer =
    line.status_raw !== 'Completed' ? entries.length : decided >= 0 ? decided : Math.max(0, entries.length - 1)
  const updates = entries.slice(0, answer).map((entry) => ({ agency: entry.agency, at: entry.at, body: bodyOf(entry) }))
  return { updates: updates.filter((update) => update.body), answers: entries.slice(answer) }
}

const bodyOf = (entry: JoinAnswer) =>
  [entry.analysis, entry.deliberation, entry.adoption, entry.followUp].filter(Boolean).join('\n\n')
