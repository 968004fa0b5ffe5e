// A case as other people's scripts read it: a stable interface. Nothing of a person but the display name they chose.

import { fileName, textLayerOf } from '../domain/answers/attachment.ts'
import type { WorkCalendar } from '../domain/governments/deadline.ts'
import { wasRefused } from '../domain/proposals/proposal.ts'
import type { CaseParts, CaseRow } from '../domain/proposals/public-proposal.ts'
import { districtCells, suppressed } from '../domain/proposals/small-count-suppression.ts'
import { hasSourceClock, isTimelinessKnown, type SourceClock } from '../domain/proposals/source-clock.ts'
import { deadlineIso, isoWithOffset } from '../lib/calendar.ts'
import type { Localised } from '../lib/localised.ts'
import type { EntryFacts, Rules, Source } from '../schema/values.ts'
import { commitmentJson } from './commitment-json.ts'
import { type Named, namedJson, nameJson } from './name-json.ts'

export const license = 'OGDL-Taiwan-1.0'

type Zone = WorkCalendar['timeZone']
export type GovernmentJson = { slug: string; name: Localised; timeZone: Zone }
export type CaseJson = ReturnType<typeof caseJson>

/**
 * Times carry the government's offset; a deadline is the last second of its last day. What is not known is null. Whatever the
 * case's page says, this says. `pausedUntil`: when co-signing goes on in this government, while it is paused.
 */
