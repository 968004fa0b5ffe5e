// Answers, their decisions and commitments: drafts are the agency's, what is published stays for ever.
import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Decision } from '../../schema/values.ts'
import { newEvent, startMailing, tellAuthor } from '../notifications/tell-case.ts'
import { attachedTo } from '../proposals/public-attachments.ts'
import { indexCase } from '../proposals/searchable.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { applyTransition, isElsewhere } from '../proposals/transition.ts'
import { append, newSalt } from '../record/store.ts'
import { type Actor, type AskDecision, changesNothing, type NewCommitment, outcomeOf } from './answer.ts'
import { type Attached, attachedWords } from './attachment.ts'
import { forgetVersions, keepVersion } from './draft-versions.ts'
import { takesUp } from './handling-store.ts'
import { publishCommitments } from './publish-commitments.ts'

export type AnswerRow = typeof answers.$inferSelect
export type Draft = {
  /** of the draft as its writer read it; 0 where there was none */
  revision: number
  analysis: string
  deliberation: string
  note: string
  unit: string // that answers, as its agency's list has it; '': none is named
  asks: AskDecision[]
  commitments: NewCommitment[]
}

/** The newest version, published or not, with what belongs to it. */
export async function newestAnswer(db: Db, proposalId: string) {
  const [answer] = await prepared(db, newestQuery).execute({ proposalId })
  return answer ? withParts(db, answer) : null
}

/** The newest version that everybody reads; null where there is none. */
export async function publishedAnswer(db: Db, proposalId: string) {
  const [answer] = await db
    .select()
    .from(answers)
    .where(and(eq(answers.proposalId, proposalId), isNotNull(answers.publishedAt)))
    .orderBy(desc(answers.version))
    .limit(1)
  return answer ? withParts(db, answer) : null
}

async function withParts(db: Db, answer: AnswerRow) {
  const asks = await db
    .select()
    .from(askDecisions)
    .where(eq(askDecisions.answerId, answer.id))
    .orderBy(asc(askDecisions.askNumber))
  const commitmentRows = await db
    .select()
    .from(commitments)
    .where(eq(commitments.answerId, answer.id))
    .orderBy(asc(commitments.position))
  return { answer, asks, commitments: commitmentRows }
}

const newestQuery = (db: Db) =>
  db
    .select()
    .from(answers)
    .where(eq(answers.proposalId, placeholder('proposalId')))
    .orderBy(desc(answers.version))
    .limit(1)

/** Saves the draft: the one that is open, or the next version. Throws Refused when somebody else saved meanwhile. */
export async function saveDraft(tx: Db, proposal: ProposalRow, draft: Draft, actor: Actor): Promise<AnswerRow> {
  const answer = (await changeOpenDraft(tx, proposal, draft, actor)) ?? (await beginDraft(tx, proposal, draft, actor))
  if (!answer) throw new Refused('other_window')
  await takesUp(tx, proposal, actor)
  await tx.delete(askDecisions).where(eq(askDecisions.answerId, answer.id))
  if (draft.asks.length)
    await tx.insert(askDecisions).values(draft.asks.map((ask) => ({ answerId: answer.id, ...ask })))
  await tx.delete(commitments).where(and(eq(commitments.answerId, answer.id), eq(commitments.state, 'draft')))
  if (draft.commitments.length)
    await tx.insert(commitments).values(
      draft.commitments.map((commitment, position) => ({
        id: newId(),
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        answerId: answer.id,
        agencyId: actor.agencyId,
        position,
        ...commitment,
        state: 'draft' as const,
        salt: newSalt(),
      })),
    )
  await keepVersion(tx, answer, draft, actor)
  return answer
}

const textsOf = ({ analysis, deliberation, note, unit }: Draft, { personId, agencyId, at }: Actor) => ({
  ...{ analysis, deliberation, note, unit, personId, agencyId },
  updatedAt: at,
})

async function changeOpenDraft(tx: Db, proposal: ProposalRow, draft: Draft, actor: Actor): Promise<AnswerRow | null> {
  if (draft.revision === 0) return null
  const [changed] = await tx
    .update(answers)
    .set({ ...textsOf(draft, actor), revision: sql`${answers.revision} + 1` })
    .where(and(eq(answers.proposalId, proposal.id), isNull(answers.publishedAt), eq(answers.revision, draft.revision)))
    .returning()
  return changed ?? null
}

