// Private words between staff and the proposer, and staff's own notes. Never public; the record does not mention them.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { seatsOf } from '../../domain/governments/store.ts'
import { type Telling, tellPerson, tellStaff } from '../../domain/notifications/store.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { lettersOf } from '../../domain/proposals/proposal.ts'
import { findProposal, notesOf, openParts, type ProposalRow } from '../../domain/proposals/store.ts'
import { newId } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { notes } from '../../schema/proposals.ts'
import { wordsForm } from '../drafts/forms.ts'
import { ownCase } from '../shared/proposal-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { messageForm } from './desk-forms.ts'
import { deskPath, type WithDesk } from './desk-page.ts'

type Params = { number: string }

export const letterRoutes: FastifyPluginAsync<WithDesk> = async (app, { db, now, config, deskPage }) => {
  const countTries = triesCounter(config.secret)

  /** Staff write to the proposer, by mail, or keep a note among themselves. */
  app.post<{ Params: Params }>('/proposals/:number/notes', async (request, reply) => {
    requireSeat(request, (seats) => seats.length > 0)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || proposal.stage === 'draft') return reply.callNotFound()
    const form = readForm(messageForm, request.body)
    if (!form.ok) return deskPage(request, reply.code(422), proposal, { form: { ...form, name: 'letter' } })
    const { words, kind } = form.data
    const at = now()
    await write(db, async (tx) => {
      await tx.insert(notes).values({
        id: newId(),
        proposalId: proposal.id,
        kind,
        body: words,
        personId: request.person!.id,
        agencyId: request.seats[0]?.agencyId ?? null,
        writtenAt: at,
      })
      if (kind === 'to_proposer')
        await tellPerson(tx, proposal.authorId, {
          kind: 'reach_proposer',
          governmentId: proposal.governmentId,
          proposalId: proposal.id,
          facts: { number: proposal.number, title: proposal.title, words },
          at,
        })
    })
    return reply.redirect(deskPath(request, proposal.number, kind === 'note' ? 'noted' : 'sent'), 303)
  })

  app.get<{ Params: Params }>('/proposals/:number/letters', async (request, reply) =>
    lettersPage(request, reply, await ownCase(db.reads, request)),
  )

  /** The proposer answers; whoever wrote last hears of it, or who has the case now where they have left. */
  app.post<{ Params: Params }>('/proposals/:number/letters', async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return lettersPage(request, reply.code(422), proposal, form)
    const at = now()
    const lastWriter = (await fromStaff(proposal)).at(-1)?.personId ?? null
    const stillHere = lastWriter !== null && (await seatsOf(db.reads, lastWriter, proposal.governmentId)).length > 0
    const lead = (await openParts(db.reads, proposal.id)).find((part) => part.role === 'lead')
    const { retryAfter } = await write(db, async (tx) => {
      const tries = await countTries(tx, [lettersOf(proposal, 'letter')], at)
      if (tries.retryAfter) return tries
      await tx.insert(notes).values({
        id: newId(),
        proposalId: proposal.id,
        kind: 'from_proposer',
        body: form.data.words,
        personId: proposal.authorId,
        agencyId: null,
        writtenAt: at,
      })
      const told: Telling = {
        kind: 'proposer_replied',
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        facts: { number: proposal.number, title: proposal.title },
        at,
      }
      if (stillHere) await tellPerson(tx, lastWriter, told)
      else await tellStaff(tx, proposal.governmentId, lead?.agency.id ?? null, told)
      return tries
    })
    if (retryAfter)
      return lettersPage(request, reply.code(429).header('retry-after', String(retryAfter)), proposal, {
        values: form.values,
        errors: { words: { key: 'proposals.error.too_many_words' } },
      })
    return reply.redirect(`${proposalPath(request.government, proposal.number)}/letters?done=sent`, 303)
  })

  const fromStaff = async (proposal: ProposalRow) =>
    (await notesOf(db.reads, proposal.id)).filter((n) => n.kind === 'to_proposer' || n.kind === 'contact')

  async function lettersPage(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    form: FormState = blankForm(),
  ) {
    const letters = (await notesOf(db.reads, proposal.id)).filter((letter) => letter.kind !== 'note')
    return render(request, reply, 'desk/letters', {
      title: request.t('desk.letters.title'),
      nav: 'me',
      notice: (request.query as { done?: string }).done === 'sent' ? request.t('desk.letters.sent') : null,
      proposal,
      letters,
      form,
    })
  }
}