export function caseJson(
  p: CaseRow,
  has: CaseParts,
  government: GovernmentJson,
  names: { topics: Map<string, Named>; districts: Named[] },
  origin: string,
  pausedUntil: Date | null,
) {
  const at = (moment: Date | null) => moment && isoWithOffset(moment, government.timeZone)
  const end = (before: Date | null) => before && deadlineIso(before, government.timeZone)
  const refused = has.decisions.find((d) => d.kind === 'refused')
  // refused for a reason that hides the text; or reconsidered, when the text may be another that nobody has checked
  const closed = p.textHidden || (wasRefused(p) && p.stage !== 'refused')
  const decided = [...has.answers].reverse().find((a) => a.decisions.length)
  const merged = has.decisions.find((d) => d.kind === 'merged')
  const district = names.districts.find((one) => one.code === p.districtCode)
  const topic = p.topicCode === null ? undefined : names.topics.get(p.topicCode)
  return {
    number: p.number!,
    url: `${origin}/${government.slug}/proposals/${p.number}`,
    government: { code: government.slug, name: nameJson(government.name) },
    title: closed ? null : p.title,
    author: p.authorName && !closed ? { display_name: p.authorName } : null,
    problem: closed ? null : (has.text?.problem ?? null),
    asks: closed
      ? []
      : has.asks.map(({ number, text }) => {
          const found = decided?.decisions.find((d) => d.askNumber === number)
          return {
            number,
            text,
            drawn_up_by_staff: p.asksDrawnUpAt !== null,
            decision: found?.decision ?? null,
            reason: found?.reason || null,
          }
        }),
    benefit: closed ? null : has.text?.benefit || null,
    evidence: closed ? [] : has.evidence.map(({ url, label }) => ({ url, label })),
    place: closed ? null : p.place || null,
    district: district ? namedJson(district) : null,
    topic: topic ? namedJson(topic) : null,
    agencies: has.agencies.map((a) => ({
      ...namedJson(a),
      government: { code: a.government.slug, name: nameJson(a.government.name) },
      role: a.role,
      due_at: end(a.dueBefore),
      as_seen_on: a.dueBefore && hasSourceClock(p) ? p.seenOn : null,
      answered_at: at(a.answeredAt),
      contribution: a.contribution || null,
    })),
    stage: p.stage,
    outcome: p.outcome,
    source: p.source && sourceJson(p.source),
    as_seen_on: p.seenOn, // the day on which its source was last seen to say so; null for what began here
    rules: p.rules ? rulesJson(p.rules, p.seenOn !== null) : null,
    cosignatures: {
      count: p.count,
      by_day: has.byDay,
      undated: has.undated, // imported, of days that the source does not say
      by_district: byDistrict(has.byDistrict, names.districts),
      districts_through: has.districtsThrough, // the last finished day that is in by_district
      by_assurance: has.byAssurance,
    },
    submitted_at: at(p.submittedAt),
    published_at: at(p.publishedAt),
    closes_at: end(p.closesBefore),
    paused_until: p.stage === 'gathering' || p.stage === 'review' ? at(pausedUntil) : null,
    ended_at: p.stage === 'last_seen' ? null : at(p.endedAt), // then nobody knows
    threshold_met_at: at(p.thresholdMetAt),
    answer_due_at: end(p.answerDueBefore),
    extended_at: at(p.extendedAt),
    answered_at: at(p.answeredAt),
    answered_in_time: answeredInTime(p),
    answers: has.answers.map((a) => ({
      version: a.version,
      agency: namedJson(a),
      published_at: at(a.publishedAt),
      analysis: a.analysis || null,
      deliberation: a.deliberation || null,
      adoption: a.adoption || null,
      follow_up: a.followUp || null,
      note: a.note || null,
      decisions: a.decisions.map((d) => ({ ask: d.askNumber, decision: d.decision, reason: d.reason || null })),
      attachments: a.attachments.map((one) => ({
        title: one.title,
        description: one.description || null,
        media_type: one.type,
        bytes: one.size,
        sha256: one.fileHash,
        url: `${origin}/${government.slug}/proposals/${p.number}/attachments/${fileName(one)}`,
        pages: one.pages,
        text_layer: one.pages === null ? null : textLayerOf(one),
        attached_at: at(one.attachedAt),
      })),
    })),
    commitments: has.commitments.map((c) => commitmentJson(c, p.number, government, origin)),
    refusal:
      (p.stage === 'refused' || wasRefused(p)) && refused
        ? {
            reason: refused.reason ? namedJson(refused.reason) : null,
            words: refused.words || null,
            decided_at: at(refused.decidedAt),
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
    transfers: knownOf(
      p,
      has.assignmentChanges
        .filter((r) => r.kind === 'transferred')
        .map((r) => ({
          from: r.from ? namedJson(r.from) : null,
          to: r.to ? namedJson(r.to) : null,
          reason: r.reason || null,
          decided_at: at(r.decidedAt),
        })),
    ),
    hand_overs: has.handOvers.map((h) => ({
      to: h.to ? { code: h.to.slug, name: nameJson(h.to.name) } : null, // null: a receiver outside this platform
      receiver: h.receiver,
      link: h.link,
      reason: h.reason,
      handed_on: h.handedOn,
      due_on: h.dueOn,
      state: h.state,
      ended_on: h.endedOn,
      result: h.result,
    })),
    extensions: knownOf(
      p,
      has.assignmentChanges
        .filter((r) => r.kind === 'extended')
        .map((r) => ({ due_at: end(r.dueBefore), reason: r.reason || null, decided_at: at(r.decidedAt) })),
    ),
    updates: has.updates.map((u) => ({
      kind: u.kind,
      agency: u.code && u.name ? namedJson({ code: u.code, name: u.name }) : null,
      body: u.body,
      written_at: at(u.writtenAt),
    })),
    corrections: closed
      ? []
      : has.corrections.map((c) => ({
          field: c.field,
          before: c.before,
          after: c.after,
          corrected_at: at(c.correctedAt),
        })),
    rating: null, // comes with the signers' own judgement of an answer
    timeline: has.timeline.map((e) => ({
      kind: e.kind,
      role: e.role,
      agency: e.agency && namedJson(e.agency),
      occurred_at: at(e.occurredAt),
      recorded_at: at(e.recordedAt),
      facts: factsJson(e.facts, government.timeZone),
    })),
    license,
  }
}

/** Null for an imported case without any here: whether there were some where it came from is not known. */
const knownOf = <T>(p: CaseRow, list: T[]): T[] | null => (list.length || p.seenOn === null ? list : null)

/** Moments in facts get the government's offset; a deadline (`…_before`) becomes the last second of its last day (`…_at`). */
function factsJson(facts: EntryFacts, timeZone: string): EntryFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return [name, value]
      const moment = new Date(value)
      if (name.endsWith('_before')) return [name.replace(/before$/, 'at'), deadlineIso(moment, timeZone)]
      return [name, isoWithOffset(moment, timeZone)]
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

/** '' : the source did not say. */
function byDistrict(counts: Map<string, number>, districts: Named[]) {
  if (counts.size === 0) return []
  return suppressed(districtCells(counts, districts)).map((cell) => ({ ...namedJson(cell), count: cell.count }))
}

/** A source says the threshold and perhaps the days; its other rules are not known. */
function rulesJson({ version, rules }: { version: number; rules: Rules }, imported: boolean) {
  const own = <T>(value: T) => (imported ? null : value)
  return {
    version,
    threshold: rules.threshold,
    cosigning_days: rules.cosigningDays || null, // 0: where a case came from, nobody said
    checking_working_days: own(rules.checkingWorkingDays),
    schedule_working_days: own(rules.scheduleWorkingDays),
    contact_days: own(rules.contactDays),
    answer_months: own(rules.answerMonths),
    extension_months: own(rules.extensionMonths),
    elsewhere_counts: own(rules.elsewhereCounts),
    early_warning_share: own(rules.earlyWarningShare),
    cooldown_months: own(rules.cooldownMonths),
    take_back_minutes: own(rules.takeBackMinutes),
    correction_share: own(rules.correctionShare),
  }
}

/** `status`: the source's own word for its state. What was left out is named, so that nobody takes it for all there is. */
const sourceJson = ({ name, number, url, status, images, attachments }: Source) => ({
  name,
  number,
  url,
  status,
  not_taken_over: { images, attachments },
})
