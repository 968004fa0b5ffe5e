// What agencies wrote about a case of JOIN: which entry is the answer. Pure.
import { isFiller } from '../../lib/filler.ts'
import { htmlText } from '../../lib/html-text.ts'
import { isAcknowledgement } from '../acknowledgement.ts'
import type { ImportedCase, SourceEntry } from '../imported-case.ts'
import type { JoinLine, JoinReply } from './line.ts'

/**
 * The first entry whose adoption part says something is the answer; earlier ones are updates, later ones supplement it. A
 * completed case without one takes its last entry. An entry that only acknowledges receipt is no answer.
 */
export function repliesOf(line: JoinLine): Pick<ImportedCase, 'updates' | 'answers'> {
  const entries = line.responses.map(cleanReply).sort((a, b) => a.at.getTime() - b.at.getTime())
  const first = line.status_raw === 'Completed' ? answerAmong(entries) : entries.length
  const updates = entries.slice(0, first).map((entry) => ({ agency: entry.agency, at: entry.at, body: bodyOf(entry) }))
  return { updates: updates.filter((update) => update.body), answers: entries.slice(first) }
}

/** Its place; their number where none of them answers. */
function answerAmong(entries: SourceEntry[]): number {
  const decided = entries.findIndex((entry) => entry.adoption !== '' && !isAcknowledgement(entry.adoption))
  if (decided >= 0) return decided
  const last = bodyOf(entries.at(-1))
  return last && !isAcknowledgement(last) ? entries.length - 1 : entries.length
}

function cleanReply(reply: JoinReply): SourceEntry {
  const said = (html: string) => {
    const text = htmlText(html)
    return isFiller(text) ? '' : text
  }
  return {
    agency: reply.agency,
    at: reply.responded_at,
    analysis: said(reply.analysis_html),
    deliberation: said(reply.deliberation_html),
    adoption: said(reply.adoption_html),
    followUp: said(reply.follow_up_html),
  }
}

const bodyOf = (entry: SourceEntry | undefined) =>
  [entry?.analysis, entry?.deliberation, entry?.adoption, entry?.followUp].filter(Boolean).join('\n\n')
