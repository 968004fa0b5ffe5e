// A case as other people's scripts read it: a stable interface. Nothing of a person but the display name they chose.

import { fileName, textLayerOf } from '../domain/answers/attachment.ts'
import type { AnsweringUnit } from '../domain/governments/units.ts'
import { type AssuranceStatement, assuranceStatement } from '../domain/proposals/assurance-statement.ts'
import { wordsOfBatches } from '../domain/proposals/batch-entries.ts'
import { decidedBefore } from '../domain/proposals/held-until.ts'
import type { CaseParts, CaseRow } from '../domain/proposals/public-proposal.ts'
import { textsOfCase } from '../domain/proposals/public-versions.ts'
import { toldDistricts } from '../domain/proposals/small-count-suppression.ts'
import { toldLevels } from '../domain/record/told-count.ts'
import type { Rules } from '../schema/values.ts'
import { caseHead, type GovernmentJson, license, type Names } from './case-head.ts'
import { commitmentJson } from './commitment-json.ts'
import { type Named, namedJson, nameJson } from './name-json.ts'
import { timelineJson } from './timeline-json.ts'
import { timesIn } from './times.ts'

const unitJson = (unit: AnsweringUnit | null) =>
  unit && {
    written: unit.written,
    name: nameJson(unit.name),
    contact: Object.keys(unit.contact).length ? nameJson(unit.contact) : null,
  }

export type CaseJson = ReturnType<typeof caseJson>

/**
 * Times carry the government's offset; a deadline is the last second of its last day. What is not known is null. Whatever the
 * case's page says, this says. `pausedUntil`: when co-signing goes on in this government, while it is paused.
 */
export function caseJson(
  p: CaseRow,
  has: CaseParts,
  government: GovernmentJson,
  names: Names,
  origin: string,
  pausedUntil: Date | null,
) {
  const { at, end } = timesIn(government.timeZone)
  const { agencies, refusal, merged_into, closed, ...head } = caseHead(p, has, government, names, origin)
  const said = wordsOfBatches(has.batches)
  const decided = [...has.answers].reverse().find((a) => a.decisions.length)
  return Object.assign(head, {
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
    agencies,
    rules: p.rules ? rulesJson(p.rules, p.seenOn !== null) : null,
    cosignatures: {
      count: p.count,
      by_day: has.byDay,
      undated: has.countUnsaid ? null : has.undated, // imported, of days that the source does not say
      by_district: byDistrict(has, names.districts),
      districts_through: has.districtsThrough, // the last finished day that is in by_district
      by_assurance: toldLevels(has),
      assurance: assuranceJson(assuranceStatement(p, has), at),
      decided_before: end(decidedBefore(p, has.held, p.closesBefore ?? p.createdAt)), // where they could give it its threshold
      under_review: p.seenOn === null ? has.held : null, // accepted, and not counted until somebody has looked
    },
    paused_until: p.stage === 'gathering' || p.stage === 'review' ? at(pausedUntil) : null,
    answers: has.answers.map((a) => ({
      version: a.version,
      agency: namedJson(a),
      published_at: at(a.publishedAt),
      analysis: a.analysis || null,
      deliberation: a.deliberation || null,
      adoption: a.adoption || null,
      follow_up: a.followUp || null,
      note: a.note || null,
      unit: unitJson(a.unit),
      decisions: a.decisions.map((d) => ({ ask: d.askNumber, decision: d.decision, reason: d.reason || null })),
      attachments: a.attachments.map((one) => ({
        title: one.title,
        description: one.description || null,
        media_type: one.type,
        bytes: one.size,
        sha256: one.fileHash,
        url: `${origin}/${government.slug}/proposals/${p.number}/attachments/${fileName(one)}`,
        ...{ width: one.width, height: one.height, pages_without_text: one.pagesWithoutText },
        pages: one.pages,
        text_layer: one.pages === null ? null : textLayerOf(one),
        attached_at: at(one.attachedAt),
      })),
    })),
    commitments: has.commitments.map((c) => commitmentJson(c, p.number, government, origin)),
    refusal,
    merged_into,
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
    versions: versionsJson(p, has, closed, at),
    corrections: closed
      ? []
      : has.corrections.map((c) => ({
          field: c.field,
          before: c.before,
          after: c.after,
          corrected_at: at(c.correctedAt),
        })),
    cited_in: has.references.flatMap(({ kind, url, title, publisher, publishedOn }) =>
      url === null ? [] : [{ kind, url, title, publisher, published_on: publishedOn }],
    ),
    linked_cases: has.references.flatMap(({ kind, number, caseTitle }) =>
      number === null
        ? []
        : [{ relation: kind, number, url: `${origin}/${government.slug}/proposals/${number}`, title: caseTitle }],
    ),
    rating: null, // comes with the signers' own judgement of an answer
    timeline: timelineJson(p.number, has, government.timeZone, said),
    license,
  })
}

