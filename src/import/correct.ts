// A second import after its source was mended: what the first one brought becomes what stands in the files now. Rows that did
// not change stay, the record gets what is new and one entry that names what no longer holds.
import { and, eq, sql } from 'drizzle-orm'
import { startMailing } from '../domain/notifications/tell-case.ts'
import { indexCase } from '../domain/proposals/searchable.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { write } from '../platform/db/write.ts'
import { answers } from '../schema/answers.ts'
import { assignments } from '../schema/assignments.ts'
import { cosignatureCounts } from '../schema/cosignatures.ts'
import { moderationDecisions } from '../schema/moderation.ts'
import { proposals, proposalTexts, proposalUpdates } from '../schema/proposals.ts'
import type { Source } from '../schema/values.ts'
import { seriesKinds, sum } from './counts.ts'
import type { Rows } from './entries.ts'
import { type EntryRow, entryOf, meaningOf, sourceFacts } from './entries.ts'
import type { Brought } from './places.ts'
import type { PresentCase } from './present.ts'
import { type Context, type DayRow, daysOf, rowsOfCase } from './rows.ts'
import {
  insertAnswers,
  insertAssignments,
  insertCounts,
  insertDecisions,
  insertEntries,
  insertUpdates,
} from './store.ts'

/** What may differ, in the words of the record. */
export type Changed =
  | 'title'
  | 'text'
  | 'stage'
  | 'dates'
  | 'rules'
  | 'agencies'
  | 'answers'
  | 'updates'
  | 'counts'
  | 'source'

export type Correction = 'corrected' | 'the same' | 'worked on' | 'moved meanwhile'

/** What was worked on here since stays as it is: the source is no longer the only one who knows. */
export async function correctCase(
  db: Database,
  was: PresentCase,
  brought: Brought,
  context: Context,
): Promise<Correction> {
  const counts = countsNow(was, brought, context)
  const rows = rowsOfCase(brought, counts, context, was)
  const changed = changesBetween(was, rows)
  const told = toldAnew(was, rows)
  if (!changed.length && !told.added.length && !told.revoked.length) {
    await write(db, (tx) => keepSeen(tx, was, brought, counts.isWhole ? rows.proposal.source : was.proposal.source))
    return 'the same'
  }
  if (was.workedOn) return 'worked on'
  const entry = entryOf(was.proposal.governmentId, was.proposal.id, context.at)
  const facts = { ...sourceFacts(rows), changed, revoked: told.revoked }
  const entries = [...told.added, entry('source_corrected', context.at, { facts })]
  const moved = await write(db, (tx) => replace(tx, was, rows, entries, context))
  return moved ? 'corrected' : 'moved meanwhile'
}

/** `isWhole`: nothing of an earlier run was needed. */
type Counts = { days: DayRow[]; series: Source['series']; isWhole: boolean }

/**
 * A run without the files that told the days keeps them, and only the count of the line is new; so does a run with a less exact
 * series than the first one had.
 */
function countsNow(was: PresentCase, { standing }: Brought, { places }: Context): Counts {
  const before = was.proposal.source?.series ?? null
  const rank = (kind: string | null | undefined) =>
    (seriesKinds as readonly (string | null | undefined)[]).indexOf(kind)
  if (rank(standing.kind) >= rank(before?.kind))
    return {
      days: daysOf(standing.rows, places),
      series: standing.kind ? { kind: standing.kind, base: standing.base } : null,
      isWhole: true,
    }
  const dated = was.counts
    .filter((row) => row.day !== '')
    .map(({ day, districtCode, count }) => ({ day, districtCode, count }))
  const undated = Math.max(before?.base ?? 0, standing.count - sum(dated))
  const rest = undated > 0 ? [{ day: '', districtCode: '', count: undated }] : []
  return { days: [...dated, ...rest], series: before, isWhole: false }
}

