// Writing one case of a dump, new or in the place of what an earlier dump brought: all of it in the unit of its caller.
import { eq, inArray, sql } from 'drizzle-orm'
import { startMailing } from '../../domain/notifications/tell-case.ts'
import { indexCase } from '../../domain/proposals/searchable.ts'
import type { Db } from '../../platform/db/database.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignmentChanges, assignments } from '../../schema/assignments.ts'
import { answerAttachments } from '../../schema/attachments.ts'
import { broughtCases } from '../../schema/brought-cases.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { cosignatureCounts } from '../../schema/cosignatures.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { corrections, moderationDecisions } from '../../schema/moderation.ts'
import {
  asks,
  evidence,
  numberCounters,
  proposals,
  proposalTexts,
  proposalUpdates,
  textVersions,
} from '../../schema/proposals.ts'
import { record } from '../../schema/record.ts'
import { entryOf } from '../entries.ts'
import { broughtFacts, type CaseRows } from './case-rows.ts'

type Storing = { origin: string; takenOn: string; digest: string; at: Date }

export async function storeCase(tx: Db, rows: CaseRows, storing: Storing): Promise<void> {
  const { id, governmentId, year, number } = rows.proposal
  await tx.insert(proposals).values(rows.proposal)
  await storeParts(tx, rows, storing)
  const last = Number(number!.slice(5))
  await tx
    .insert(numberCounters)
    .values({ governmentId, year: year!, last })
    .onConflictDoUpdate({
      target: [numberCounters.governmentId, numberCounters.year],
      set: { last: sql`case when ${numberCounters.last} < ${last} then ${last} else ${numberCounters.last} end` },
    })
    .returning()
  await tx.insert(record).values(
    entryOf(governmentId, id, storing.at)('imported', storing.at, {
      facts: broughtFacts(rows, storing.takenOn, storing.digest),
    }),
  )
  await indexCase(tx, id)
}

/** `before`: the case as an earlier dump brought it. Who co-signed it here stays, and hears of an answer. */
export async function replaceCase(
  tx: Db,
  rows: CaseRows,
  before: { stage: string; number: string | null; hidden: boolean },
  storing: Storing,
): Promise<void> {
  const { id, governmentId } = rows.proposal
  const [was] = await tx
    .select({ count: sql<number>`coalesce(sum(${cosignatureCounts.count}), 0)`.mapWith(Number) })
    .from(cosignatureCounts)
    .where(sql`${cosignatureCounts.proposalId} = ${id} and ${cosignatureCounts.assurance} = 0`)
  const { id: _, count, createdAt, ...changed } = rows.proposal
  await tx
    .update(proposals)
    .set({ ...changed, count: sql`${proposals.count} + ${count - was!.count}` })
    .where(eq(proposals.id, id))
    .returning()
  await removeParts(tx, id)
  await storeParts(tx, rows, storing)
  await tx.insert(record).values(
    entryOf(governmentId, id, storing.at)('source_corrected', storing.at, {
      facts: { ...broughtFacts(rows, storing.takenOn, storing.digest), changed: ['source'], revoked: [] },
    }),
  )
  await indexCase(tx, id)
  if (before.stage !== 'resolved' && rows.answers.length && !before.hidden)
    await startMailing(tx, {
      ...{ kind: 'answer_published', governmentId, proposalId: id, at: storing.at },
      facts: { number: before.number, title: rows.proposal.title },
    })
}

async function storeParts(tx: Db, rows: CaseRows, { origin, takenOn, digest }: Storing): Promise<void> {
  await tx.insert(proposalTexts).values(rows.text)
  const proposalId = rows.proposal.id
  await tx.insert(broughtCases).values({ proposalId, origin, takenOn, digest, told: rows.told })
  if (rows.versions.length) await tx.insert(textVersions).values(rows.versions)
  if (rows.asks.length) await tx.insert(asks).values(rows.asks)
  if (rows.evidence.length) await tx.insert(evidence).values(rows.evidence)
  if (rows.updates.length) await tx.insert(proposalUpdates).values(rows.updates)
  if (rows.decisions.length) await tx.insert(moderationDecisions).values(rows.decisions)
  if (rows.corrections.length) await tx.insert(corrections).values(rows.corrections)
  if (rows.parts.length) await tx.insert(assignments).values(rows.parts)
  if (rows.changes.length) await tx.insert(assignmentChanges).values(rows.changes)
  if (rows.handOvers.length) await tx.insert(handOvers).values(rows.handOvers)
  if (rows.answers.length) await tx.insert(answers).values(rows.answers)
  if (rows.askDecisions.length) await tx.insert(askDecisions).values(rows.askDecisions)
  if (rows.attachments.length) await tx.insert(answerAttachments).values(rows.attachments)
  if (rows.commitments.length) await tx.insert(commitments).values(rows.commitments)
  if (rows.commitmentUpdates.length) await tx.insert(commitmentUpdates).values(rows.commitmentUpdates)
  for (let i = 0; i < rows.counts.length; i += 500)
    await tx.insert(cosignatureCounts).values(rows.counts.slice(i, i + 500))
}

async function removeParts(tx: Db, id: string): Promise<void> {
  const ofCase = tx.select({ id: commitments.id }).from(commitments).where(eq(commitments.proposalId, id))
  await tx.delete(commitmentUpdates).where(inArray(commitmentUpdates.commitmentId, ofCase))
  await tx.delete(commitments).where(eq(commitments.proposalId, id))
  await tx.delete(answers).where(eq(answers.proposalId, id)) // decisions and attachments go with them
  await tx.delete(handOvers).where(eq(handOvers.proposalId, id))
  await tx.delete(assignmentChanges).where(eq(assignmentChanges.proposalId, id))
  await tx.delete(assignments).where(eq(assignments.proposalId, id))
  await tx.delete(corrections).where(eq(corrections.proposalId, id))
  await tx.delete(moderationDecisions).where(eq(moderationDecisions.proposalId, id))
  await tx.delete(proposalUpdates).where(eq(proposalUpdates.proposalId, id))
  await tx.delete(evidence).where(eq(evidence.proposalId, id))
  await tx.delete(asks).where(eq(asks.proposalId, id))
  await tx.delete(textVersions).where(eq(textVersions.proposalId, id))
  await tx.delete(broughtCases).where(eq(broughtCases.proposalId, id))
  await tx.delete(proposalTexts).where(eq(proposalTexts.proposalId, id))
  await tx
    .delete(cosignatureCounts)
    .where(sql`${cosignatureCounts.proposalId} = ${id} and ${cosignatureCounts.assurance} = 0`)
}
