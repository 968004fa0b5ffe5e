// Taking an approval back, for as long as nobody was mailed about it and nobody has signed: the case is checked again.
import { and, eq, isNull } from 'drizzle-orm'
import { attempt, Refused } from '../../platform/db/attempt.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { assignments } from '../../schema/assignments.ts'
import { moderationDecisions } from '../../schema/moderation.ts'
import { proposals } from '../../schema/proposals.ts'
import { takeBackUntil } from '../governments/government.ts'
import { rulesOf } from '../governments/store.ts'
import { unsay } from '../notifications/store.ts'
import { moderationDecisionsOf, type ProposalRow } from '../proposals/store.ts'
import { applyTransition } from '../proposals/transition.ts'
import { canTake } from '../proposals/workflow.ts'
import { isUnclear } from '../record/store.ts'
import { type DecisionContext, movedOn, type Refusal } from './decision.ts'

/** Until when an approval can be taken back; null where it cannot. Somebody's co-signature ends it at once. */
export async function approvalTakenBackUntil(db: Db, p: ProposalRow, at: Date): Promise<Date | null> {
  if (!canTake('take_back_approval', p.stage) || p.count > 0 || !p.publishedAt || !p.ruleVersionId) return null
  const until = takeBackUntil(p.publishedAt, await rulesOf(db, p.ruleVersionId))
  return at < until ? until : null
}

/**
 * Back to where it was: the parts it gave out are gone, the author's mail is not sent, the record tells both. `seen`: when what
 * is meant was published, in ms; null where nobody says: then it must be the only one that can be meant.
 */
export async function takeBackApproval(db: Database, c: DecisionContext, seen: number | null): Promise<Refusal | null> {
  const { proposal, at } = c
  const until = await approvalTakenBackUntil(db.reads, proposal, at)
  if (!until)
    return { field: 'form', key: `proposals.error.${proposal.count > 0 ? 'take_back_signed' : 'take_back_late'}` }
  const publishedAt = proposal.publishedAt!
  if (seen !== null && seen !== publishedAt.getTime()) return movedOn
  if (seen === null && (await isUnclear(db.reads, proposal.id, ['published'], { publishedAt, until, at })))
    return movedOn
  const approved = (await moderationDecisionsOf(db.reads, proposal.id)).find(
    (d) => d.kind === 'approved' && !d.undoneAt,
  )
  if (!approved) return { field: 'form', key: 'proposals.error.take_back_late' }
  const taken = await attempt(db, async (tx) => {
    const [undone] = await tx
      .update(moderationDecisions)
      .set({ undoneAt: at })
      .where(and(eq(moderationDecisions.id, approved.id), isNull(moderationDecisions.undoneAt)))
      .returning({ id: moderationDecisions.id })
    if (!undone) throw new Refused('moved_on')
    const moved = await applyTransition(tx, proposal, 'take_back_approval', {
      role: c.role,
      at,
      set: { publishedAt: null, closesBefore: null, earlyWarnedAt: null, heldAt: null },
    })
    if (!moved) throw new Refused('moved_on')
    const merged = and(eq(proposals.mergedIntoId, proposal.id), eq(proposals.stage, 'merged'))
    if ((await tx.select({ id: proposals.id }).from(proposals).where(merged).limit(1)).length)
      throw new Refused('moved_on')
    await tx.delete(assignments).where(eq(assignments.proposalId, proposal.id))
    await unsay(tx, proposal.id, ['stage_changed', 'case_news'], publishedAt, at)
  })
  return taken.ok ? null : movedOn
}
