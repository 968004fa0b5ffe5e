// Answers, their decisions and promises: drafts are the agency's, what is published stays for ever.
import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db/connect.ts'
import { newId } from '../lib/id.ts'
import { startMailing } from '../notifications/store.ts'
import { takeStep } from '../proposals/steps.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { parts, proposals } from '../proposals/tables.ts'
import { append, newSalt } from '../record/store.ts'
import { type Decision, outcomeOf } from './answer.ts'
import type { AskDecision, NewPromise } from './forms.ts'
import { answers, askDecisions, commitments } from './tables.ts'

export type AnswerRow = typeof answers.$inferSelect
export type Draft = {
  analysis: string
  deliberation: string
  note: string
  asks: AskDecision[]
  promises: NewPromise[]
}
type Writer = { personId: string; agencyId: string; at: Date }

/** The newest version, published or not, with what belongs to it. */
export async function newestAnswer(db: Db, proposalId: string) {
  const [answer] = await db
    .select()
    .from(answers)
    .where(eq(answers.proposalId, proposalId))
    .orderBy(desc(answers.version))
    .limit(1)
  if (!answer) return null
  const asks = await db
    .select()
    .from(askDecisions)
    .where(eq(askDecisions.answerId, answer.id))
    .orderBy(asc(askDecisions.askNumber))
  const promises = await db
    .select()
    .from(commitments)
    .where(eq(commitments.answerId, answer.id))
    .orderBy(asc(commitments.position))
  return { answer, asks, promises }
}

/** Saves the draft: the one that is open, or the next version. Returns it. */
export async function saveDraft(
  tx: Db,
  proposal: ProposalRow,
  draft: Draft,
  { personId, agencyId, at }: Writer,
): Promise<AnswerRow> {
  const [last] = await tx
    .select()
    .from(answers)
    .where(eq(answers.proposalId, proposal.id))
    .orderBy(desc(answers.version))
    .limit(1)
  const texts = {
    analysis: draft.analysis,
    deliberation: draft.deliberation,
    note: draft.note,
    personId,
    updatedAt: at,
  }
  const open = last && !last.publishedAt ? last : null
  const [answer] = open
    ? await tx
        .update(answers)
        .set(texts)
        .where(and(eq(answers.id, open.id), isNull(answers.publishedAt)))
        .returning()
    : await tx
        .insert(answers)
        .values({
          id: newId(),
          proposalId: proposal.id,
          agencyId,
          version: (last?.version ?? 0) + 1,
          adoption: '',
          followUp: '',
          salt: newSalt(),
          createdAt: at,
          publishedAt: null,
          ...texts,
        })
        .returning()
  const id = answer!.id
  await tx.delete(askDecisions).where(eq(askDecisions.answerId, id))
  if (draft.asks.length) await tx.insert(askDecisions).values(draft.asks.map((ask) => ({ answerId: id, ...ask })))
  await tx.delete(commitments).where(and(eq(commitments.answerId, id), eq(commitments.state, 'draft')))
  if (draft.promises.length)
    await tx.insert(commitments).values(
      draft.promises.map((promise, position) => ({
        id: newId(),
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        answerId: id,
        agencyId,
        askNumber: null,
        position,
        ...promise,
        state: 'draft' as const,
        closedAt: null,
        salt: newSalt(),
      })),
    )
  return answer!
}

/** Publishes: the case is resolved (or supplemented), each promise is recorded, everybody who wanted to know is told. False when it moved on. */
export async function publish(tx: Db, proposal: ProposalRow, draft: Draft, writer: Writer): Promise<boolean> {
  const { at, agencyId } = writer
  const answer = await saveDraft(tx, proposal, draft, writer)
  const text = {
    text: [draft.analysis, draft.deliberation, ...draft.asks.map((a) => `${a.decision}: ${a.reason}`), draft.note].join(
      '\n\n',
    ),
    salt: answer.salt,
  }
  const outcome = draft.asks.length ? outcomeOf(draft.asks.map((a) => a.decision as Decision)) : 'answered'
  const first = proposal.stage !== 'resolved'
  const base = { governmentId: proposal.governmentId, proposalId: proposal.id }
  if (first) {
    const moved = await takeStep(tx, proposal, 'answer', {
      role: 'officer',
      agencyId,
      at,
      set: { answeredAt: at, outcome, endedAt: null },
      facts: { version: answer.version, outcome },
      text,
    })
    if (!moved) return false
    await tx
      .update(parts)
      .set({ answeredAt: at })
      .where(and(eq(parts.proposalId, proposal.id), eq(parts.agencyId, agencyId), isNull(parts.endedAt)))
  } else {
    await tx.update(proposals).set({ outcome }).where(eq(proposals.id, proposal.id))
    await append(tx, {
      ...base,
      kind: 'supplemented',
      role: 'officer',
      agencyId,
      occurredAt: at,
      facts: { version: answer.version, outcome },
      text,
    })
  }
  await tx.update(answers).set({ publishedAt: at }).where(eq(answers.id, answer.id))
  const promised = await tx
    .update(commitments)
    .set({ state: 'open' })
    .where(and(eq(commitments.answerId, answer.id), eq(commitments.state, 'draft')))
    .returning()
  for (const promise of promised)
    await append(tx, {
      ...base,
      kind: 'promised',
      role: 'officer',
      agencyId,
      occurredAt: at,
      facts: { due_on: promise.dueOn },
      text: { text: promise.what, salt: promise.salt },
    })
  await startMailing(tx, {
    ...base,
    kind: first ? 'answer_published' : 'answer_supplemented',
    facts: { number: proposal.number, title: proposal.title },
    at,
  })
  return true
}