/** Its texts, the first since it is public; nothing of one that is not. `until`: null of the one that stands. */
const versionsJson = (p: CaseRow, has: CaseParts, closed: boolean, at: (moment: Date | null) => string | null) =>
  closed
    ? []
    : textsOfCase(p, has).map(({ number, from, until, title, problem, asks, benefit }) => ({
        ...{ version: number, from: at(from), until: at(until), title, problem, asks, benefit: benefit || null },
      }))

/** Null for an imported case without any here: whether there were some where it came from is not known. */
const knownOf = <T>(p: CaseRow, list: T[]): T[] | null => (list.length || p.seenOn === null ? list : null)

/** '' : the source did not say. */
const byDistrict = (has: Pick<CaseParts, 'byDistrict' | 'districtsTold' | 'countUnsaid'>, districts: Named[]) =>
  toldDistricts(has, districts).map((cell) => ({ ...namedJson(cell), count: cell.count }))

/** A source says the threshold and perhaps the days; its other rules are not known. */
export function rulesJson({ version, rules }: { version: number; rules: Rules }, imported: boolean) {
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
    extensions_at_most: own(rules.extensions),
    elsewhere_counts: own(rules.elsewhereCounts),
    early_warning_share: own(rules.earlyWarningShare),
    cooldown_months: own(rules.cooldownMonths),
    take_back_minutes: own(rules.takeBackMinutes),
    correction_share: own(rules.correctionShare),
    level_to_propose: own(rules.levelToPropose),
    level_to_count: own(rules.levelToCount),
    age_to_propose: own(rules.ageToPropose || null),
    age_to_count: own(rules.ageToCount || null),
  }
}

const sampleJson = (told: AssuranceStatement['sample'], at: (moment: Date | null) => string | null) =>
  told && {
    ...{ confirmed: told.confirmed, not_confirmed: told.notConfirmed, drawn: told.drawn, population: told.population },
    ...{ told_at: at(told.on), tree_size: told.treeSize, root: told.root, cutoff: told.cutoff },
  }

/** How far the co-signatures can be trusted, as the page says it; null where nobody knows. */
const assuranceJson = (told: AssuranceStatement | null, at: (moment: Date | null) => string | null) =>
  told && {
    since: at(told.since),
    levels: told.levels,
    unverified: told.unverified,
    at_least_age: told.leastAge,
    refused_doubles: told.refusedDoubles,
    refused_forms: told.refusedForms,
    held: told.held.count,
    released: told.released.count,
    undecided: told.undecided,
    paper_taken_back: told.paperTakenBack,
    maybe_twice: told.maybeTwice,
    sample: sampleJson(told.sample, at),
    invalidated: told.invalidated.count,
    last_held_at: at(told.held.on),
    last_released_at: at(told.released.on),
    last_invalidated_at: at(told.invalidated.on),
  }