/** The unique version decides between two who begin at once. */
async function beginDraft(tx: Db, proposal: ProposalRow, draft: Draft, actor: Actor): Promise<AnswerRow | null> {
  if (draft.revision !== 0) return null
  const [last] = await tx
    .select({ version: answers.version, publishedAt: answers.publishedAt })
    .from(answers)
    .where(eq(answers.proposalId, proposal.id))
    .orderBy(desc(answers.version))
    .limit(1)
  if (last && !last.publishedAt) return null
  const [begun] = await tx
    .insert(answers)
    .values({
      ...textsOf(draft, actor),
      id: newId(),
      proposalId: proposal.id,
      version: (last?.version ?? 0) + 1,
      adoption: '',
      followUp: '',
      salt: newSalt(),
      revision: 1,
      createdAt: actor.at,
      publishedAt: null,
    })
    .onConflictDoNothing()
    .returning()
  return begun ?? null
}

/**
 * Publishes: the case is resolved (or its answer supplemented), each promise is recorded, everybody who wanted to know is
 * told, from `tellFrom` on. Throws Refused when case or draft moved on, so that no draft is left behind.
 */
export async function publish(
  tx: Db,
  proposal: ProposalRow,
  draft: Draft,
  actor: Actor,
  tellFrom: Date,
): Promise<void> {
  const answer = await saveDraft(tx, proposal, draft, actor)
  const { at } = actor
  const outcome = draft.asks.length ? outcomeOf(draft.asks.map((a) => a.decision as Decision)) : 'answered'
  const said = {
    ...{ role: actor.role, agencyId: actor.agencyId },
    facts: { version: answer.version, outcome },
    text: { text: fullText(draft, await attachedTo(tx, answer.id)), salt: answer.salt },
  }
  const first = proposal.stage !== 'resolved'
  const event = newEvent()
  const base = { governmentId: proposal.governmentId, proposalId: proposal.id }
  if (first) {
    const moved = await applyTransition(tx, proposal, 'answer', {
      ...said,
      at,
      revision: proposal.revision,
      set: { answeredAt: at, outcome, endedAt: null },
      tellFrom,
      event,
    })
    if (!moved) throw new Refused((await isElsewhere(tx, proposal.id)) ? 'elsewhere' : 'moved_on')
    // The case may have another lead by now: the step above holds it, so this sees who has it.
    const [answered] = await tx
      .update(assignments)
      .set({ answeredAt: at })
      .where(and(isOpenLeadOf(proposal), eq(assignments.agencyId, actor.leadAgencyId ?? actor.agencyId)))
      .returning({ id: assignments.id })
    if (!answered) throw new Refused('moved_on')
  } else {
    // The answer may have been taken back meanwhile, or the text corrected.
    const { id, revision } = proposal
    const asRead = and(eq(proposals.id, id), eq(proposals.stage, 'resolved'), eq(proposals.revision, revision))
    const [still] = await tx.update(proposals).set({ outcome }).where(asRead).returning({ id: proposals.id })
    if (!still) throw new Refused('moved_on')
    // The button pressed twice: the other press was first, and this one holds the case only now.
    const stands = await publishedAnswer(tx, proposal.id)
    const attached = await attachedTo(tx, answer.id)
    if (stands && !attached.length && changesNothing({ ...stands.answer, asks: stands.asks }, draft))
      throw new Refused('unchanged')
    await append(tx, { ...base, ...said, kind: 'supplemented', occurredAt: at })
    await tellAuthor(tx, proposal.id, 'supplemented', { at, from: tellFrom, event })
  }
  const before = { stage: proposal.stage, outcome: proposal.outcome, endedAt: proposal.endedAt?.toISOString() ?? null }
  await tx.update(answers).set({ publishedAt: at, before }).where(eq(answers.id, answer.id))
  await publishCommitments(tx, answer.id, actor)
  await forgetVersions(tx, answer.id)
  await indexCase(tx, proposal.id)
  await startMailing(tx, {
    ...base,
    kind: first ? 'answer_published' : 'answer_supplemented',
    facts: { number: proposal.number, title: proposal.hiddenAt ? '' : proposal.title },
    at,
    from: tellFrom,
    event,
  })
}

const isOpenLeadOf = ({ id }: ProposalRow) =>
  and(eq(assignments.proposalId, id), eq(assignments.role, 'lead'), isNull(assignments.endedAt))

/** The text of an answer that the record's digest vouches for. */
export const fullText = (
  { analysis, deliberation, asks, note, unit }: Pick<Draft, 'analysis' | 'deliberation' | 'asks' | 'note' | 'unit'>,
  attached: Attached[],
) =>
  [
    ...[analysis, deliberation, ...asks.map((a) => `${a.decision}: ${a.reason}`), note],
    ...[...attached.map(attachedWords), unit].filter(Boolean),
  ].join('\n\n')
