// Marks over a stage: on hold, which only staff see, and hidden.
import { and, eq, inArray, isNotNull, isNull, type SQL } from 'drizzle-orm'
import { allOf } from '../../platform/db/columns.ts'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { proposals } from '../../schema/proposals.ts'
import { callOff } from '../notifications/store.ts'
import { tellAuthor } from '../notifications/tell-case.ts'
import { isThere } from '../proposals/proposal.ts'
import { indexCase } from '../proposals/searchable.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append, newSalt } from '../record/store.ts'
import { type DecisionContext, insertDecision, movedOn, type Refusal } from './decision.ts'
import { holdableStages } from './queue.ts'

type Mark = {
  kind: 'held' | 'released' | 'hidden' | 'shown'
  set: (at: Date, words: string) => Partial<ProposalRow>
  /** where it can be set: a second press marks nothing */
  only: SQL
}
const marks: { [decision in 'hold' | 'release' | 'hide' | 'show']: Mark } = {
  hold: {
    kind: 'held',
    set: (at) => ({ heldAt: at }),
    only: allOf(isNull(proposals.heldAt), inArray(proposals.stage, [...holdableStages])),
  },
  release: { kind: 'released', set: () => ({ heldAt: null }), only: isNotNull(proposals.heldAt) },
  hide: {
    kind: 'hidden',
    set: (at, words) => ({ hiddenAt: at, hiddenReason: words }),
    only: isNull(proposals.hiddenAt),
  },
  show: {
    kind: 'shown',
    set: () => ({ hiddenAt: null, hiddenReason: null }),
    only: allOf(isNotNull(proposals.hiddenAt), isNull(proposals.textRemovedAt)),
  },
}

/** Marks over a stage: hold (for staff, the clock goes on) and hidden (410 with the reason). */
export async function markCase(
  db: Database,
  c: DecisionContext,
  form: { decision: keyof typeof marks; words: string },
): Promise<Refusal | null> {
  const { proposal, at } = c
  const { kind, set, only } = marks[form.decision]
  if (form.decision === 'hide' && !isThere(proposal)) return movedOn
  const salt = newSalt()
  return write(db, async (tx) => {
    const [marked] = await tx
      .update(proposals)
      .set(set(at, form.words))
      .where(and(eq(proposals.id, proposal.id), only))
      .returning()
    if (!marked) return movedOn
    await insertDecision(tx, c, kind, form.words, { salt })
    await append(tx, {
      governmentId: proposal.governmentId,
      proposalId: proposal.id,
      kind,
      role: c.role,
      occurredAt: at,
      // why it is hidden is public, so the record vouches for it
      ...(kind === 'hidden' ? { text: { text: form.words, salt } } : {}),
    })
    if (form.decision === 'hide') {
      await indexCase(tx, proposal.id)
      await callOff(tx, proposal.id, 'text_corrected_signed', at) // it holds what nobody may read now
    }
    if (form.decision === 'show') await indexCase(tx, proposal.id)
    if (kind === 'hidden' || kind === 'shown')
      await tellAuthor(tx, proposal.id, kind, { facts: { words: form.words }, at })
    return null
  })
}
