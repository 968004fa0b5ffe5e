// Everything public about some cases, in as many queries for a hundred as for one. A few lines long of the usual: the queries are
// flat and read best one below the other.
import { and, asc, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import { grouped, summed } from '../../lib/group.ts'
import { alias, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { agencies } from '../../schema/agencies.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { parts, routings } from '../../schema/assignments.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { cosignatureCounts } from '../../schema/cosignatures.ts'
import { governments, ruleVersions } from '../../schema/governments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { corrections, decisions } from '../../schema/moderation.ts'
import { asks, evidence, proposals, proposalTexts, updates } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import { completed } from '../governments/government.ts'
import { loudKinds } from '../record/entry.ts'
import { holding } from '../record/revoked.ts'
import { toldByDay } from '../record/told-by-day.ts'
import { isItsRefusalReason } from './store.ts'

export type CaseRow = Awaited<ReturnType<typeof rowsOfCases>>[number]
type Loaded = Awaited<ReturnType<typeof loadAll>>

export type CaseParts = {
  text: Loaded['texts'][number] | undefined
  asks: Loaded['askRows']
  agencies: Loaded['partRows']
  answers: (Loaded['answerRows'][number] & { decisions: Loaded['decisionRows'] })[]
  commitments: (Loaded['promiseRows'][number] & { updates: Loaded['updateRows'] })[]
  timeline: Loaded['entries']
  evidence: Loaded['evidenceRows']
  updates: Loaded['caseUpdateRows']
  routings: Loaded['routingRows']
  /** the newest words of a refusal and of a merger that stand */
  decisions: Loaded['publicDecisionRows']
  corrections: Loaded['correctionRows']
  byDay: { date: string; count: number }[]
  /** co-signatures of which nobody knows the day: imported ones */
  undated: number
  byDistrict: Map<string, number>
  byAssurance: { level: number; count: number }[]
}

/** The cases in the order of the ids; ids that are not there are left out. Says nothing about who may see them. */
export async function loadCases(db: Db, ids: string[]): Promise<{ row: CaseRow; has: CaseParts }[]> {
  if (!ids.length) return []
  const [rows, all] = await Promise.all([rowsOfCases(db, ids), loadAll(db, ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const texts = grouped(all.texts, (t) => t.proposalId)
  const askRows = grouped(all.askRows, (a) => a.proposalId)
  const partRows = grouped(all.partRows, (a) => a.proposalId)
  const answerRows = grouped(all.answerRows, (a) => a.proposalId)
  const decisionRows = grouped(all.decisionRows, (d) => d.answerId)
  const promiseRows = grouped(all.promiseRows, (c) => c.proposalId)
  const updateRows = grouped(all.updateRows, (u) => u.commitmentId)
  const entries = grouped(all.entries, (e) => e.proposalId ?? '')
  const days = grouped(all.days, (d) => d.proposalId)
  const places = grouped(all.places, (d) => d.proposalId)
  const evidenceRows = grouped(all.evidenceRows, (e) => e.proposalId)
  const caseUpdateRows = grouped(all.caseUpdateRows, (u) => u.proposalId)
  const routingRows = grouped(all.routingRows, (r) => r.proposalId)
  const publicDecisionRows = grouped(all.publicDecisionRows, (d) => d.proposalId)
  const correctionRows = grouped(all.correctionRows, (c) => c.proposalId)
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const has: CaseParts = {
      text: texts(id)[0],
      asks: askRows(id),
      agencies: partRows(id).sort((a, b) => a.role.localeCompare(b.role) || a.code.localeCompare(b.code)),
      answers: answerRows(id).map((a) => ({ ...a, decisions: decisionRows(a.id) })),
      commitments: promiseRows(id).map((c) => ({ ...c, updates: updateRows(c.id) })),
      timeline: toldByDay(holding(entries(id))),
      evidence: evidenceRows(id),
      updates: caseUpdateRows(id),
      routings: routingRows(id),
      decisions: publicDecisionRows(id),
      corrections: correctionRows(id),
      byDay: days(id).flatMap(({ date, count }) => (date ? [{ date, count }] : [])),
      undated: days(id).find(({ date }) => !date)?.count ?? 0,
      byDistrict: summed(places(id), ({ code }) => code),
      byAssurance: [...summed(places(id), ({ level }) => level)]
        .map(([level, count]) => ({ level, count }))
        .sort((a, b) => a.level - b.level),
    }
    return [{ row, has }]
  })
}

async function rowsOfCases(db: Db, ids: string[]) {
  const rows = await caseRowsOf(db, ids)
  return rows.map(({ proposal, version, rules, hidesText }) => ({
    ...proposal,
    rules: version !== null && rules !== null ? { version, rules: completed(rules) } : null,
    textHidden: hidesText ?? false,
  }))
}

const caseRowsOf = byIds((db, ids) =>
  db
    .select({
      proposal: proposals,
      version: ruleVersions.version,
      rules: ruleVersions.rules,
      hidesText: refusalReasons.hidesText,
    })
    .from(proposals)
    .leftJoin(ruleVersions, eq(ruleVersions.id, proposals.ruleVersionId))
    .leftJoin(refusalReasons, isItsRefusalReason)
    .where(inArray(proposals.id, ids)),
)

async function loadAll(db: Db, ids: string[]) {
  const [texts, askRows, partRows, answerRows, decisionRows, promiseRows, updateRows, entries, days, places, more] =
    await Promise.all([
      textRowsOf(db, ids),
      askRowsOf(db, ids),
      partRowsOf(db, ids),
      answerRowsOf(db, ids),
      decisionRowsOf(db, ids),
      promiseRowsOf(db, ids),
      updateRowsOf(db, ids),
      entriesOf(db, ids),
      daysOf(db, ids),
      placesOf(db, ids),
      Promise.all([
        evidenceRowsOf(db, ids),
        caseUpdateRowsOf(db, ids),
        routingRowsOf(db, ids),
        publicDecisionRowsOf(db, ids),
        correctionRowsOf(db, ids),
      ]),
    ])
  const [evidenceRows, caseUpdateRows, routingRows, publicDecisionRows, correctionRows] = more
  return {
    ...{ texts, askRows, partRows, answerRows, decisionRows, promiseRows, updateRows, entries, days, places },
    ...{ evidenceRows, caseUpdateRows, routingRows, publicDecisionRows, correctionRows },
  }
}

const named = { code: agencies.code, name: agencies.name }
const counted = (ids: string[]) => and(inArray(cosignatureCounts.proposalId, ids), ne(cosignatureCounts.count, 0))

const textRowsOf = byIds((db, ids) => db.select().from(proposalTexts).where(inArray(proposalTexts.proposalId, ids)))
const askRowsOf = byIds((db, ids) =>
  db.select().from(asks).where(inArray(asks.proposalId, ids)).orderBy(asc(asks.number)),
)
const partRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: parts.proposalId,
      role: parts.role,
      dueBefore: parts.dueBefore,
      answeredAt: parts.answeredAt,
      contribution: parts.contribution,
      ...named,
    })
    .from(parts)
    .innerJoin(agencies, eq(agencies.id, parts.agencyId))
    .where(and(inArray(parts.proposalId, ids), isNull(parts.endedAt))),
)
const answerRowsOf = byIds((db, ids) =>
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
      publishedAt: answers.publishedAt,
      ...named,
    })
    .from(answers)
    .innerJoin(agencies, eq(agencies.id, answers.agencyId))
    .where(and(inArray(answers.proposalId, ids), isNotNull(answers.publishedAt)))
    .orderBy(asc(answers.version)),
)
const decisionRowsOf = byIds((db, ids) =>
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
const promiser = alias(agencies, 'promiser')
const promiseRowsOf = byIds((db, ids) =>
  db
    .select({
      id: commitments.id,
      proposalId: commitments.proposalId,
      askNumber: commitments.askNumber,
      what: commitments.what,
      salt: commitments.salt,
      owner: commitments.owner,
      dueOn: commitments.dueOn,
      state: commitments.state,
      closedAt: commitments.closedAt,
      handedOverAt: commitments.handedOverAt,
      promisedBy: { code: promiser.code, name: promiser.name },
      ...named,
    })
    .from(commitments)
    .innerJoin(agencies, eq(agencies.id, commitments.agencyId))
    .leftJoin(answers, eq(answers.id, commitments.answerId))
    .leftJoin(promiser, eq(promiser.id, answers.agencyId))
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .orderBy(asc(commitments.position), asc(commitments.id)),
)
const updateRowsOf = byIds((db, ids) =>
  db
    .select({
      commitmentId: commitmentUpdates.commitmentId,
      kind: commitmentUpdates.kind,
      body: commitmentUpdates.body,
      salt: commitmentUpdates.salt,
      evidenceUrl: commitmentUpdates.evidenceUrl,
      writtenAt: commitmentUpdates.writtenAt,
    })
    .from(commitmentUpdates)
    .innerJoin(commitments, eq(commitments.id, commitmentUpdates.commitmentId))
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .orderBy(asc(commitmentUpdates.writtenAt)),
)
const entriesOf = byIds((db, ids) =>
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
const daysOf = byIds((db, ids) =>
  db
    .select({
      proposalId: cosignatureCounts.proposalId,
      date: cosignatureCounts.day,
      count: sumOf(cosignatureCounts.count),
    })
    .from(cosignatureCounts)
    .where(counted(ids))
    .groupBy(cosignatureCounts.proposalId, cosignatureCounts.day)
    .orderBy(asc(cosignatureCounts.day)),
)
const placesOf = byIds((db, ids) =>
  db
    .select({
      proposalId: cosignatureCounts.proposalId,
      code: cosignatureCounts.districtCode,
      level: cosignatureCounts.assurance,
      count: sumOf(cosignatureCounts.count),
    })
    .from(cosignatureCounts)
    .where(counted(ids))
    .groupBy(cosignatureCounts.proposalId, cosignatureCounts.districtCode, cosignatureCounts.assurance)
    .orderBy(asc(cosignatureCounts.districtCode), asc(cosignatureCounts.assurance)),
)

const evidenceRowsOf = byIds((db, ids) =>
  db
    .select({ proposalId: evidence.proposalId, url: evidence.url, label: evidence.label })
    .from(evidence)
    .where(inArray(evidence.proposalId, ids))
    .orderBy(asc(evidence.position)),
)
const caseUpdateRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: updates.proposalId,
      kind: updates.kind,
      body: updates.body,
      writtenAt: updates.writtenAt,
      ...named,
    })
    .from(updates)
    .leftJoin(agencies, eq(agencies.id, updates.agencyId))
    .where(inArray(updates.proposalId, ids))
    .orderBy(asc(updates.writtenAt)),
)
const to = alias(agencies, 'to_agency')
const routingRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: routings.proposalId,
      kind: routings.kind,
      reason: routings.reason,
      decidedAt: routings.decidedAt,
      dueBefore: routings.dueBefore,
      from: named,
      to: { code: to.code, name: to.name },
    })
    .from(routings)
    .leftJoin(agencies, eq(agencies.id, routings.fromAgencyId))
    .leftJoin(to, eq(to.id, routings.toAgencyId))
    .where(inArray(routings.proposalId, ids))
    .orderBy(asc(routings.decidedAt)),
)
const target = alias(proposals, 'target')
const publicDecisionRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: decisions.proposalId,
      kind: decisions.kind,
      words: decisions.words,
      decidedAt: decisions.decidedAt,
      reason: { code: refusalReasons.code, name: refusalReasons.name },
      target: target.number,
    })
    .from(decisions)
    .innerJoin(proposals, eq(proposals.id, decisions.proposalId))
    .leftJoin(
      refusalReasons,
      and(eq(refusalReasons.governmentId, proposals.governmentId), eq(refusalReasons.code, decisions.reasonCode)),
    )
    .leftJoin(target, eq(target.id, decisions.targetId))
    .where(
      and(
        inArray(decisions.proposalId, ids),
        inArray(decisions.kind, ['refused', 'merged']),
        isNull(decisions.undoneAt),
      ),
    )
    .orderBy(desc(decisions.decidedAt)),
)
const correctionRowsOf = byIds((db, ids) =>
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
    .orderBy(asc(corrections.correctedAt)),
)
