// Cases: finding them, their texts, and what belongs to them.
import { and, asc, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { allOf, anyOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignmentChanges, assignments } from '../../schema/assignments.ts'
import { governments } from '../../schema/governments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { corrections, moderationDecisions, privateMessages } from '../../schema/moderation.ts'
import {
  asks,
  evidence,
  isListed,
  numberCounters,
  proposals,
  proposalTexts,
  proposalUpdates,
} from '../../schema/proposals.ts'
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

/** Cases that everybody finds under these numbers: of one government, or of all. Enough of them to tell one from several. */
export const publicCasesNumbered = async (db: Db, governmentId: string | null, numbers: string[]) => {
  if (!numbers.length) return []
  const rows = await db
    .select({
      number: proposals.number,
      slug: governments.slug,
      stage: proposals.stage,
      publishedAt: proposals.publishedAt,
      reconsideredAt: proposals.reconsideredAt,
    })
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .where(
      and(
        inArray(proposals.number, numbers),
        governmentId === null ? undefined : eq(proposals.governmentId, governmentId),
      ),
    )
    .limit(100)
  return rows.filter(isThere)
}

/** Of a case that was refused, also while that is reconsidered. */
export const isRefused = anyOf(
  eq(proposals.stage, 'refused'),
  and(isNull(proposals.publishedAt), isNotNull(proposals.reconsideredAt)), // in this order an index answers for most
)

/**
 * Sent back after the refusal, a text may have changed since, and nobody has checked it: not even its title is told. Of 'returned' its
 * stage says so, as in the view search_facts, which is asked before the decision is there.
 */
export const isUnchecked = allOf(
  isNull(proposals.publishedAt),
  isNotNull(proposals.reconsideredAt),
  or(
    eq(proposals.stage, 'returned'),
    and(
      inArray(proposals.stage, ['checking', 'withdrawn']),
      sql`exists (select 1 from ${moderationDecisions} where ${moderationDecisions.proposalId} = ${proposals.id}
        and ${moderationDecisions.kind} = 'returned' and ${moderationDecisions.decidedAt} >= ${proposals.reconsideredAt})`,
    ),
  ),
)

/** For joining refusalReasons: the one that a case was refused for. */
export const isItsRefusalReason = allOf(
  isRefused,
  eq(refusalReasons.governmentId, proposals.governmentId),
  eq(refusalReasons.code, proposals.reasonCode),
)

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
export const openAssignments = (db: Db, proposalId: string) => prepared(db, assignmentsQuery).execute({ proposalId })
const assignmentsQuery = (db: Db) =>
  db
    .select({
      id: assignments.id,
      role: assignments.role,
      assignedAt: assignments.assignedAt,
      dueBefore: assignments.dueBefore,
      daysBefore: assignments.daysBefore,
      answeredAt: assignments.answeredAt,
      contribution: assignments.contribution,
      agency: {
        id: agencies.id,
        governmentId: agencies.governmentId,
        code: agencies.code,
        name: agencies.name,
        validTo: agencies.validTo,
        successorId: agencies.successorId,
      },
    })
    .from(assignments)
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(and(eq(assignments.proposalId, ofCase), isNull(assignments.endedAt)))
    .orderBy(asc(assignments.role), asc(agencies.code))

// What belongs to a case: decisions and corrections the newest first, all else as it came.

/** What moderators decided and marked, what was taken back too. */
export const moderationDecisionsOf = (db: Db, proposalId: string) =>
  prepared(db, moderationDecisionsQuery).execute({ proposalId })
const moderationDecisionsQuery = (db: Db) =>
  db
    .select()
    .from(moderationDecisions)
    .where(eq(moderationDecisions.proposalId, ofCase))
    .orderBy(desc(moderationDecisions.decidedAt), desc(moderationDecisions.id))
/** The oldest first. */
export const assignmentChangesOf = (db: Db, proposalId: string) =>
  prepared(db, assignmentChangesQuery).execute({ proposalId })
const assignmentChangesQuery = (db: Db) =>
  db
    .select()
    .from(assignmentChanges)
    .where(eq(assignmentChanges.proposalId, ofCase))
    .orderBy(asc(assignmentChanges.decidedAt), asc(assignmentChanges.id))
/** The oldest first. */
export const proposalUpdatesOf = (db: Db, proposalId: string) =>
  prepared(db, proposalUpdatesQuery).execute({ proposalId })
const proposalUpdatesQuery = (db: Db) =>
  db
    .select()
    .from(proposalUpdates)
    .where(eq(proposalUpdates.proposalId, ofCase))
    .orderBy(asc(proposalUpdates.writtenAt), asc(proposalUpdates.id))
/** Letters and staff's own notes: never public. */
export const privateMessagesOf = (db: Db, proposalId: string) =>
  prepared(db, privateMessagesQuery).execute({ proposalId })
const privateMessagesQuery = (db: Db) =>
  db
    .select()
    .from(privateMessages)
    .where(eq(privateMessages.proposalId, ofCase))
    .orderBy(asc(privateMessages.writtenAt), asc(privateMessages.id))
/** The newest first. */
export const correctionsOf = (db: Db, proposalId: string) => prepared(db, correctionsQuery).execute({ proposalId })
const correctionsQuery = (db: Db) =>
  db
    .select()
    .from(corrections)
    .where(eq(corrections.proposalId, ofCase))
    .orderBy(desc(corrections.correctedAt), desc(corrections.id))

/** Says which text somebody had before them when they changed it. */
export const digestOfSeen = (text: string): string => sha256(text).slice(0, 16)

/** In every stage, what changed last first; a hundred at most. */
export const proposalsOfAuthor = (db: Db, authorId: string) => prepared(db, ofAuthorQuery).execute({ authorId })
const ofAuthorQuery = (db: Db) =>
  db
    .select()
    .from(proposals)
    .where(eq(proposals.authorId, placeholder('authorId')))
    .orderBy(desc(proposals.updatedAt), desc(proposals.id))
    .limit(100)

/** The next number of a government and year: 'YYYY-NNNN', gapless since it is taken in the unit of the submission. */
export async function nextNumber(tx: Db, governmentId: string, year: number): Promise<string> {
  const [row] = await tx
    .insert(numberCounters)
    .values({ governmentId, year, last: 1 })
    .onConflictDoUpdate({
      target: [numberCounters.governmentId, numberCounters.year],
      set: { last: sql`${numberCounters.last} + 1` },
    })
    .returning()
  return `${year}-${String(row!.last).padStart(4, '0')}`
}

/** The numbers of these cases, by id. */
export async function publicNumbers(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: proposals.id, number: proposals.number })
    .from(proposals)
    .where(and(inArray(proposals.id, ids), isListed))
  return new Map(rows.flatMap(({ id, number }) => (number === null ? [] : [[id, number]])))
}
