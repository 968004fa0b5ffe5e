// An obvious typo, corrected by staff: both texts stay, everybody sees the difference, the author is told.
import { and, eq, sql } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { corrections } from '../../schema/moderation.ts'
import { asks, proposals, proposalTexts } from '../../schema/proposals.ts'
import type { ActorRole } from '../../schema/values.ts'
import { tellPerson } from '../notifications/store.ts'
import { indexCase, type ProposalRow } from '../proposals/store.ts'
import { keepTextVersion } from '../proposals/text-versions.ts'
import { append, newSalt } from '../record/store.ts'

type Correction = { field: string; before: string; after: string; role: ActorRole; at: Date; findable: boolean }

/** False when the text is another by now: the old one is in the WHERE. */
export async function correctText(tx: Db, proposal: ProposalRow, correction: Correction): Promise<boolean> {
  const { field, before, after, role, at, findable } = correction
  await keepTextVersion(tx, proposal, at) // as it was read until now
  if (!(await replace(tx, proposal.id, field, before, after))) return false
  const [bumped] = await tx
    .update(proposals)
    .set({ revision: sql`${proposals.revision} + 1` })
    .where(eq(proposals.id, proposal.id))
    .returning({ id: proposals.id, title: proposals.title, revision: proposals.revision })
  await keepTextVersion(tx, bumped!, at)
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

async function replace(tx: Db, id: string, field: string, before: string, after: string): Promise<boolean> {
  const changed =
    field === 'title'
      ? await tx
          .update(proposals)
          .set({ title: after })
          .where(and(eq(proposals.id, id), eq(proposals.title, before)))
          .returning()
      : field === 'problem' || field === 'benefit'
        ? await tx
            .update(proposalTexts)
            .set({ [field]: after })
            .where(and(eq(proposalTexts.proposalId, id), eq(proposalTexts[field], before)))
            .returning()
        : await tx
            .update(asks)
            .set({ text: after })
            .where(and(eq(asks.proposalId, id), eq(asks.number, Number(field.slice(4))), eq(asks.text, before)))
            .returning()
  return changed.length > 0
}
