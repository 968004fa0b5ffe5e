// The rows of which everything public about some cases is made: one query for each table, for a hundred cases as for one.
import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import { alias } from '../../platform/db/columns.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { agencies } from '../../schema/agencies.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignmentChanges, assignments } from '../../schema/assignments.ts'
import { cosignatureCounts } from '../../schema/cosignatures.ts'
import { governments } from '../../schema/governments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { corrections, moderationDecisions } from '../../schema/moderation.ts'
import { asks, evidence, proposals, proposalTexts, proposalUpdates } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import { loudKinds } from '../record/entry.ts'
import { isItsRefusalReason, isUnchecked } from './store.ts'

const named = { code: agencies.code, name: agencies.name }

export const textRowsOf = byIds((db, ids) =>
  db.select().from(proposalTexts).where(inArray(proposalTexts.proposalId, ids)),
)
export const askRowsOf = byIds((db, ids) =>
  db.select().from(asks).where(inArray(asks.proposalId, ids)).orderBy(asc(asks.number)),
)
export const assignmentRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: assignments.proposalId,
      role: assignments.role,
      dueBefore: assignments.dueBefore,
      answeredAt: assignments.answeredAt,
      contribution: assignments.contribution,
      government: { slug: governments.slug, name: governments.name },
      ...named,
    })
    .from(assignments)
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .innerJoin(governments, eq(governments.id, agencies.governmentId))
    .where(and(inArray(assignments.proposalId, ids), isNull(assignments.endedAt))),
)
export const answerRowsOf = byIds((db, ids) =>
  db
    .select({
      id: answers.id,
      proposalId: answers.proposalId,
      version: answers.version,
      analysis: answers.analysis,
      deliberation: answers.deliberation,
      adoption: answers.adoption,
      followUp: answers.followUp,
      note: answers.note,
      unit: answers.unit,
      ...{ agencyId: answers.agencyId, governmentId: agencies.governmentId },
      publishedAt: answers.publishedAt,
      ...named,
    })
    .from(answers)
    .innerJoin(agencies, eq(agencies.id, answers.agencyId))
    .where(and(inArray(answers.proposalId, ids), isNotNull(answers.publishedAt)))
    .orderBy(asc(answers.version)),
)
export const decisionRowsOf = byIds((db, ids) =>
  db
    .select({
      answerId: askDecisions.answerId,
      askNumber: askDecisions.askNumber,
      decision: askDecisions.decision,
      reason: askDecisions.reason,
    })
    .from(askDecisions)
    .innerJoin(answers, eq(answers.id, askDecisions.answerId))
    .where(and(inArray(answers.proposalId, ids), isNotNull(answers.publishedAt), isNotNull(askDecisions.decision)))
    .orderBy(asc(askDecisions.askNumber)),
)
export const entriesOf = byIds((db, ids) =>
  db
    .select({
      id: record.id,
      proposalId: record.proposalId,
      kind: record.kind,
      role: record.role,
      occurredAt: record.occurredAt,
      recordedAt: record.recordedAt,
      facts: record.facts,
      digest: record.digest,
      agency: named,
      timeZone: governments.timeZone,
    })
    .from(record)
    .innerJoin(governments, eq(governments.id, record.governmentId))
    .leftJoin(agencies, eq(agencies.id, record.agencyId))
    .where(and(inArray(record.proposalId, ids), isTold(record), inArray(record.kind, [...loudKinds])))
    .orderBy(asc(record.occurredAt), asc(record.id)),
)
/** Of every day, district and level of which there are any. */
export const countRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: cosignatureCounts.proposalId,
      day: cosignatureCounts.day,
      code: cosignatureCounts.districtCode,
      level: cosignatureCounts.assurance,
      count: cosignatureCounts.count,
    })
    .from(cosignatureCounts)
    .where(and(inArray(cosignatureCounts.proposalId, ids), ne(cosignatureCounts.count, 0))),
)
export const evidenceRowsOf = byIds((db, ids) =>
  db
    .select({ proposalId: evidence.proposalId, url: evidence.url, label: evidence.label })
    .from(evidence)
    .where(inArray(evidence.proposalId, ids))
    .orderBy(asc(evidence.position)),
)
export const caseUpdateRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: proposalUpdates.proposalId,
      kind: proposalUpdates.kind,
      body: proposalUpdates.body,
      writtenAt: proposalUpdates.writtenAt,
      ...named,
    })
    .from(proposalUpdates)
    .leftJoin(agencies, eq(agencies.id, proposalUpdates.agencyId))
    .where(inArray(proposalUpdates.proposalId, ids))
    .orderBy(asc(proposalUpdates.writtenAt), asc(proposalUpdates.id)),
)
const to = alias(agencies, 'to_agency')
export const assignmentChangeRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: assignmentChanges.proposalId,
      kind: assignmentChanges.kind,
      reason: assignmentChanges.reason,
      decidedAt: assignmentChanges.decidedAt,
      dueBefore: assignmentChanges.dueBefore,
      from: named,
      to: { code: to.code, name: to.name },
    })
    .from(assignmentChanges)
    .leftJoin(agencies, eq(agencies.id, assignmentChanges.fromAgencyId))
    .leftJoin(to, eq(to.id, assignmentChanges.toAgencyId))
    .where(inArray(assignmentChanges.proposalId, ids))
    .orderBy(asc(assignmentChanges.decidedAt), asc(assignmentChanges.id)),
)
const decided = moderationDecisions
const toldDecisions: (typeof decided.$inferSelect)['kind'][] = ['returned', 'refused', 'merged']
const target = alias(proposals, 'target')
export const publicDecisionRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: decided.proposalId,
      kind: decided.kind,
      words: decided.words,
      decidedAt: decided.decidedAt,
      reason: { code: refusalReasons.code, name: refusalReasons.name },
      target: target.number,
    })
    .from(decided)
    .innerJoin(proposals, eq(proposals.id, decided.proposalId))
    .leftJoin(
      refusalReasons,
      and(eq(refusalReasons.governmentId, proposals.governmentId), eq(refusalReasons.code, decided.reasonCode)),
    )
    .leftJoin(target, eq(target.id, decided.mergedIntoId))
    .where(and(inArray(decided.proposalId, ids), inArray(decided.kind, toldDecisions), isNull(decided.undoneAt)))
    .orderBy(desc(decided.decidedAt), desc(decided.id)),
)
export const correctionRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: corrections.proposalId,
      field: corrections.field,
      before: corrections.before,
      after: corrections.after,
      correctedAt: corrections.correctedAt,
    })
    .from(corrections)
    .where(inArray(corrections.proposalId, ids))
    .orderBy(asc(corrections.correctedAt), asc(corrections.id)),
)
export const caseRowsOf = byIds((db, ids) =>
  db
    .select({
      proposal: proposals,
      hidesText: refusalReasons.hidesText,
      unchecked: sql`${isUnchecked}`.mapWith(Boolean),
    })
    .from(proposals)
    .leftJoin(refusalReasons, isItsRefusalReason)
    .where(inArray(proposals.id, ids)),
)
