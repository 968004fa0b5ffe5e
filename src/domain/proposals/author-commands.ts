// What an author may do with a case that has been sent: withdraw it, ask once for reconsideration, add a dated update.
import type { Db } from '../../platform/db/database.ts'
import { endConsent, giveConsent } from '../people/consents.ts'
import { append, newSalt } from '../record/store.ts'
import { unpublishedStages } from './proposal.ts'
import type { ProposalRow } from './store.ts'
import { applyTransition } from './transition.ts'
import { giveLetter, insertPrivateMessage, keepUpdate } from './words.ts'

/** 撤案. Null where the case has moved on meanwhile. What was not public yet is not to be published any more. */
export async function withdraw(tx: Db, proposal: ProposalRow, at: Date) {
  const set = { endedAt: at, outcome: 'withdrawn' as const }
  const moved = await applyTransition(tx, proposal, 'withdraw', { role: 'author', at, set })
  if (moved && proposal.authorId && unpublishedStages.includes(proposal.stage))
    await endConsent(tx, proposal.authorId, 'propose', proposal.id, at)
  return moved
}

/** 申復: back to checking, once, by another moderator; the words go to staff. Null where the case has moved on meanwhile. */
export async function askForReconsideration(
  tx: Db,
  proposal: ProposalRow,
  { words, checkDueBefore, at }: { words: string; checkDueBefore: Date; at: Date },
) {
  const step = await applyTransition(tx, proposal, 'reconsider', {
    role: 'author',
    at,
    set: { reconsideredAt: at, checkDueBefore, endedAt: null, outcome: null },
  })
  if (!step) return null
  await insertPrivateMessage(tx, proposal.id, {
    kind: 'from_proposer',
    body: words,
    personId: proposal.authorId,
    writtenAt: at,
    agencyId: null,
  })
  await giveLetter(tx, proposal, at)
  return step
}

/** A dated update under the fixed text, public at once. */
export async function addUpdate(tx: Db, proposal: ProposalRow, words: string, at: Date): Promise<void> {
  const salt = newSalt()
  const said = await keepUpdate(tx, proposal.id, {
    kind: 'author',
    body: words,
    salt,
    personId: proposal.authorId,
    writtenAt: at,
    agencyId: null,
  })
  if (!said) return
  const { id: subject, authorId } = proposal
  if (authorId) await giveConsent(tx, { personId: authorId, purpose: 'propose', subject, at })
  await append(tx, {
    governmentId: proposal.governmentId,
    proposalId: proposal.id,
    kind: 'updated',
    role: 'author',
    occurredAt: at,
    text: { text: words, salt },
  })
}
