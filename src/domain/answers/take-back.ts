// Taking an answer or a supplement back, for as long as nobody was mailed about it: it is a draft again, with its commitments.
import { and, desc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { answers } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Rules } from '../../schema/values.ts'
import { takeBackUntil } from '../governments/government.ts'
import { currentRules, rulesOf } from '../governments/store.ts'
import { unsay } from '../notifications/store.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { applyTransition } from '../proposals/transition.ts'
import { reopening } from '../proposals/workflow.ts'
import { append, isUnclear, newSalt } from '../record/store.ts'
import type { Actor } from './answer.ts'
import type { AnswerRow } from './store.ts'

/** The rules that the case keeps; those in force where it has none. */
export const rulesFor = async (db: Db, p: ProposalRow, at: Date): Promise<Rules> =>
  p.ruleVersionId ? await rulesOf(db, p.ruleVersionId) : (await currentRules(db, p.governmentId, at)).rules

/** Until when what is published now can be taken back, by the rules that the case keeps. */
export const takeBackFrom = async (db: Db, p: ProposalRow, at: Date): Promise<Date> =>
  takeBackUntil(at, await rulesFor(db, p, at))

/** The newest answer that stands, and until when it can be taken back; null where it cannot any more. */
export async function answerTakenBackUntil(
  db: Db,
  p: ProposalRow,
  at: Date,
): Promise<{ answer: AnswerRow; until: Date } | null> {
  if (p.stage !== 'resolved') return null
  const [answer] = await db
    .select()
    .from(answers)
    .where(and(eq(answers.proposalId, p.id), isNotNull(answers.publishedAt)))
    .orderBy(desc(answers.version))
    .limit(1)
  if (!answer?.publishedAt || !answer.before) return null // an import's
  const until = await takeBackFrom(db, p, answer.publishedAt)
  return at < until ? { answer, until } : null
}

/**
 * The case is where it was before. `seen`: when what is meant was published, in ms; null where nobody says: then it must be the
 * only one that can be meant.
 * Throws Refused: 'take_back_late', 'take_back_begun' (a supplement or a report), 'moved_on'.
 */
export async function takeBackAnswer(tx: Db, proposal: ProposalRow, actor: Actor, seen: number | null): Promise<void> {
  const { at, role, agencyId } = actor
  const found = await answerTakenBackUntil(tx, proposal, at)
  if (!found) throw new Refused('take_back_late')
  const { answer, until } = found
  const publishedAt = answer.publishedAt!
  const before = answer.before!
  if (seen !== null && seen !== publishedAt.getTime()) throw new Refused('moved_on')
  if (await goneOn(tx, proposal, answer)) throw new Refused('take_back_begun')
  if (seen === null && (await isUnclear(tx, proposal.id, ['answered', 'supplemented'], { publishedAt, until, at })))
    throw new Refused('moved_on')
  const [taken] = await tx
    .update(answers)
    .set({ publishedAt: null, before: null, salt: newSalt() })
    .where(and(eq(answers.id, answer.id), eq(answers.publishedAt, publishedAt)))
    .returning({ id: answers.id })
  if (!taken) throw new Refused('moved_on')
  await tx
    .update(commitments)
    .set({ state: 'draft', number: null, reportedAt: null })
    .where(eq(commitments.answerId, answer.id))
  const facts = { version: answer.version }
  const outcome = before.outcome
  if (before.stage === 'resolved') {
    await tx.update(proposals).set({ outcome }).where(eq(proposals.id, proposal.id))
    await append(tx, {
      ...{ governmentId: proposal.governmentId, proposalId: proposal.id, role, agencyId, facts },
      kind: 'answer_taken_back',
      occurredAt: at,
    })
  } else {
    const moved = await applyTransition(tx, proposal, reopening(before.stage), {
      ...{ role, agencyId, at, facts },
      set: { answeredAt: null, outcome, endedAt: before.endedAt === null ? null : new Date(before.endedAt) },
    })
    if (!moved) throw new Refused('moved_on')
    await tx
      .update(assignments)
      .set({ answeredAt: null })
      .where(and(eq(assignments.proposalId, proposal.id), eq(assignments.role, 'lead'), isNull(assignments.endedAt)))
  }
  await unsay(
    tx,
    proposal.id,
    ['stage_changed', 'author_news', 'answer_published', 'answer_supplemented'],
    publishedAt,
    at,
  )
}

/** Whether the next version was begun, or one of its commitments was reported on. */
async function goneOn(tx: Db, proposal: ProposalRow, answer: AnswerRow): Promise<boolean> {
  const next = and(eq(answers.proposalId, proposal.id), gt(answers.version, answer.version))
  if ((await tx.select({ id: answers.id }).from(answers).where(next).limit(1)).length) return true
  const promised = tx.select({ id: commitments.id }).from(commitments).where(eq(commitments.answerId, answer.id))
  const reported = await tx
    .select({ id: commitmentUpdates.id })
    .from(commitmentUpdates)
    .where(inArray(commitmentUpdates.commitmentId, promised))
    .limit(1)
  return reported.length > 0
}
