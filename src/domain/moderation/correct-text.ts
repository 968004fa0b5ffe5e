// An obvious typo, corrected by staff: both texts stay, everybody sees the difference, the author is told.
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { corrections } from '../../schema/moderation.ts'
import type { ActorRole } from '../../schema/values.ts'
import { tellPerson } from '../notifications/store.ts'
import { indexCase, type ProposalRow } from '../proposals/store.ts'
import { replaceText } from '../proposals/text-versions.ts'
import { append, newSalt } from '../record/store.ts'

type Correction = { field: string; before: string; after: string; role: ActorRole; at: Date; findable: boolean }

/** False when the text is another by now: the old one is in the WHERE. */
export async function correctText(tx: Db, proposal: ProposalRow, correction: Correction): Promise<boolean> {
  const { field, before, after, role, at, findable } = correction
  if (!(await replaceText(tx, proposal, { field, before, after }, at))) return false
  const salt = newSalt()
  await tx
    .insert(corrections)
    .values({ id: newId(), proposalId: proposal.id, field, before, after, salt, correctedAt: at })
  const ofCase = { governmentId: proposal.governmentId, proposalId: proposal.id }
  await append(tx, {
    ...ofCase,
    kind: 'corrected',
    role,
    occurredAt: at,
    facts: { field },
    text: { text: after, salt },
  })
  const title = field === 'title' ? after : proposal.title
  if (findable) await indexCase(tx, { ...proposal, title })
  await tellPerson(tx, proposal.authorId, {
    ...ofCase,
    kind: 'text_corrected',
    facts: { number: proposal.number, title, before, after },
    at,
  })
  return true
}
