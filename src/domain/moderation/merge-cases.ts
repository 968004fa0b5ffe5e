// A case is merged into another that asks for the same. Its signers are asked; nobody's co-signature moves by itself.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { proposals } from '../../schema/proposals.ts'
import { newEvent, startMailing } from '../notifications/tell-case.ts'
import { liveStages } from '../proposals/proposal.ts'
import { findProposal } from '../proposals/store.ts'
import { applyTransition } from '../proposals/transition.ts'
import { newSalt } from '../record/store.ts'
import { type DecisionContext, type DecisionInput, insertDecision, movedOn, type Refusal } from './decision.ts'

/** The other case was live once and is not any more: answered, ended or hidden, perhaps since the form was opened. */
const targetClosed: Refusal = { field: 'target', key: 'proposals.error.target_closed' }

/** Null when it is carried out. */
export async function mergeCases(
  db: Database,
  c: DecisionContext,
  form: Extract<DecisionInput, { decision: 'merge' }>,
): Promise<Refusal | null> {
  const { proposal, government, at } = c
  const target = await findProposal(db.reads, government.id, form.target)
  if (!target?.publishedAt || target.id === proposal.id) return { field: 'target', key: 'proposals.error.target' }
  if (!liveStages.includes(target.stage) || target.hiddenAt) return targetClosed
  const salt = newSalt()
  return write(db, async (tx) => {
    if (!(await holdForMerger(tx, proposal.id, target.id))) return targetClosed
    // Its signers are asked: a co-signature is for one text and is never moved without a yes. Not about a text nobody may read.
    const asked = proposal.count > 0 && !proposal.hiddenAt
    const event = newEvent()
    const moved = await applyTransition(tx, proposal, 'merge', {
      role: c.role,
      at,
      event,
      told: { into: target.number, into_title: target.title, asked },
      revision: proposal.revision,
      set: { endedAt: at, outcome: 'merged', mergedIntoId: target.id, heldAt: null },
      facts: { into: target.number },
      ...(form.words ? { text: { text: form.words, salt } } : {}),
    })
    if (!moved) return movedOn
    await insertDecision(tx, c, 'merged', form.words, { mergedIntoId: target.id, salt })
    if (asked)
      await startMailing(tx, {
        kind: 'merge_question',
        governmentId: government.id,
        proposalId: proposal.id,
        facts: { title: proposal.title, number: proposal.number, into: target.number, into_title: target.title, event },
        at,
      })
    return null
  })
}

/**
 * Locks both cases, in one order whichever is merged into which, and looks at the target again: two moderators who merge A into
 * B and B into A at one moment would else both find a live one. False when the target takes nobody any more.
 */
async function holdForMerger(tx: Db, proposalId: string, targetId: string): Promise<boolean> {
  let open = false
  for (const id of [proposalId, targetId].sort()) {
    const live = and(inArray(proposals.stage, [...liveStages]), isNull(proposals.hiddenAt))
    const held = await tx
      .update(proposals)
      .set({ revision: sql`${proposals.revision}` })
      .where(and(eq(proposals.id, id), id === targetId ? live : undefined))
      .returning({ id: proposals.id })
    if (id === targetId) open = held.length > 0
  }
  return open
}
