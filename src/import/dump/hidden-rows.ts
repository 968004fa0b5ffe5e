// The rows of a case whose text is hidden: its number, dates and count stay public, and nothing else of it comes. Writes nothing.
import { newSalt } from '../../domain/record/store.ts'
import { newId } from '../../lib/id.ts'
import type { CaseRows } from './case-rows.ts'
import type { HiddenLine } from './dump-shapes.ts'
import type { Places } from './places.ts'
import { endOf, toldOfHidden } from './told-elsewhere.ts'

export function rowsOfHidden(c: HiddenLine, places: Places, id: string, at: Date): CaseRows {
  const none = { versions: [], asks: [], evidence: [], updates: [], decisions: [], corrections: [], changes: [] }
  const count = c.cosignatures.count ?? 0
  // Whence it was brought before is not told of a hidden case: it comes from where it is brought from now.
  const source = c.as_seen_on !== null && {
    ...{ name: new URL(c.url).host, number: c.number, url: null, status: c.stage, stage: c.stage },
    ...{ digest: null, series: null, images: 0, attachments: [] },
  }
  return {
    ...{
      ...none,
      handOvers: [],
      answers: [],
      askDecisions: [],
      attachments: [],
      commitments: [],
      commitmentUpdates: [],
    },
    proposal: {
      ...{
        id,
        governmentId: places.governmentId,
        number: c.number,
        year: Number(c.number.slice(0, 4)),
        stage: c.stage,
      },
      ...{ title: '', suggestedAgencies: [], outcome: c.outcome, topicCode: c.topic?.code ?? null },
      ...{ ruleVersionId: places.ruleVersionId(c.rules_version), threshold: c.threshold, count },
      ...{ createdAt: c.submitted_at, updatedAt: at, submittedAt: c.submitted_at, publishedAt: c.published_at },
      ...{ closesBefore: c.closes_at, thresholdMetAt: c.threshold_met_at, answerDueBefore: c.answer_due_at },
      ...{ extendedAt: c.extended_at, answeredAt: c.answered_at, endedAt: endOf(c), revision: 0 },
      ...{ hiddenAt: c.hidden.at, hiddenReason: c.hidden.reason ?? '' },
      ...(source && { source, sourceId: `fuyi:${c.number}`, seenOn: c.as_seen_on }),
      countUnsaid: c.cosignatures.count === null && c.as_seen_on !== null,
      textRemovedAt: c.hidden.removed_by_author ? c.hidden.at : null,
    },
    told: toldOfHidden(c),
    text: { proposalId: id, problem: '', benefit: '', salt: newSalt() },
    parts: c.agencies.flatMap((part) => {
      const agencyId = places.agencyId(part.government.code, part.code)
      const assignedAt = c.threshold_met_at ?? c.published_at ?? c.submitted_at
      const { role, due_at: dueBefore, answered_at: answeredAt } = part
      return agencyId ? [{ id: newId(), proposalId: id, agencyId, role, assignedAt, dueBefore, answeredAt }] : []
    }),
    counts: count > 0 ? [{ proposalId: id, day: '', districtCode: '', assurance: 0, count }] : [],
  }
}
