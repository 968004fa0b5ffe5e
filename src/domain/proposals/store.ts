// Cases: finding them, and the author's side of their texts.
import { and, asc, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { newId, sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { indexDocument } from '../../platform/db/search.ts'
import { agencies } from '../../schema/agencies.ts'
import { parts, routings } from '../../schema/assignments.ts'
import { governments } from '../../schema/governments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { corrections, decisions, notes } from '../../schema/moderation.ts'
import { asks, counters, evidence, proposals, proposalTexts, updates } from '../../schema/proposals.ts'
import { newSalt } from '../record/store.ts'
import { isThere } from './proposal.ts'
import type { ProposalRow } from './transition.ts'

export type { ProposalRow } from './transition.ts'

/** Whatever its stage, hidden or not: who may see it is for the caller to ask. */
export async function findProposal(db: Db, governmentId: string, number: string): Promise<ProposalRow | null> {
  const [row] = await prepared(db, caseQuery).execute({ governmentId, number })
  return row ?? null
}

/** The same, read once for all who ask within a second. */
export const findShared = (db: Db, governmentId: string, number: string, at: Date, since: number) =>
  sharedWithinSecond(db, `case ${governmentId} ${number}`, at, since, () => findProposal(db, governmentId, number))

const caseQuery = (db: Db) =>
  db
    .select()
    .from(proposals)
    .where(and(eq(proposals.governmentId, placeholder('governmentId')), eq(proposals.number, placeholder('number'))))

/** Cases that everybody finds under this number: of one government, or of all. Enough of them to tell one from several. */
export const publicCasesNumbered = async (db: Db, governmentId: string | null, number: string) => {
  const rows = await db
    .select({
      slug: governments.slug,
      stage: proposals.stage,
      publishedAt: proposals.publishedAt,
      reconsideredAt: proposals.reconsideredAt,
    })
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .where(
      and(eq(proposals.number, number), governmentId === null ? undefined : eq(proposals.governmentId, governmentId)),
    )
    .limit(100)
  return rows.filter(isThere)
}

/** For joining refusalReasons: the one that a case was refused for, also while that is reconsidered. */
export const isItsRefusalReason = and(
  or(eq(proposals.stage, 'refused'), and(isNotNull(proposals.reconsideredAt), isNull(proposals.publishedAt))),
  eq(refusalReasons.governmentId, proposals.governmentId),
  eq(refusalReasons.code, proposals.reasonCode),
)!

/** One's own, while it can still be written. */
export async function findDraft(db: Db, id: string, authorId: string): Promise<ProposalRow | null> {
  const [row] = await db
    .select()
    .from(proposals)
    .where(and(eq(proposals.id, id), eq(proposals.authorId, authorId), inArray(proposals.stage, ['draft', 'returned'])))
  return row ?? null
}

export type CaseText = {
  problem: string
  benefit: string
  salt: string
  asks: { number: number; text: string }[]
  evidence: { url: string; label: string }[]
}

/** The long texts of a case; empty ones for a draft just begun. */
export async function proposalText(db: Db, id: string): Promise<CaseText> {
  const of = { proposalId: id }
  const [text] = await prepared(db, textsQuery).execute(of)
  const list = await prepared(db, asksQuery).execute(of)
  const links = await prepared(db, linksQuery).execute(of)
  return {
    problem: text?.problem ?? '',
    benefit: text?.benefit ?? '',
    salt: text?.salt ?? '',
    asks: list,
    evidence: links,
  }
}

const ofCase = placeholder('proposalId')
const textsQuery = (db: Db) => db.select().from(proposalTexts).where(eq(proposalTexts.proposalId, ofCase))
const asksQuery = (db: Db) =>
  db
    .select({ number: asks.number, text: asks.text })
    .from(asks)
    .where(eq(asks.proposalId, ofCase))
    .orderBy(asc(asks.number))
const linksQuery = (db: Db) =>
  db
    .select({ url: evidence.url, label: evidence.label })
    .from(evidence)
    .where(eq(evidence.proposalId, ofCase))
    .orderBy(asc(evidence.position))

/** Agencies with an open part: the lead first. */
export const openParts = (db: Db, proposalId: string) => prepared(db, partsQuery).execute({ proposalId })
const partsQuery = (db: Db) =>
  db
    .select({
      id: parts.id,
      role: parts.role,
      assignedAt: parts.assignedAt,
      dueBefore: parts.dueBefore,
      answeredAt: parts.answeredAt,
      contribution: parts.contribution,
      agency: { id: agencies.id, code: agencies.code, name: agencies.name },
    })
    .from(parts)
    .innerJoin(agencies, eq(agencies.id, parts.agencyId))
    .where(and(eq(parts.proposalId, ofCase), isNull(parts.endedAt)))
    .orderBy(asc(parts.role), asc(agencies.code))

// What belongs to a case: decisions and corrections the newest first, all else as it came.

/** What moderators decided and marked, what was taken back too. */
export const decisionsOf = (db: Db, proposalId: string) => prepared(db, decisionsQuery).execute({ proposalId })
const decisionsQuery = (db: Db) =>
  db.select().from(decisions).where(eq(decisions.proposalId, ofCase)).orderBy(desc(decisions.decidedAt))
export const routingsOf = (db: Db, proposalId: string) => prepared(db, routingsQuery).execute({ proposalId })
const routingsQuery = (db: Db) =>
  db.select().from(routings).where(eq(routings.proposalId, ofCase)).orderBy(asc(routings.decidedAt))
export const updatesOf = (db: Db, proposalId: string) => prepared(db, updatesQuery).execute({ proposalId })
const updatesQuery = (db: Db) =>
  db.select().from(updates).where(eq(updates.proposalId, ofCase)).orderBy(asc(updates.writtenAt))
export const evidenceOf = (db: Db, proposalId: string) => prepared(db, evidenceQuery).execute({ proposalId })
const evidenceQuery = (db: Db) =>
  db.select().from(evidence).where(eq(evidence.proposalId, ofCase)).orderBy(asc(evidence.position))
/** Letters and staff's own notes: never public. */
export const notesOf = (db: Db, proposalId: string) => prepared(db, notesQuery).execute({ proposalId })
const notesQuery = (db: Db) => db.select().from(notes).where(eq(notes.proposalId, ofCase)).orderBy(asc(notes.writtenAt))
export const correctionsOf = (db: Db, proposalId: string) => prepared(db, correctionsQuery).execute({ proposalId })
const correctionsQuery = (db: Db) =>
  db.select().from(corrections).where(eq(corrections.proposalId, ofCase)).orderBy(desc(corrections.correctedAt))

/** Says which text somebody had before them when they changed it. */
export const digestOfSeen = (text: string): string => sha256(text).slice(0, 16)

/** In every stage, what changed last first; a hundred at most. */
export const proposalsOfAuthor = (db: Db, authorId: string) => prepared(db, ofAuthorQuery).execute({ authorId })
const ofAuthorQuery = (db: Db) =>
  db
    .select()
    .from(proposals)
    .where(eq(proposals.authorId, placeholder('authorId')))
    .orderBy(desc(proposals.updatedAt))
    .limit(100)

export async function beginDraft(
  tx: Db,
  draft: { id: string; governmentId: string; authorId: string; at: Date },
): Promise<void> {
  await tx.insert(proposals).values({
    ...blankCase,
    id: draft.id,
    governmentId: draft.governmentId,
    authorId: draft.authorId,
    stage: 'draft',
    createdAt: draft.at,
    updatedAt: draft.at,
  })
  await tx.insert(proposalTexts).values({ proposalId: draft.id, problem: '', benefit: '', salt: newSalt() })
}

/** Columns of a case nothing has happened to yet. */
export const blankCase = { title: '', suggestedAgencies: [] as string[], count: 0, revision: 0 }

export type DraftChange = Partial<
  Pick<ProposalRow, 'title' | 'authorName' | 'topicCode' | 'districtCode' | 'place' | 'suggestedAgencies'>
>
export type TextChange = {
  problem?: string
  benefit?: string
  asks?: string[]
  evidence?: { url: string; label: string }[]
}

/** Saves what was typed. False when another tab saved meanwhile (`revision`). Only drafts and returned cases change. */
export async function saveDraft(
  tx: Db,
  id: string,
  revision: number,
  change: DraftChange,
  text: TextChange,
  at: Date,
): Promise<boolean> {
  const saved = await tx
    .update(proposals)
    .set({ ...change, revision: sql`${proposals.revision} + 1`, updatedAt: at })
    .where(and(eq(proposals.id, id), eq(proposals.revision, revision), inArray(proposals.stage, ['draft', 'returned'])))
    .returning()
  if (!saved.length) return false
  const { problem, benefit } = text
  if (problem !== undefined || benefit !== undefined)
    await tx.update(proposalTexts).set({ problem, benefit }).where(eq(proposalTexts.proposalId, id))
  if (text.asks) {
    await tx.delete(asks).where(eq(asks.proposalId, id))
    if (text.asks.length)
      await tx.insert(asks).values(text.asks.map((ask, i) => ({ proposalId: id, number: i + 1, text: ask })))
  }
  if (text.evidence) {
    await tx.delete(evidence).where(eq(evidence.proposalId, id))
    if (text.evidence.length)
      await tx
        .insert(evidence)
        .values(text.evidence.map((link, position) => ({ id: newId(), proposalId: id, position, ...link })))
  }
  return true
}

/** False where it was sent meanwhile, or is somebody else's. */
export async function deleteDraft(tx: Db, id: string, authorId: string): Promise<boolean> {
  const gone = await tx
    .delete(proposals)
    .where(and(eq(proposals.id, id), eq(proposals.authorId, authorId), eq(proposals.stage, 'draft')))
    .returning()
  return gone.length > 0
}

/** The next number of a government and year: 'YYYY-NNNN', gapless since it is taken in the unit of the submission. */
export async function nextNumber(tx: Db, governmentId: string, year: number): Promise<string> {
  const [row] = await tx
    .insert(counters)
    .values({ governmentId, year, last: 1 })
    .onConflictDoUpdate({ target: [counters.governmentId, counters.year], set: { last: sql`${counters.last} + 1` } })
    .returning()
  return `${year}-${String(row!.last).padStart(4, '0')}`
}

/** Makes a case findable by its texts. */
export async function indexCase(
  tx: Db,
  proposal: { id: string; title: string; number: string | null; place: string | null },
): Promise<void> {
  const text = await proposalText(tx, proposal.id)
  const body = [proposal.number, proposal.place, ...text.asks.map((ask) => ask.text), text.problem, text.benefit]
    .filter(Boolean)
    .join('\n')
  await indexDocument(tx, proposal.id, { title: proposal.title, body })
}
