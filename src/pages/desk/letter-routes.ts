// Private words between staff and the proposer, and staff's own notes. Never public; the record does not mention them.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { keptMonths } from '../../domain/governments/rule-versions.ts'
import { writeFromProposer, writeFromStaff } from '../../domain/moderation/messages.ts'
import { reachOf } from '../../domain/notifications/returned-mail.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { privateMessageLimit } from '../../domain/proposals/proposal.ts'
import { findProposal, type ProposalRow, privateMessagesOf } from '../../domain/proposals/store.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { ownCase } from '../shared/proposal-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { tooOften } from '../shared/too-often.ts'
import { wordsForm } from '../shared/words-forms.ts'
import { messageForm } from './desk-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'

export const letterRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const showDesk = deskPage(deps)
  const countTries = triesCounter(config.secret)

  /** Staff write to the proposer, by mail, or keep a note among themselves. */
  app.post('/proposals/:number/notes', { schema: { params: numberParams } }, async (request, reply) => {
    requireSeat(request, seatMay.work)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || proposal.stage === 'draft') return reply.callNotFound()
    const form = readForm(messageForm, request.body)
    if (!form.ok) return showDesk(request, reply.code(422), proposal, { form: { ...form, name: 'letter' } })
    const { words, kind } = form.data
    const { reachable, hears } = await reachOf(db.reads, proposal.authorId)
    if (kind === 'to_proposer' && !reachable)
      return showDesk(request, reply.code(422), proposal, {
        form: { name: 'letter', values: form.values, errors: { kind: { key: 'desk.unreachable' } } },
      })
    const at = now()
    const message = {
      kind,
      words,
      personId: requirePerson(request).id,
      agencyId: request.seats[0]?.agencyId ?? null,
      at,
    }
    await write(db, (tx) => writeFromStaff(tx, proposal, message))
    return reply.redirect(
      deskPath(request, proposal.number, kind === 'note' ? 'noted' : hears ? 'sent' : 'unsent'),
      303,
    )
  })

  app.get('/proposals/:number/letters', { schema: { params: numberParams } }, async (request, reply) =>
    lettersPage(request, reply, await ownCase(db.reads, request)),
  )

  /** The proposer answers; whoever wrote last hears of it, or who has the case now where they have left. */
  app.post('/proposals/:number/letters', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return lettersPage(request, reply.code(422), proposal, form)
    const at = now()
    const limit = privateMessageLimit(proposal, 'letter')
    const { retryAfter } = await write(db, async (tx) => {
      const tries = await countTries(tx, [limit], at)
      if (!tries.retryAfter) await writeFromProposer(tx, proposal, form.data.words, at)
      return tries
    })
    if (retryAfter)
      return lettersPage(request, tooOften(reply, retryAfter), proposal, {
        values: form.values,
        errors: { words: { key: 'proposals.error.too_many_words' } },
      })
    return reply.redirect(`${proposalPath(request.government, proposal.number)}/letters?done=sent`, 303)
  })

  async function lettersPage(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    form: FormState = keptForm(request) ?? blankForm(),
  ) {
    const letters = (await privateMessagesOf(db.reads, proposal.id)).filter((letter) => letter.kind !== 'note')
    return render(request, reply, 'desk/letters', {
      title: request.t('desk.letters.title'),
      nav: 'me',
      notice: request.done === 'sent' ? request.t('desk.letters.sent') : null,
      proposal,
      self: proposalPath(request.government, proposal.number),
      letters,
      keptMonths: await keptMonths(db.reads, request.government.id, now()),
      staff: false,
      form,
    })
  }
}
