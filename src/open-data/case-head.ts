// What a case says of itself in a line of a table, and at the head of its JSON: made in one place, so that no two formats differ.
import { daysLate, type WorkCalendar } from '../domain/governments/deadline.ts'
import { wasRefused } from '../domain/proposals/proposal.ts'
import type { CaseHead, CaseRow } from '../domain/proposals/public-proposal.ts'
import { hasSourceClock, isTimelinessKnown, type SourceClock } from '../domain/proposals/source-clock.ts'
import { textIsShown } from '../domain/proposals/text-shown.ts'
import { toldMet } from '../domain/record/told-by-day.ts'
import type { Localised } from '../lib/localised.ts'
import type { Source } from '../schema/values.ts'
import { type Named, namedJson, nameJson } from './name-json.ts'
import { timesIn } from './times.ts'

export const license = 'OGDL-Taiwan-1.0' as const
export const licenseUrl = 'https://data.gov.tw/license'

export type GovernmentJson = { slug: string; name: Localised; timeZone: WorkCalendar['timeZone'] }
export type Names = { topics: Map<string, Named>; districts: Named[] }

/** Co-signing ends with a day, as pages say it. Null where nobody knows. */
export function endedAt(p: Pick<CaseRow, 'stage' | 'endedAt'>, timeZone: string): string | null {
  const { at, end } = timesIn(timeZone)
  return p.stage === 'last_seen' ? null : p.stage === 'expired' ? end(p.endedAt) : at(p.endedAt)
}

/** Times carry the government's offset; a deadline is the last second of its last day. `closed` is for callers alone. */
export function caseHead(p: CaseRow, has: CaseHead['has'], government: GovernmentJson, names: Names, origin: string) {
  const { at, end } = timesIn(government.timeZone)
  const closed = !textIsShown(p)
  const refused = has.decisions.find((d) => d.kind === 'refused')
  const merged = has.decisions.find((d) => d.kind === 'merged')
  const district = names.districts.find((one) => one.code === p.districtCode)
  const topic = p.topicCode === null ? undefined : names.topics.get(p.topicCode)
  return {
    closed,
    number: p.number!,
    url: `${origin}/${government.slug}/proposals/${p.number}`,
    government: { code: government.slug, name: nameJson(government.name) },
    title: closed ? null : p.title,
    author: p.authorName && !closed ? { display_name: p.authorName } : null,
    place: closed ? null : p.place || null,
    district: district ? namedJson(district) : null,
    topic: topic ? namedJson(topic) : null,
    agencies: partsJson(p, has.agencies, government.timeZone),
    stage: p.stage,
    outcome: p.outcome,
    source: p.source && sourceJson(p.source),
    as_seen_on: p.seenOn, // the day on which its source was last seen to say so; null for what began here
    submitted_at: at(p.submittedAt),
    published_at: at(p.publishedAt),
    closes_at: end(p.closesBefore),
    ended_at: endedAt(p, government.timeZone),
    threshold_met_at: at(toldMet(p, government.timeZone)), // its day: the moment is that of a person
    answer_due_at: end(p.answerDueBefore),
    extended_at: at(p.extendedAt),
    answered_at: at(p.answeredAt),
    answered_in_time: answeredInTime(p),
    days_late: answeredDaysLate(p, government.timeZone),
    refusal:
      (p.stage === 'refused' || wasRefused(p)) && refused
        ? {
            reason: refused.reason ? namedJson(refused.reason) : null,
            words: refused.words || null,
            decided_at: at(refused.decidedAt),
            reconsidered_at: at(p.reconsideredAt), // its author asked for a second check; null where never
          }
        : null,
    merged_into:
      p.stage === 'merged' && merged?.target
        ? {
            number: merged.target,
            url: `${origin}/${government.slug}/proposals/${merged.target}`,
            words: merged.words || null,
            decided_at: at(merged.decidedAt),
          }
        : null,
  }
}

/** What each agency has to do with it. */
export function partsJson(p: CaseRow, agencies: CaseHead['has']['agencies'], timeZone: GovernmentJson['timeZone']) {
  const { at, end } = timesIn(timeZone)
  return agencies.map((a) =>
    Object.assign(namedJson(a), {
      government: { code: a.government.slug, name: nameJson(a.government.name) },
      role: a.role,
      due_at: end(a.dueBefore),
      as_seen_on: a.dueBefore && hasSourceClock(p) ? p.seenOn : null,
      answered_at: at(a.answeredAt),
      contribution: a.contribution || null,
    }),
  )
}

/** Null where there was no duty (an early answer), no answer yet, or where its source may have answered before. */
export function answeredInTime(
  p: SourceClock & { thresholdMetAt: Date | null; answeredAt: Date | null },
): boolean | null {
  const known = p.thresholdMetAt && p.answeredAt && p.answerDueBefore && isTimelinessKnown(p)
  return known ? p.answeredAt! < p.answerDueBefore! : null
}

/** As the page says it: 0 in time; null where `answeredInTime` is. A spreadsheet cannot subtract moments that have an offset. */
export function answeredDaysLate(
  p: Parameters<typeof answeredInTime>[0] & { answerDueBefore: Date | null },
  timeZone: string,
): number | null {
  return answeredInTime(p) === null ? null : daysLate(p.answeredAt!, p.answerDueBefore!, timeZone)
}

/** `status`: the source's own word for its state. What was left out is named, so that nobody takes it for all there is. */
const sourceJson = ({ name, number, url, status, images, attachments }: Source) => ({
  name,
  number,
  url,
  status,
  not_taken_over: { images, attachments },
})