const aspects: { [aspect in Changed]: (of: Pick<Rows, keyof PresentCase & keyof Rows>) => unknown } = {
  title: ({ proposal }) => proposal.title,
  text: ({ text, proposal }) => [text.problem, text.benefit, proposal.place],
  stage: ({ proposal, decisions }) => [proposal.stage, proposal.outcome, decisions.map((d) => [d.reasonCode, d.words])],
  dates: ({ proposal: p }) => [
    p.submittedAt,
    p.publishedAt,
    p.closesBefore,
    p.thresholdMetAt,
    p.answerDueBefore,
    p.endedAt,
  ],
  rules: ({ proposal }) => [proposal.ruleVersionId, proposal.threshold],
  agencies: (of) => of.parts.map((p) => [p.agencyId, p.role, p.answeredAt]).sort(),
  answers: (of) => [of.proposal.answeredAt, of.answers.map((a) => [a.id, a.version])],
  updates: (of) => of.updates.map((u) => u.id).sort(),
  counts: (of) => [of.proposal.countUnsaid, of.counts.map((c) => [c.day, c.districtCode, c.count]).sort()],
  source: ({ proposal: { source } }) => [
    source?.number,
    source?.url,
    source?.status,
    source?.images,
    source?.attachments,
  ],
}

function changesBetween(was: PresentCase, rows: Rows): Changed[] {
  return (Object.keys(aspects) as Changed[]).filter(
    (aspect) => JSON.stringify(aspects[aspect](was)) !== JSON.stringify(aspects[aspect](rows)),
  )
}

/** Nothing changed; perhaps somebody says that it was seen once more. */
async function keepSeen(
  tx: Db,
  { proposal }: PresentCase,
  { seenOn, seenIsGiven }: Brought,
  source: Source | null | undefined,
) {
  const later = seenIsGiven && seenOn > (proposal.seenOn ?? '') ? seenOn : proposal.seenOn
  if (later === proposal.seenOn && source?.digest === proposal.source?.digest) return
  await tx.update(proposals).set({ source, seenOn: later }).where(eq(proposals.id, proposal.id)).returning()
}

/** Entries that say what none said before, and the ids of those that no longer hold. */
function toldAnew(was: PresentCase, rows: Rows): { added: EntryRow[]; revoked: string[] } {
  const holding = new Map(was.entries.map((entry) => [meaningOf(entry), entry.id]))
  const wanted = new Set(rows.record.map(meaningOf))
  return {
    added: rows.record.filter((one) => !holding.has(meaningOf(one))),
    revoked: [...holding].filter(([meaning]) => !wanted.has(meaning)).map(([, id]) => id),
  }
}

/** False where the case moved on between reading and writing. */
async function replace(tx: Db, was: PresentCase, rows: Rows, entries: EntryRow[], { at }: Context): Promise<boolean> {
  const { id, stage, updatedAt, number, governmentId, hiddenAt } = was.proposal
  const { createdAt, year, count, revision, suggestedAgencies, ...brought } = rows.proposal
  const seenOn = [brought.seenOn ?? '', was.proposal.seenOn ?? ''].sort().at(-1)
  const added = count - sum(was.counts)
  const [moved] = await tx
    .update(proposals)
    .set({ ...brought, seenOn, count: sql`${proposals.count} + ${added}` })
    .where(and(eq(proposals.id, id), eq(proposals.stage, stage), eq(proposals.updatedAt, updatedAt)))
    .returning()
  if (!moved) return false
  await tx.update(proposalTexts).set(rows.text).where(eq(proposalTexts.proposalId, id))
  await tx.delete(moderationDecisions).where(eq(moderationDecisions.proposalId, id))
  await insertDecisions(tx, rows.decisions)
  await tx.delete(assignments).where(eq(assignments.proposalId, id))
  await insertAssignments(tx, rows.parts)
  await tx.delete(proposalUpdates).where(eq(proposalUpdates.proposalId, id))
  await insertUpdates(tx, rows.updates)
  await tx.delete(answers).where(eq(answers.proposalId, id))
  await insertAnswers(tx, rows.answers)
  await tx
    .delete(cosignatureCounts)
    .where(and(eq(cosignatureCounts.proposalId, id), eq(cosignatureCounts.assurance, 0)))
  await insertCounts(tx, rows.counts)
  await insertEntries(tx, entries)
  await indexCase(tx, id)
  // Whoever co-signed it here was promised to hear of the answer.
  if (stage !== 'resolved' && rows.answers.length)
    await startMailing(tx, {
      ...{ kind: 'answer_published', governmentId, proposalId: id, at },
      facts: { number, title: hiddenAt ? '' : rows.proposal.title },
    })
  return true
}
