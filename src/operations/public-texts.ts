// Whether public texts are those that the record vouches for: beside each lies the salt of its digest. Whoever changes an answer, a
// promise or a proposal behind the application's back leaves the record as it was, and is found here.
import { and, asc, eq, gt, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import { promisedWords } from '../domain/answers/commitment.ts'
import { fullText } from '../domain/answers/store.ts'
import { attachedTo } from '../domain/proposals/public-attachments.ts'
import { proposalText } from '../domain/proposals/store.ts'
import { submittedText } from '../domain/proposals/submit.ts'
import { digestOf } from '../domain/record/entry.ts'
import type { Db } from '../platform/db/database.ts'
import { inPieces, type Pace } from '../platform/process/pace.ts'
import { answers, askDecisions } from '../schema/answers.ts'
import { assignmentChanges, assignments } from '../schema/assignments.ts'
import { commitments, commitmentUpdates } from '../schema/commitments.ts'
import { reasonRemovals } from '../schema/cosignatures.ts'
import { handOvers } from '../schema/hand-overs.ts'
import { cosignatureBatches } from '../schema/integrity.ts'
import { corrections, moderationDecisions } from '../schema/moderation.ts'
import { paperChanges } from '../schema/paper.ts'
import { proposals, proposalUpdates } from '../schema/proposals.ts'
import { isTold, record } from '../schema/record.ts'

type Case = Pick<typeof proposals.$inferSelect, 'id' | 'number' | 'title' | 'stage' | 'publishedAt'>
type Vouched = { what: string; text: string; salt: string }

const atOnce = 10 // cases: some milliseconds

/** In words; empty where all fit. Of cases that were written here: what an import brought is vouched for by its own line. */
export async function changedTexts(db: Db, pace: Pace = {}): Promise<string[]> {
  const findings: string[] = []
  const read = (after: string) =>
    db
      .select()
      .from(proposals)
      .where(
        and(
          ...[gt(proposals.id, after), ne(proposals.stage, 'draft'), isNotNull(proposals.number)],
          ...[isNull(proposals.textRemovedAt), isNull(proposals.source)],
        ),
      )
      .orderBy(asc(proposals.id))
      .limit(atOnce)
  for await (const one of inPieces(read, atOnce, pace)) findings.push(...(await changedIn(db, one)))
  return findings
}

async function changedIn(db: Db, one: Case): Promise<string[]> {
  const entries = await db
    .select({ kind: record.kind, digest: record.digest, at: record.occurredAt })
    .from(record)
    .where(and(eq(record.proposalId, one.id), isTold(record), isNotNull(record.digest)))
  const kinds = await db
    .select({ kind: record.kind })
    .from(record)
    .where(and(eq(record.proposalId, one.id), isTold(record), eq(record.kind, 'imported')))
    .limit(1)
  if (kinds.length) return []
  const vouchedFor = new Set(entries.map(({ digest }) => digest))
  // a decision of before has no digest: its words were not vouched for then
  const decided = new Set(entries.map(({ kind, at }) => `${kind} ${at.getTime()}`))
  const wasSent = entries.some(({ kind }) => kind === 'submitted' || kind === 'resubmitted')
  // its author may be changing it, and nobody else sees it
  const isBack = one.publishedAt === null && (one.stage === 'returned' || one.stage === 'withdrawn')
  const [sent, ...others] = await ofProposal(db, one)
  const texts = [
    ...(wasSent && !isBack ? [sent!] : []),
    ...[...others, ...(await ofAgencies(db, one.id)), ...(await ofStaff(db, one.id, decided))],
  ]
  const batches = await db.select().from(cosignatureBatches).where(eq(cosignatureBatches.proposalId, one.id))
  const words = new Set(batches.map((batch) => digestOf(batch.words, batch.salt)))
  return [
    ...texts
      .filter(({ text, salt }) => !vouchedFor.has(digestOf(text, salt)))
      .map(({ what }) => `Case ${one.number}: ${what} is not the text that the record vouches for.`),
    // a batch that changed nothing has no entry, so it is asked the other way round
    ...entries
      .filter(({ kind, digest }) => /^cosignatures_/.test(kind) && !words.has(digest!))
      .map(({ kind, at }) => `Case ${one.number}: the words of “${kind}” of ${iso(at)} are gone, or are others.`),
  ]
}

/** The proposal as it was sent: corrections, each vouched for by itself, are undone. */
async function ofProposal(db: Db, { id, title }: Case): Promise<Vouched[]> {
  const text = await proposalText(db, id)
  const corrected = await db
    .select()
    .from(corrections)
    .where(eq(corrections.proposalId, id))
    .orderBy(asc(corrections.correctedAt), asc(corrections.id))
  const sent = { title, problem: text.problem, benefit: text.benefit, asks: text.asks.map((ask) => ({ ...ask })) }
  for (const { field, before } of corrected.toReversed()) {
    if (field === 'title' || field === 'problem' || field === 'benefit') sent[field] = before
    else for (const ask of sent.asks) if (`ask-${ask.number}` === field) ask.text = before
  }
  const updates = await db.select().from(proposalUpdates).where(eq(proposalUpdates.proposalId, id))
  return [
    { what: 'the proposal', text: submittedText(sent.title, sent), salt: text.salt },
    ...corrected.map(({ field, after, salt }) => ({ what: `the correction of ${field}`, text: after, salt })),
    ...updates.map(({ body, salt, writtenAt }) => ({ what: `the update of ${iso(writtenAt)}`, text: body, salt })),
  ]
}

async function ofAgencies(db: Db, id: string): Promise<Vouched[]> {
  const published = await db
    .select()
    .from(answers)
    .where(and(eq(answers.proposalId, id), isNotNull(answers.publishedAt)))
    .orderBy(asc(answers.version))
  const said: Vouched[] = []
  for (const answer of published) {
    const asks = await db
      .select()
      .from(askDecisions)
      .where(eq(askDecisions.answerId, answer.id))
      .orderBy(asc(askDecisions.askNumber))
    const text = fullText({ ...answer, asks }, await attachedTo(db, answer.id))
    said.push({ what: `answer ${answer.version}`, text, salt: answer.salt })
    // prose of imports: an answer that was written here has none
    const prose = answer.adoption + answer.followUp
    if (prose) said.push({ what: `the prose of answer ${answer.version}`, text: prose, salt: answer.salt })
  }
  const promised = await db
    .select()
    .from(commitments)
    .where(and(eq(commitments.proposalId, id), ne(commitments.state, 'draft')))
    .orderBy(asc(commitments.number))
  for (const { id: commitmentId, number, what, measure, salt } of promised) {
    said.push({ what: `commitment ${number}`, text: promisedWords({ what, measure }), salt })
    const told = await db.select().from(commitmentUpdates).where(eq(commitmentUpdates.commitmentId, commitmentId))
    for (const { body, salt, writtenAt } of told)
      said.push({ what: `the report of ${iso(writtenAt)} on commitment ${number}`, text: body, salt })
  }
  return said
}

/** `decided`: which of their decisions have a digest. */
async function ofStaff(db: Db, id: string, decided: Set<string>): Promise<Vouched[]> {
  const moved = await db.select().from(assignmentChanges).where(eq(assignmentChanges.proposalId, id))
  const decisions = await db
    .select()
    .from(moderationDecisions)
    .where(
      and(eq(moderationDecisions.proposalId, id), inArray(moderationDecisions.kind, ['refused', 'hidden', 'merged'])),
    )
  const parts = await db
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNotNull(assignments.contribution)))
  const handed = await db.select().from(handOvers).where(eq(handOvers.proposalId, id))
  const removed = await db.select().from(reasonRemovals).where(eq(reasonRemovals.proposalId, id))
  const sheets = await db
    .select()
    .from(paperChanges)
    .where(and(eq(paperChanges.proposalId, id), isNotNull(paperChanges.confirmedAt)))
  const named = { refused: 'the refusal', hidden: 'the reason of hiding it', merged: 'the reason of merging it' }
  return [
    ...moved
      .filter(({ reason }) => reason !== '') // nobody gave one: its agency has ended
      .map(({ kind, reason, salt, decidedAt }) => ({
        ...{ what: `the reason of “${kind}” of ${iso(decidedAt)}`, text: reason, salt },
      })),
    ...decisions
      .filter(({ kind, decidedAt }) => decided.has(`${kind} ${decidedAt.getTime()}`))
      .map(({ kind, words, salt, decidedAt }) => ({
        ...{ what: `${named[kind as keyof typeof named]} of ${iso(decidedAt)}`, text: words, salt },
      })),
    ...parts.map(({ contribution, salt, assignedAt }) => ({
      ...{ what: `the contribution of the part of ${iso(assignedAt)}`, text: contribution!, salt: salt! },
    })),
    ...handed.flatMap(({ reason, salt, createdAt, result, resultSalt, endedAt }) => [
      { what: `the reason of handing it over on ${iso(createdAt)}`, text: reason, salt },
      ...(result === null
        ? []
        : [{ what: `the result of handing it over, of ${iso(endedAt!)}`, text: result, salt: resultSalt! }]),
    ]),
    ...removed.map(({ words, salt, removedAt }) => ({
      ...{ what: `the reason of removing a reason on ${iso(removedAt)}`, text: words, salt },
    })),
    ...sheets.map(({ sheet, act, words, salt, confirmedAt }) => ({
      ...{ what: `the words of “${act}” of sheet ${sheet} of ${iso(confirmedAt!)}`, text: words, salt },
    })),
  ]
}

const iso = (at: Date): string => at.toISOString()
