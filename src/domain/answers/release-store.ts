// The way of a draft out of its agency: asking for release, sending back, setting an hour, calling it off.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies, staff } from '../../schema/agencies.ts'
import { answerReleases } from '../../schema/answer-releases.ts'
import { answers } from '../../schema/answers.ts'
import { proposals } from '../../schema/proposals.ts'
import { isApprover } from '../governments/approvers.ts'
import { isOnePerson } from '../people/mailboxes.ts'
import type { ProposalRow } from '../proposals/store.ts'
import type { Actor } from './answer.ts'
import { noteLook, versionOf } from './draft-versions.ts'
import { refusalToRelease } from './release.ts'
import { type AnswerRow, type Draft, newestAnswer, saveDraft } from './store.ts'
import { tellApprovers, tellWriters } from './tell-release.ts'

export type ReleaseRow = typeof answerReleases.$inferSelect

/** That the draft waits for release or for its hour; null where it does not. */
export async function releaseOf(db: Db, answerId: string): Promise<ReleaseRow | null> {
  const [row] = await db.select().from(answerReleases).where(eq(answerReleases.answerId, answerId))
  return row ?? null
}

/** The draft that is written now, as publishing takes it; null where there is none. */
export async function openDraft(db: Db, proposalId: string): Promise<{ answer: AnswerRow; draft: Draft } | null> {
  const newest = await newestAnswer(db, proposalId)
  if (!newest || newest.answer.publishedAt) return null
  const { answer, asks, commitments } = newest
  const { revision, analysis, deliberation, note, unit } = answer
  return {
    answer,
    draft: {
      ...{ revision, analysis, deliberation, note, unit },
      asks: asks.map(({ askNumber, decision, reason }) => ({ askNumber, decision, reason })),
      commitments: commitments.map(({ askNumber, what, measure, owner, dueOn }) => ({
        ...{ askNumber, what, measure, owner, dueOn },
      })),
    },
  }
}

/** Saves the draft and asks for its release. Throws Refused when a colleague saved meanwhile. */
export async function askForRelease(tx: Db, proposal: ProposalRow, draft: Draft, actor: Actor): Promise<void> {
  const answer = await saveDraft(tx, proposal, draft, actor)
  await put(tx, proposal, answer, actor, { state: 'asked' })
  await tellApprovers(tx, proposal, answer, actor)
}

/** Saves the draft and sets its hour. Throws Refused when a colleague saved meanwhile. */
export async function scheduleDraft(
  tx: Db,
  proposal: ProposalRow,
  draft: Draft,
  actor: Actor,
  publishAt: Date,
): Promise<void> {
  await put(tx, proposal, await saveDraft(tx, proposal, draft, actor), actor, { state: 'scheduled', publishAt })
}

/** The hour of a draft that an approver has read. */
export const scheduleReleased = (tx: Db, p: ProposalRow, answer: AnswerRow, actor: Actor, publishAt: Date) =>
  put(tx, p, answer, actor, { state: 'scheduled', publishAt })

/** Back to its writer, with words. What was read counts as read. */
export async function sendBack(tx: Db, p: ProposalRow, answer: AnswerRow, actor: Actor, words: string): Promise<void> {
  const asked = await releaseOf(tx, answer.id)
  await put(tx, p, answer, actor, { state: 'sent_back', words })
  await noteLook(tx, answer, actor)
  const draft = { id: answer.id, revision: answer.revision, personId: asked?.personId ?? null }
  await tellWriters(tx, p, draft, { act: 'sent_back', words }, actor.at)
}

/** Takes back what was asked for or set. Throws Refused when it has gone out or changed meanwhile. */
export async function takeBackRelease(tx: Db, answerId: string, seen: ReleaseRow['state']): Promise<void> {
  const gone = await tx
    .delete(answerReleases)
    .where(and(eq(answerReleases.answerId, answerId), eq(answerReleases.state, seen)))
    .returning({ answerId: answerReleases.answerId })
  if (!gone.length) throw new Refused('moved_on')
}

type Step = { state: ReleaseRow['state']; words?: string; publishAt?: Date }

/** Throws Refused when the draft is not the one that was read. */
async function put(tx: Db, proposal: ProposalRow, answer: AnswerRow, actor: Actor, step: Step): Promise<void> {
  const [same] = await tx
    .select({ id: answers.id })
    .from(answers)
    .where(and(eq(answers.id, answer.id), eq(answers.revision, answer.revision), isNull(answers.publishedAt)))
  if (!same) throw new Refused('moved_on')
  const row = {
    ...{ state: step.state, words: step.words ?? '', publishAt: step.publishAt ?? null },
    ...{ revision: answer.revision, textRevision: proposal.revision, stage: proposal.stage },
    ...{ personId: actor.personId, role: actor.role, changedAt: actor.at },
  }
  await tx
    .insert(answerReleases)
    .values({ answerId: answer.id, ...row })
    .onConflictDoUpdate({ target: answerReleases.answerId, set: row })
}

/** Why this actor may not release this draft; null where they may. Another account of the same mailbox is no second person. */
export async function mayNotRelease(db: Db, release: ReleaseRow, actor: Actor) {
  const version = await versionOf(db, release.answerId, release.revision)
  const same =
    (await isOnePerson(db, actor.personId, release.personId)) ||
    (await isOnePerson(db, actor.personId, version?.personId ?? null))
  const approves = actor.role === 'administrator' || (await isApprover(db, actor.personId, actor.agencyId))
  return refusalToRelease({ approves, same })
}

/** Drafts of a government, or of some of its agencies, that wait for somebody: to be released, or to be looked at again. */
export async function releasesThatWait(db: Db, governmentId: string, agencyIds: string[] | null) {
  return db
    .select({ number: proposals.number, state: answerReleases.state, agency: agencies.name })
    .from(answerReleases)
    .innerJoin(answers, eq(answers.id, answerReleases.answerId))
    .innerJoin(proposals, eq(proposals.id, answers.proposalId))
    .innerJoin(agencies, eq(agencies.id, answers.agencyId))
    .where(and(eq(proposals.governmentId, governmentId), agencyIds ? inArray(answers.agencyId, agencyIds) : undefined))
    .orderBy(asc(answerReleases.changedAt), asc(answerReleases.answerId))
}

/** Whether anybody else could release a draft of this agency that this person wrote: an approver of it, or an administrator. */
export async function someoneElseReleases(db: Db, governmentId: string, actor: Actor): Promise<boolean> {
  const seats = await db
    .select({ personId: staff.personId, role: staff.role, agencyId: staff.agencyId })
    .from(staff)
    .where(and(eq(staff.governmentId, governmentId), isNull(staff.endedAt)))
  for (const { personId, role, agencyId } of seats) {
    const approves =
      role === 'administrator' || (agencyId === actor.agencyId && (await isApprover(db, personId, actor.agencyId)))
    if (approves && !(await isOnePerson(db, actor.personId, personId))) return true
  }
  return false
}
