// The rows of one case of a dump. Writes nothing. What the dump does not say has no row: nobody who signed, no officer, no author.

import { newSalt } from '../../domain/record/store.ts'
import { stepAt } from '../../domain/record/told-by-day.ts'
import { toldCount } from '../../domain/record/told-count.ts'
import { startOfDay } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { answers, askDecisions } from '../../schema/answers.ts'
import type { assignmentChanges, assignments } from '../../schema/assignments.ts'
import type { answerAttachments } from '../../schema/attachments.ts'
import type { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import type { cosignatureCounts } from '../../schema/cosignatures.ts'
import type { handOvers } from '../../schema/hand-overs.ts'
import type { corrections, moderationDecisions } from '../../schema/moderation.ts'
import type { asks, evidence, proposals, proposalTexts, proposalUpdates, textVersions } from '../../schema/proposals.ts'
import type { EntryKind } from '../../schema/values.ts'
import type { CaseLine } from './dump-shapes.ts'
import type { Places } from './places.ts'
import { endOf, shownAt, toldElsewhere } from './told-elsewhere.ts'

export type CaseRows = {
  proposal: typeof proposals.$inferInsert
  told: ReturnType<typeof toldElsewhere>
  text: typeof proposalTexts.$inferInsert
  versions: (typeof textVersions.$inferInsert)[]
  asks: (typeof asks.$inferInsert)[]
  evidence: (typeof evidence.$inferInsert)[]
  updates: (typeof proposalUpdates.$inferInsert)[]
  decisions: (typeof moderationDecisions.$inferInsert)[]
  corrections: (typeof corrections.$inferInsert)[]
  parts: (typeof assignments.$inferInsert)[]
  changes: (typeof assignmentChanges.$inferInsert)[]
  handOvers: (typeof handOvers.$inferInsert)[]
  answers: (typeof answers.$inferInsert)[]
  askDecisions: (typeof askDecisions.$inferInsert)[]
  attachments: (typeof answerAttachments.$inferInsert)[]
  commitments: (typeof commitments.$inferInsert)[]
  commitmentUpdates: (typeof commitmentUpdates.$inferInsert)[]
  counts: (typeof cosignatureCounts.$inferInsert)[]
}

/** Dumps tell seconds: what stood in one second keeps its order by a millisecond each. */
const later = (moment: Date, n: number): Date => new Date(moment.getTime() + n)

/** `id`: of the case here, where an earlier run brought it. `targetId`: of the case that it was merged into. */
export function rowsOfCase(c: CaseLine, places: Places, id: string, targetId: string | null, at: Date): CaseRows {
  const salted = () => ({ id: newId(), proposalId: id, salt: newSalt() })
  const answerRows = answersOf(c, places, id)
  const answerIds = new Map(answerRows.map(({ version, id: of }) => [version, of]))
  const commitmentRows = c.commitments.map((one, position) => ({
    ...{ id: newId(), governmentId: places.governmentId, proposalId: id, position, salt: newSalt() },
    ...{ answerId: answerIds.get(one.answer_version)!, agencyId: places.agencyOfCase(c, one.agency.code)! },
    ...{ askNumber: one.ask, number: Number(one.id.split('-').at(-1)), what: one.what, measure: one.measure ?? '' },
    ...{ owner: one.owner, dueOn: one.due_on, state: one.state, closedAt: one.closed_at, reportedAt: one.reported_at },
    ...{ doneAt: one.done_at, verdict: one.checked, checkedAt: one.checked_at, handedOverAt: one.handed_over_at },
  }))
  return {
    proposal: proposalOf(c, places, id, targetId, at),
    told: toldElsewhere(c),
    text: { proposalId: id, problem: c.problem ?? '', benefit: c.benefit ?? '', salt: newSalt() },
    versions: c.versions.map(({ from, title, problem, asks: asked, benefit }, revision) => ({
      ...{ proposalId: id, revision, title, problem, benefit: benefit ?? '', asks: asked },
      keptAt: revision === 0 ? shownAt(c) : (from ?? at),
    })),
    asks: c.asks.map(({ number, text }) => ({ proposalId: id, number, text })),
    evidence: c.evidence.map((one, position) => ({ id: newId(), proposalId: id, position, ...one })),
    updates: c.updates.map(({ kind, agency, body, written_at }, n) => ({
      ...{ ...salted(), kind, body, writtenAt: later(written_at, n) },
      agencyId: agency && places.agencyOfCase(c, agency.code),
    })),
    decisions: decisionsOf(c, id, targetId),
    corrections: c.corrections.map(({ field, before, after, corrected_at }, n) => ({
      ...{ ...salted(), field, before, after, correctedAt: later(corrected_at, n) },
    })),
    parts: partsOf(c, places, id),
    changes: changesOf(c, places, id),
    handOvers: handOversOf(c, places, id),
    answers: answerRows,
    askDecisions: c.answers.flatMap(({ version, decisions }) =>
      decisions.map(({ ask, decision, reason }) => ({
        ...{ answerId: answerIds.get(version)!, askNumber: ask, decision, reason: reason ?? '' },
      })),
    ),
    attachments: c.answers.flatMap(({ version, attachments }) =>
      attachments
        .filter(({ sha256 }) => places.hasFile(sha256))
        .map(({ sha256: fileHash, title, description, attached_at: attachedAt }, n) => ({
          ...{ answerId: answerIds.get(version)!, fileHash, title, description: description ?? '' },
          attachedAt: later(attachedAt, n),
        })),
    ),
    commitments: commitmentRows,
    commitmentUpdates: c.commitments.flatMap(({ updates }, i) =>
      updates.map((u, n) => ({
        ...{ id: newId(), commitmentId: commitmentRows[i]!.id, kind: u.kind, body: u.body, verdict: u.checked },
        ...{ evidenceUrl: u.evidence_url, evidenceOn: u.evidence_on, dueFrom: u.due_from, dueTo: u.due_to },
        ...{ salt: newSalt(), writtenAt: later(u.written_at, n) },
      })),
    ),
    counts: countsOf(c, id),
  }
}

/** Its source gave no count there: what was co-signed since may be told all the same. */
const isCountUnsaid = ({ source, cosignatures: { count, by_assurance } }: CaseLine): boolean =>
  source !== null && (count === null || by_assurance.some((one) => one.level === 0 && one.count === null))

function lastOf({ timeline }: CaseLine, kind: EntryKind): Date | null {
  const found = timeline.findLast((entry) => entry.kind === kind)
  return found ? stepAt(kind, found.occurred_at) : null
}

function proposalOf(c: CaseLine, places: Places, id: string, targetId: string | null, at: Date): CaseRows['proposal'] {
  return {
    ...{ id, governmentId: places.governmentId, number: c.number, year: Number(c.number.slice(0, 4)), stage: c.stage },
    ...{ authorName: c.author?.display_name ?? null, title: c.title ?? '', place: c.place, outcome: c.outcome },
    ...{ topicCode: c.topic?.code ?? null, districtCode: c.district?.code ?? null, suggestedAgencies: [] },
    ruleVersionId: places.ruleVersionId(c.rules?.version ?? null),
    threshold: c.rules?.threshold ?? null,
    ...{
      count: c.cosignatures.count ?? 0,
      countUnsaid: isCountUnsaid(c),
      createdAt: c.submitted_at,
      updatedAt: at,
      submittedAt: c.submitted_at,
    },
    ...{ publishedAt: c.published_at, closesBefore: c.closes_at, thresholdMetAt: c.threshold_met_at },
    ...{ answerDueBefore: c.answer_due_at, extendedAt: c.extended_at, answeredAt: c.answered_at },
    ...{ scheduledAt: lastOf(c, 'scheduled'), contactedAt: lastOf(c, 'contacted') },
    ...{ overdueAt: c.answer_due_at && lastOf(c, 'overdue'), reconsideredAt: lastOf(c, 'reconsidered') },
    endedAt: c.stage === 'last_seen' ? (lastOf(c, 'lost_sight') ?? c.closes_at) : endOf(c),
    ...{ reasonCode: c.refusal?.reason?.code ?? null, mergedIntoId: targetId, revision: c.versions.length },
    asksDrawnUpAt: c.asks.some((ask) => ask.drawn_up_by_staff) ? (lastOf(c, 'asks_drawn_up') ?? at) : null,
    ...{ hiddenAt: null, hiddenReason: null },
    ...{ seenOn: c.as_seen_on, sourceId: c.source ? `fuyi:${c.number}` : null },
    source: c.source && sourceOf(c.source, c.stage),
  }
}

const sourceOf = (
  { name, number, url, status, not_taken_over: left }: NonNullable<CaseLine['source']>,
  stage: CaseLine['stage'],
): CaseRows['proposal']['source'] => ({
  ...{ name, number, url, status, stage, digest: null, series: null },
  ...{ images: left.images, attachments: left.attachments },
})

function decisionsOf(c: CaseLine, proposalId: string, targetId: string | null): CaseRows['decisions'] {
  const kept = () => ({ id: newId(), proposalId, salt: newSalt() })
  const { refusal, merged_into: merged } = c
  return [
    ...(refusal?.reason
      ? [
          {
            ...{ ...kept(), kind: 'refused' as const, reasonCode: refusal.reason.code, words: refusal.words ?? '–' },
            decidedAt: refusal.decided_at,
          },
        ]
      : []),
    ...(merged && targetId
      ? [
          {
            ...kept(),
            kind: 'merged' as const,
            mergedIntoId: targetId,
            words: merged.words ?? '',
            decidedAt: merged.decided_at,
          },
        ]
      : []),
  ]
}

/** Since when an agency has its part the dump does not say. */
function partsOf(c: CaseLine, places: Places, proposalId: string): CaseRows['parts'] {
  const assignedAt = c.threshold_met_at ?? c.published_at ?? c.submitted_at
  return c.agencies.flatMap((part) => {
    const agencyId = places.agencyId(part.government.code, part.code)
    const { role, due_at: dueBefore, answered_at: answeredAt, contribution } = part
    const row = { id: newId(), proposalId, role, assignedAt, dueBefore, answeredAt, contribution }
    return agencyId ? [{ ...row, agencyId, salt: contribution === null ? null : newSalt() }] : []
  })
}

function changesOf(c: CaseLine, places: Places, proposalId: string): CaseRows['changes'] {
  const kept = () => ({ id: newId(), proposalId, salt: newSalt() })
  const transfers = (c.transfers ?? []).flatMap(({ from, to, reason, decided_at }, n) => {
    const toAgencyId = to && places.agencyOfCase(c, to.code)
    const fromAgencyId = from && places.agencyOfCase(c, from.code)
    const row = { ...kept(), kind: 'transferred' as const, reason: reason ?? '', decidedAt: later(decided_at, n) }
    return toAgencyId ? [{ ...row, fromAgencyId, toAgencyId }] : []
  })
  const extensions = (c.extensions ?? []).map(({ due_at: dueBefore, reason, decided_at }, n) => ({
    ...{ ...kept(), kind: 'extended' as const, reason: reason ?? '', dueBefore, decidedAt: later(decided_at, n) },
  }))
  return [...transfers, ...extensions]
}

function handOversOf(c: CaseLine, places: Places, proposalId: string): CaseRows['handOvers'] {
  return c.hand_overs.flatMap((h, n) => {
    const toGovernmentId = h.to && places.governmentIdOf(h.to.code)
    if (h.to && !toGovernmentId) return []
    const start = (of: string) => later(startOfDay(of, places.timeZone), n)
    const led = c.agencies.find(({ role, government }) => role === 'lead' && government.code === h.to?.code)
    const accepting = led ? places.agencyId(led.government.code, led.code) : places.coordinatingOf(h.to?.code ?? '')
    return [
      {
        ...{ id: newId(), governmentId: places.governmentId, proposalId, toGovernmentId, receiver: h.receiver },
        ...{ link: h.link, reason: h.reason, salt: newSalt(), handedOn: h.handed_on, dueOn: h.due_on, state: h.state },
        ...{ agencyId: h.state === 'accepted' ? accepting : null, endedOn: h.ended_on, result: h.result },
        ...{ resultSalt: h.result === null ? null : newSalt(), createdAt: start(h.handed_on) },
        endedAt: h.ended_on === null ? null : start(h.ended_on),
      },
    ]
  })
}

const answersOf = (c: CaseLine, places: Places, proposalId: string): CaseRows['answers'] =>
  c.answers.map((a) => ({
    ...{ id: newId(), proposalId, agencyId: places.agencyOfCase(c, a.agency.code)!, version: a.version },
    ...{ analysis: a.analysis ?? '', deliberation: a.deliberation ?? '', adoption: a.adoption ?? '' },
    ...{ followUp: a.follow_up ?? '', note: a.note ?? '', unit: a.unit?.written ?? '', salt: newSalt() },
    ...{ createdAt: a.published_at, updatedAt: a.published_at, publishedAt: a.published_at },
  }))

/** Days as they were told; of districts and of people nothing: what was told of those stands apart. */
function countsOf({ cosignatures: { count: told, by_day } }: CaseLine, proposalId: string): CaseRows['counts'] {
  const count = told ?? 0
  const dated = by_day.map(({ date, count: n }) => ({
    proposalId,
    day: date,
    districtCode: '',
    assurance: 0,
    count: n,
  }))
  const undated = count - dated.reduce((sum, row) => sum + row.count, 0)
  return undated > 0 ? [...dated, { proposalId, day: '', districtCode: '', assurance: 0, count: undated }] : dated
}

/** What the record says of a case that came: how many steps and co-signatures it brought, and the digest of its line. */
export const broughtFacts = (rows: Pick<CaseRows, 'told' | 'proposal'>, takenOn: string, digest: string) => ({
  count: toldCount({ count: rows.proposal.count, countUnsaid: rows.proposal.countUnsaid ?? false }),
  ...{ seen_on: takenOn, lines: rows.told.timeline.length, told: digest },
})
