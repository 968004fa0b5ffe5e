// An obvious typo, corrected by staff: both texts stay, everybody sees the difference, the author is told.
import { and, eq } from 'drizzle-orm'
import type { FastifyPluginAsync } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { refusalReasonsOf } from '../../domain/governments/store.ts'
import { correctable, wrongWith } from '../../domain/moderation/correction.ts'
import { tellPerson } from '../../domain/notifications/store.ts'
import { digestOfSeen, findProposal, indexCase, type ProposalRow, proposalText } from '../../domain/proposals/store.ts'
import type { ActorRole } from '../../domain/record/entry.ts'
import { append, newSalt } from '../../domain/record/store.ts'
import { newId } from '../../lib/id.ts'
import { cleanLine } from '../../lib/text.ts'
import type { Db } from '../../platform/db/connect.ts'
import { write } from '../../platform/db/write.ts'
import { type FieldErrors, readForm } from '../../platform/web/forms.ts'
import { asks, corrections, proposals, proposalTexts } from '../../schema/proposals.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { correctionForm } from './desk-forms.ts'
import { deskPath, type WithDesk } from './desk-page.ts'

type Params = { number: string }

export const correctionRoutes: FastifyPluginAsync<WithDesk> = async (app, { db, now, deskPage }) => {
  app.post<{ Params: Params }>('/proposals/:number/corrections', async (request, reply) => {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal) return reply.callNotFound()
    const form = readForm(correctionForm, request.body)
    const name = `correct-${form.values.field}`
    const again = (errors: FieldErrors) =>
      deskPage(request, reply.code(422), proposal, { form: { name, values: form.values, errors } })
    if (!form.ok) return again(form.errors)

    const texts = correctable(proposal, await proposalText(db.reads, proposal.id))
    const text = texts.find(({ field }) => field === form.data.field)
    if (!text || digestOfSeen(text.text) !== form.data.seen) return again({ form: { key: 'proposals.error.moved_on' } })
    const after = text.field === 'title' ? cleanLine(form.data.after) : form.data.after
    const wrong = wrongWith(text.text, after, text.max)
    if (wrong) return again({ after: { key: `proposals.error.correction.${wrong}` } })

    const at = now()
    const reasons = await refusalReasonsOf(db.reads, request.government.id)
    const unseen = proposal.hiddenAt || reasons.some((r) => r.code === proposal.reasonCode && r.hidesText)
    const role = request.seats.some((s) => s.role === 'moderator') ? 'moderator' : 'administrator'
    const done = await write(db, (tx) =>
      correct(tx, proposal, { field: text.field, before: text.text, after, role, at, findable: !unseen }),
    )
    if (!done) return again({ form: { key: 'proposals.error.moved_on' } })
    return reply.redirect(deskPath(request, proposal.number, 'recorded'), 303)
  })
}

type Correction = { field: string; before: string; after: string; role: ActorRole; at: Date; findable: boolean }

/** False when the text is another by now: the old one is in the WHERE. */
async function correct(tx: Db, proposal: ProposalRow, correction: Correction): Promise<boolean> {
  const { field, before, after, role, at, findable } = correction
  if (!(await replace(tx, proposal.id, field, before, after))) return false
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
