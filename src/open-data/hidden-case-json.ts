// A case whose text a moderator hid, as other people's scripts read it.
import type { CaseParts, CaseRow } from '../domain/proposals/public-proposal.ts'
import { hasSourceClock } from '../domain/proposals/source-clock.ts'
import { toldMet } from '../domain/record/told-by-day.ts'
import { answeredDaysLate, answeredInTime, endedAt, type GovernmentJson, license, type Names } from './case-head.ts'
import { namedJson, nameJson } from './name-json.ts'
import { timelineJson } from './timeline-json.ts'
import { timesIn } from './times.ts'

/** What stays public of a case whose text a moderator hid: its number, dates, counts and why. */
export function hiddenJson(p: CaseRow, has: CaseParts, government: GovernmentJson, names: Names, origin: string) {
  const topic = names.topics.get(p.topicCode ?? '')
  const { at, end } = timesIn(government.timeZone)
  return {
    number: p.number!,
    url: `${origin}/${government.slug}/proposals/${p.number}`,
    government: { code: government.slug, name: nameJson(government.name) },
    stage: p.stage,
    outcome: p.outcome,
    as_seen_on: p.seenOn,
    topic: topic ? namedJson(topic) : null,
    rules_version: p.rules?.version ?? null,
    threshold: p.threshold,
    // removed: by its author, who gave no reason and owed none
    hidden: { at: at(p.hiddenAt), reason: p.hiddenReason || null, removed_by_author: p.textRemovedAt !== null },
    agencies: has.agencies.map((a) => ({
      ...namedJson(a),
      government: { code: a.government.slug, name: nameJson(a.government.name) },
      role: a.role,
      due_at: end(a.dueBefore),
      as_seen_on: a.dueBefore && hasSourceClock(p) ? p.seenOn : null,
      answered_at: at(a.answeredAt),
    })),
    cosignatures: { count: p.count },
    submitted_at: at(p.submittedAt),
    published_at: at(p.publishedAt),
    closes_at: end(p.closesBefore),
    ended_at: endedAt(p, government.timeZone),
    threshold_met_at: at(toldMet(p, government.timeZone)),
    answer_due_at: end(p.answerDueBefore),
    extended_at: at(p.extendedAt),
    answered_at: at(p.answeredAt),
    answered_in_time: answeredInTime(p),
    days_late: answeredDaysLate(p, government.timeZone),
    timeline: timelineJson(p.number, { timeline: has.timeline, commitments: [] }, government.timeZone, new Map()),
    license,
  }
}
