// What the public record says of an imported case: what the source dates, and nothing that it does not. Pure but for ids.

import { digestOf } from '../domain/record/entry.ts'
import { toldCount } from '../domain/record/told-count.ts'
import { newId } from '../lib/id.ts'
import type { answers } from '../schema/answers.ts'
import type { assignments } from '../schema/assignments.ts'
import type { cosignatureCounts } from '../schema/cosignatures.ts'
import type { moderationDecisions } from '../schema/moderation.ts'
import type { proposals, proposalTexts, proposalUpdates } from '../schema/proposals.ts'
import type { record } from '../schema/record.ts'
import type { EntryFacts } from '../schema/values.ts'
import type { ImportedCase } from './imported-case.ts'

export type EntryRow = typeof record.$inferInsert

/** What one imported case becomes in the database. */
export type Rows = {
  proposal: typeof proposals.$inferInsert
  text: typeof proposalTexts.$inferInsert
  decisions: (typeof moderationDecisions.$inferInsert)[]
  parts: (typeof assignments.$inferInsert)[]
  updates: (typeof proposalUpdates.$inferInsert)[]
  answers: (typeof answers.$inferInsert)[]
  counts: (typeof cosignatureCounts.$inferInsert)[]
  record: EntryRow[]
}

type Drawn = Omit<Rows, 'record'>

/** No entry of who was given it, since no source says when; none of a withdrawal, since no source says when or by whom. */
export function entriesOf(rows: Drawn, c: ImportedCase, governmentId: string, at: Date): EntryRow[] {
  const { proposal, text } = rows
  const entry = entryOf(governmentId, proposal.id, at)
  const { thresholdMetAt: metAt, overdueAt } = proposal
  const dueFacts: EntryFacts = c.answerDueBefore ? { due_before: c.answerDueBefore.toISOString() } : {}
  const leadId = rows.parts.find((part) => part.role === 'lead')?.agencyId ?? null
  return [
    entry('submitted', c.submittedAt, {
      digest: digestOf([c.title, c.problem, c.benefit].join('\n\n'), text.salt),
    }),
    ...(c.refusal
      ? rows.decisions.map((d) =>
          entry('refused', d.decidedAt, { facts: { reason: d.reasonCode! }, digest: digestOf(d.words, d.salt) }),
        )
      : [entry('published', c.publishedAt, { facts: { closes_before: c.closesBefore.toISOString() } })]),
    ...(metAt
      ? [entry('threshold_met', metAt, { facts: { count: c.threshold, threshold: c.threshold, ...dueFacts } })]
      : []),
    ...rows.updates.map((u) =>
      entry('updated', u.writtenAt, { agencyId: u.agencyId, digest: digestOf(u.body, u.salt) }),
    ),
    ...(overdueAt ? [entry('overdue', overdueAt, { agencyId: leadId, facts: dueFacts })] : []),
    ...rows.answers.map((a) =>
      entry(a.version === 1 ? 'answered' : 'supplemented', a.createdAt, {
        agencyId: a.agencyId,
        facts: { version: a.version, outcome: 'answered' },
        digest: digestOf([a.analysis, a.deliberation, a.adoption, a.followUp].join('\n\n'), a.salt),
      }),
    ),
    ...(proposal.stage === 'expired' && proposal.endedAt ? [entry('expired', proposal.endedAt)] : []),
    ...(proposal.stage === 'last_seen' ? [entry('lost_sight', proposal.endedAt!, { facts: { stage: c.stage } })] : []),
  ]
}

/** Said once, when the case came. */
export const importedEntry = (rows: Rows, at: Date): EntryRow =>
  entryOf(rows.proposal.governmentId, rows.proposal.id, at)('imported', at, { facts: sourceFacts(rows) })

export const sourceFacts = ({ proposal: { source, count, countUnsaid = false, seenOn } }: Rows): EntryFacts => ({
  status: source!.status,
  count: toldCount({ count, countUnsaid }),
  seen_on: seenOn ?? null,
})

export const entryOf =
  (governmentId: string, proposalId: string, at: Date) =>
  (kind: EntryRow['kind'], occurredAt: Date, more: Partial<EntryRow> = {}): EntryRow => ({
    id: newId(),
    governmentId,
    proposalId,
    kind,
    role: 'import',
    occurredAt,
    recordedAt: at,
    facts: {},
    ...more,
  })

/** What an entry says, whoever wrote it down and whenever: two that say the same are one. */
export function meaningOf(entry: Pick<EntryRow, 'kind' | 'occurredAt' | 'agencyId' | 'digest' | 'facts'>): string {
  const facts = Object.entries(entry.facts).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([entry.kind, entry.occurredAt.getTime(), entry.agencyId ?? null, entry.digest ?? null, facts])
}
