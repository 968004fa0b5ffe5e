// What staff look up beside a case: what was decided by whom, what the author was told, and what it could be merged into.
import { and, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Localised } from '../../lib/localised.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { staff } from '../../schema/agencies.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { outbox } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import { mailsOf } from '../notifications/load-mail-data.ts'
import { liveStages } from '../proposals/proposal.ts'
import { assignmentChangesOf, moderationDecisionsOf, type ProposalRow } from '../proposals/store.ts'

type Deed = {
  at: Date
  kind: string
  /** the colleague's name; null for one who left, and for imports */
  by: string | null
  words: string
  reason: Localised | null
  agency: Localised | null
  dueBefore: Date | null
  target: string | null
  undone: boolean
}
type Names = { agencies: { id: string; name: Localised }[]; reasons: { code: string; name: Localised }[] }

/** Every decision and move of a case, the newest first. `undoable`: when the last return, refusal or merge was decided. */
export async function historyOf(
  db: Db,
  proposal: ProposalRow,
  { agencies, reasons }: Names,
): Promise<{ deeds: Deed[]; undoable: Date | null }> {
  const moderationDecisions = await moderationDecisionsOf(db, proposal.id)
  const assignmentChanges = await assignmentChangesOf(db, proposal.id)
  const names = await namesOf(db, proposal.governmentId, [...moderationDecisions, ...assignmentChanges])
  const targets = await numbersOf(db, moderationDecisions)
  const nameOf = (id: string | null) => agencies.find((a) => a.id === id)?.name ?? null
  const deeds: Deed[] = [
    ...moderationDecisions.map((d) => ({
      at: d.decidedAt,
      kind: d.kind,
      by: names.get(d.personId ?? '') ?? null,
      words: d.words,
      reason: reasons.find((r) => r.code === d.reasonCode)?.name ?? null,
      agency: null,
      dueBefore: null,
      target: targets.get(d.mergedIntoId ?? '') ?? null,
      undone: d.undoneAt !== null,
    })),
    ...assignmentChanges.map((r) => ({
      at: r.decidedAt,
      kind: r.kind,
      by: names.get(r.personId ?? '') ?? null,
      words: r.reason,
      reason: null,
      agency: nameOf(r.toAgencyId ?? (r.kind === 'extended' ? null : r.fromAgencyId)),
      dueBefore: r.kind === 'transferred' ? null : r.dueBefore,
      target: null,
      undone: false,
    })),
  ]
  return {
    deeds: deeds.sort((a, b) => b.at.getTime() - a.at.getTime()),
    undoable: moderationDecisions.find((d) => d.kind === proposal.stage && !d.undoneAt)?.decidedAt ?? null,
  }
}

async function namesOf(db: Db, governmentId: string, by: { personId: string | null }[]): Promise<Map<string, string>> {
  const ids = [...new Set(by.map((d) => d.personId).filter((id) => id !== null))]
  if (!ids.length) return new Map()
  const rows = await db
    .select({ personId: staff.personId, name: staff.name })
    .from(staff)
    .where(and(eq(staff.governmentId, governmentId), inArray(staff.personId, ids)))
  return new Map(rows.map(({ personId, name }) => [personId, name]))
}

async function numbersOf(db: Db, moderationDecisions: { mergedIntoId: string | null }[]): Promise<Map<string, string>> {
  const ids = moderationDecisions.map((d) => d.mergedIntoId).filter((id) => id !== null)
  if (!ids.length) return new Map()
  const rows = await db
    .select({ id: proposals.id, number: proposals.number })
    .from(proposals)
    .where(inArray(proposals.id, ids))
  return new Map(rows.map(({ id, number }) => [id, number ?? '']))
}

/** How many co-signers said why: whoever checks may take one off their page. */
export async function reasonsCount(db: Db, proposalId: string): Promise<number> {
  const [row] = await db
    .select({ count: countRows() })
    .from(cosignatures)
    .where(
      and(eq(cosignatures.proposalId, proposalId), isNotNull(cosignatures.reason), eq(cosignatures.state, 'counted')),
    )
  return row?.count ?? 0
}

type AuthorMail = {
  at: Date
  subject: string
  paragraphs: string[]
  language: string
  state: 'sent' | 'waiting' | 'later' | 'failed'
  /** of one that waits until what it tells can no longer be taken back */
  from: Date | null
}

/** The mails of this case to its author, as they read them, the newest first. */
export async function toldTo(
  { db, config }: Deps,
  origin: string,
  proposal: ProposalRow,
  at: Date,
): Promise<AuthorMail[]> {
  if (!proposal.authorId) return []
  const rows = await db.reads
    .select()
    .from(outbox)
    .where(and(eq(outbox.personId, proposal.authorId), eq(outbox.proposalId, proposal.id)))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(30)
  const mails = await mailsOf(db.reads, rows, config, origin)
  const isLater = (row: (typeof rows)[number]) => row.attempts === 0 && row.nextTryAt !== null && row.nextTryAt > at
  return rows.map((row) => ({
    at: row.createdAt,
    subject: mails.get(row.id)?.subject ?? '',
    paragraphs: mails.get(row.id)?.paragraphs ?? [],
    language: row.language,
    state: row.sentAt ? 'sent' : row.failedAt ? 'failed' : isLater(row) ? 'later' : 'waiting',
    from: isLater(row) ? row.nextTryAt : null,
  }))
}

/** Cases another one can be merged into, the newest first: none that is hidden. */
export const liveCases = (db: Db, governmentId: string, exceptId: string) =>
  db
    .select({ number: proposals.number, title: proposals.title })
    .from(proposals)
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        inArray(proposals.stage, [...liveStages]),
        isNull(proposals.hiddenAt),
        ne(proposals.id, exceptId),
      ),
    )
    .orderBy(desc(proposals.publishedAt), desc(proposals.id))
    .limit(200)
