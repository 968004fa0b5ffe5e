// A moderator's decision: what it is made of, and the row that is kept of it.
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { moderationDecisions } from '../../schema/moderation.ts'
import { isOnePerson } from '../people/mailboxes.ts'
import { moderationDecisionsOf, type ProposalRow } from '../proposals/store.ts'
import { newSalt } from '../record/store.ts'

export type DecisionContext = {
  government: { id: string; slug: string; timeZone: string }
  proposal: ProposalRow
  personId: string
  role: 'moderator' | 'administrator'
  administrator: boolean
  at: Date
}
/** What a moderator decides, as it is sent. `lead`, `supporting`, `reason`: codes; `target`: a case's number. */
export type DecisionInput =
  | { decision: 'approve'; lead: string; supporting: string[]; words: string }
  | { decision: 'return'; words: string }
  | { decision: 'refuse'; reason: string; words: string }
  | { decision: 'merge'; target: string; words: string }
  | { decision: 'hold' | 'release' | 'show' | 'undo'; words: string }
  | { decision: 'take_back'; words: string; published: number | null }
  | { decision: 'hide'; words: string }
export type Refusal = { field: string; key: string }

export const movedOn: Refusal = { field: 'form', key: 'proposals.error.moved_on' }

/** Keeps what was decided, in words. */
export async function insertDecision(
  tx: Db,
  c: DecisionContext,
  kind: (typeof moderationDecisions.$inferSelect)['kind'],
  words: string,
  more: { reasonCode?: string | null; mergedIntoId?: string | null; salt?: string } = {},
) {
  await tx.insert(moderationDecisions).values({
    id: newId(),
    proposalId: c.proposal.id,
    kind,
    personId: c.personId,
    reasonCode: null,
    mergedIntoId: null,
    undoneAt: null,
    salt: newSalt(),
    ...more,
    words,
    decidedAt: c.at,
  })
}

/** Reconsideration is for another moderator than the one who refused. */
export async function mustBeSomebodyElse(
  db: Db,
  { proposal, personId, administrator }: DecisionContext,
): Promise<boolean> {
  if (!proposal.reconsideredAt || proposal.stage !== 'checking' || administrator) return false
  const refused = (await moderationDecisionsOf(db, proposal.id)).find((d) => d.kind === 'refused' && !d.undoneAt)
  return refused !== undefined && isOnePerson(db, personId, refused.personId)
}
