// What moderators decide. Admissibility, never merit.
import { eq } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { moderationDecisions } from '../../schema/moderation.ts'
import { offered, refusalReasonsOf } from '../governments/store.ts'
import { callOff } from '../notifications/store.ts'
import { callOffNews, newEvent, tellFollowers } from '../notifications/tell-case.ts'
import { dropWaiting } from '../notifications/waiting-news.ts'
import { indexCase } from '../proposals/searchable.ts'
import { moderationDecisionsOf } from '../proposals/store.ts'
import { applyTransition } from '../proposals/transition.ts'
import { newSalt } from '../record/store.ts'
import { approve } from './approve.ts'
import {
  type DecisionContext,
  type DecisionInput,
  insertDecision,
  movedOn,
  mustBeSomebodyElse,
  type Refusal,
} from './decision.ts'
import { markCase } from './mark-case.ts'
import { mergeCases } from './merge-cases.ts'
import { canUndo } from './queue.ts'
import { takeBackApproval } from './take-back.ts'

/** The decisions that end a check. */
const checks: ReadonlySet<DecisionInput['decision']> = new Set(['approve', 'return', 'refuse', 'merge'])

/** Carries out a decision; what keeps it from being carried out, or null. */
export async function decide(db: Database, c: DecisionContext, form: DecisionInput): Promise<Refusal | null> {
  if (checks.has(form.decision) && (await mustBeSomebodyElse(db.reads, c)))
    return { field: 'decision', key: 'proposals.error.somebody_else' }
  if (form.decision === 'approve') return approve(db, c, form)
  if (form.decision === 'merge') return mergeCases(db, c, form)
  if (form.decision === 'undo') return undo(db, c)
  if (form.decision === 'take_back') return takeBackApproval(db, c, form.published)
  if (form.decision === 'return' || form.decision === 'refuse') return sendBack(db, c, form)
  return markCase(db, c, { decision: form.decision, words: form.words })
}

async function sendBack(
  db: Database,
  c: DecisionContext,
  form: Extract<DecisionInput, { decision: 'return' | 'refuse' }>,
): Promise<Refusal | null> {
  const { proposal, at } = c
  const refusing = form.decision === 'refuse'
  const reasons = offered(await refusalReasonsOf(db.reads, c.government.id))
  const reason = refusing ? reasons.find((r) => r.code === form.reason) : null
  if (refusing && !reason) return { field: 'reason', key: 'proposals.error.reason' }
  const salt = newSalt()
  return write(db, async (tx) => {
    const moved = await applyTransition(tx, proposal, form.decision, {
      role: c.role,
      at,
      revision: proposal.revision,
      set: refusing ? { endedAt: at, outcome: 'refused', reasonCode: reason!.code, heldAt: null } : { heldAt: null },
      facts: reason ? { reason: reason.code } : {},
      ...(refusing ? { text: { text: form.words, salt } } : {}), // public words, so the record vouches for them
    })
    if (!moved) return movedOn
    await insertDecision(tx, c, refusing ? 'refused' : 'returned', form.words, {
      reasonCode: reason?.code ?? null,
      salt,
    })
    await indexCase(tx, proposal.id)
    return null
  })
}

/** An administrator takes back a wrong return, refusal or merge within a day; the record shows both. */
async function undo(db: Database, c: DecisionContext): Promise<Refusal | null> {
  const { proposal, at } = c
  if (!c.administrator) return { field: 'decision', key: 'proposals.error.administrator' }
  const wrong = (await moderationDecisionsOf(db.reads, proposal.id)).find(
    (d) => d.kind === proposal.stage && !d.undoneAt,
  )
  if (!wrong || !canUndo(proposal, wrong.decidedAt, at)) return { field: 'decision', key: 'proposals.error.too_late' }
  // Its author has it back and has begun to change it: they send it again when they are ready.
  if (wrong.kind === 'returned' && proposal.updatedAt > wrong.decidedAt)
    return { field: 'decision', key: 'proposals.error.being_changed' }
  const event = newEvent()
  return write(db, async (tx) => {
    const moved = await applyTransition(tx, proposal, proposal.publishedAt ? 'unmerge' : 'undo', {
      role: 'administrator',
      at,
      event,
      revision: proposal.revision,
      set: { endedAt: null, outcome: null, reasonCode: null, mergedIntoId: null },
    })
    if (!moved) return movedOn
    await tx.update(moderationDecisions).set({ undoneAt: at }).where(eq(moderationDecisions.id, wrong.id))
    if (wrong.kind === 'merged') await callOff(tx, proposal.id, 'merge_question', at)
    // Who has not been told that it was merged need not hear that it is not.
    const untold = await callOffNews(tx, proposal.id, wrong.decidedAt, at)
    if (!proposal.publishedAt) await dropWaiting(tx, proposal.id, wrong.decidedAt)
    if (proposal.publishedAt && !untold) await tellFollowers(tx, proposal.id, 'unmerged', { at, event })
    await indexCase(tx, moved.id)
    return null
  })
}
