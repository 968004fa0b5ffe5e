// What imports brought before, as it stands here now.
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { countedKinds } from '../domain/record/entry.ts'
import { revokedBy } from '../domain/record/revoked.ts'
import type { Db } from '../platform/db/database.ts'
import { answers } from '../schema/answers.ts'
import { assignments } from '../schema/assignments.ts'
import { cosignatureCounts } from '../schema/cosignatures.ts'
import { moderationDecisions } from '../schema/moderation.ts'
import { proposals, proposalTexts, proposalUpdates } from '../schema/proposals.ts'
import { isTold, record } from '../schema/record.ts'
import type { EntryKind } from '../schema/values.ts'
import type { Present } from './rows.ts'

export type CaseHere = { id: string; number: string | null; digest: string | null; seenOn: string | null }
export type PresentCase = Present & {
  proposal: typeof proposals.$inferSelect
  /** entries that still hold, of an import or of what happened by itself */
  entries: (typeof record.$inferSelect)[]
  /** what somebody here did with it since */
  workedOn: EntryKind | null
}

/** Imported cases that are here, by the source's id. */
export async function knownCases(db: Db, governmentId: string): Promise<Map<string, CaseHere>> {
  const rows = await db
    .select({
      id: proposals.id,
      number: proposals.number,
      sourceId: proposals.sourceId,
      source: proposals.source,
      seenOn: proposals.seenOn,
    })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.sourceId)))
  return new Map(
    rows.map(({ id, number, sourceId, source, seenOn }) => [
      sourceId!,
      { id, number, digest: source?.digest ?? null, seenOn },
    ]),
  )
}

/** The system does these by the dates that the case came with; new dates undo them. Co-signing changes nothing that came. */
const byItself: readonly EntryKind[] = [
  'expired',
  'overdue',
  'lost_sight',
  'closing_moved',
  'due_recomputed',
  'early_warning',
]
/** What changes nothing that a dump brought. */
export const byItselfOrSigned: readonly EntryKind[] = [...byItself, ...countedKinds]
const undone: readonly EntryKind[] = ['expired', 'overdue', 'lost_sight']

/** Null where it is gone. */
export async function presentCase(db: Db, id: string): Promise<PresentCase | null> {
  const [proposal] = await db.select().from(proposals).where(eq(proposals.id, id))
  const [text] = await db.select().from(proposalTexts).where(eq(proposalTexts.proposalId, id))
  if (!proposal || !text) return null
  const all = await db
    .select()
    .from(record)
    .where(and(eq(record.proposalId, id), isTold(record)))
    .orderBy(asc(record.recordedAt), asc(record.id))
  const revoked = revokedBy(all)
  const holding = all.filter((entry) => !revoked.has(entry.id))
  const closes = holding.findLast(({ kind, role }) => kind === 'published' && role === 'import')?.facts.closes_before
  return {
    proposal,
    text,
    decisions: await db.select().from(moderationDecisions).where(eq(moderationDecisions.proposalId, id)),
    parts: await db.select().from(assignments).where(eq(assignments.proposalId, id)),
    updates: await db
      .select()
      .from(proposalUpdates)
      .where(eq(proposalUpdates.proposalId, id))
      .orderBy(asc(proposalUpdates.writtenAt), asc(proposalUpdates.id)),
    answers: await db.select().from(answers).where(eq(answers.proposalId, id)).orderBy(asc(answers.version)),
    counts: await db
      .select()
      .from(cosignatureCounts)
      .where(and(eq(cosignatureCounts.proposalId, id), eq(cosignatureCounts.assurance, 0))),
    closesBefore: typeof closes === 'string' ? new Date(closes) : null,
    entries: holding.filter(
      ({ kind, role }) =>
        (role === 'import' && kind !== 'imported' && kind !== 'source_corrected') || undone.includes(kind),
    ),
    workedOn: holding.find(({ kind, role }) => role !== 'import' && !byItself.includes(kind))?.kind ?? null,
  }
}
