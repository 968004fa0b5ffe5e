// The desk: what is due first, the case's text and the action side by side; and what moderators decide there.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { checkingRole, seatMay } from '../../domain/governments/government.ts'
import { approvalOf, countToldOfApproval } from '../../domain/moderation/approve.ts'
import type { DecisionContext, Refusal } from '../../domain/moderation/decision.ts'
import { decide } from '../../domain/moderation/decisions.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import { findsCase } from '../../domain/search/finds-case.ts'
import { localDate } from '../../lib/calendar.ts'
import { caseNumberIn, caseNumberOf } from '../../lib/case-number.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { readForm } from '../../platform/web/forms.ts'
import { requirePart } from '../shared/agency-guards.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { withAnother } from './agency-choice.ts'
import { decisionForm } from './desk-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { deskQuery } from './desk-query.ts'
import { afterwards } from './desk-queue.ts'
import { previewPages } from './preview.ts'
import { textChanged } from './text-changed.ts'

export const decisionRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  const preview = previewPages(deps)
  const next = afterwards(deps)
  app.get('/desk', { schema: { querystring: deskQuery } }, async (request, reply) => {
    // Whoever only checks commitments has them in place of cases.
    if (seatMay.checkCommitments(request.seats) && !seatMay.work(request.seats))
      return reply.redirect(`/${request.government.slug}/commitments?state=done`, 303)
    requireSeat(request, seatMay.work)
    const asked = request.query
    const typed = (asked.q ?? asked.find ?? '').trim()
    const proposal = typed ? await findSent(request, numberMeant(typed, request)) : null
    return proposal
      ? reply.redirect(deskPath(request, proposal.number), 303)
      : showDesk(request, reply, null, { asked })
  })

  app.get('/desk/:number', { schema: { params: numberParams, querystring: deskQuery } }, async (request, reply) => {
    const seats = requireSeat(request, (held) => held.length > 0)
    const proposal = await findSent(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    if (!seatMay.work(seats)) await requirePart(db.reads, request, proposal)
    return showDesk(request, reply, proposal, { asked: request.query })
  })

  app.post('/proposals/:number/decisions', { schema: { params: numberParams } }, async (request, reply) => {
    requireSeat(request, seatMay.check)
    const proposal = await findSent(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const changed = await textChanged(showDesk, request, reply, proposal, 'decision')
    if (changed) return changed
    const form = readForm(decisionForm, withAnother(request.body, 'lead'))
    if (!form.ok) return showDesk(request, reply.code(422), proposal, { form: { ...form, name: 'decision' } })

    const { government, seats } = request
    const administrator = seatMay.administer(seats)
    const context: DecisionContext = {
      government,
      proposal,
      personId: requirePerson(request).id,
      role: form.data.decision === 'undo' ? 'administrator' : checkingRole(seats),
      administrator,
      at: now(),
    }
    const again = async ({ field, key }: Refusal) =>
      showDesk(request, reply.code(422), (await findSent(request, request.params.number)) ?? proposal, {
        form: { name: 'decision', values: form.values, errors: { [field]: { key } } },
      })
    if (form.data.decision === 'approve' && wordIn(request.body, 'action') === 'preview') {
      const approval = await approvalOf(db.reads, context, form.data)
      if (approval.refusal) return again(approval.refusal)
      const followers = await countToldOfApproval(db, context, form.data, approval, findsCase)
      return preview.approval(request, reply, proposal, approval, followers, form.values)
    }
    const refusal = await decide(db, context, form.data)
    if (refusal) return again(refusal)
    if (form.data.decision === 'take_back') return reply.redirect(deskPath(request, proposal.number, 'taken_back'), 303)
    return reply.redirect(await next(request, proposal.number), 303)
  })

  /** A case of this government that has been sent, whatever became of it. Drafts are their authors'. */
  async function findSent(request: FastifyRequest, number: string): Promise<ProposalRow | null> {
    const proposal = await findProposal(db.reads, request.government.id, number)
    return proposal && proposal.stage !== 'draft' ? proposal : null
  }

  /** "2026-0042", "42" of this year, as it is written on paper, a whole address. */
  function numberMeant(typed: string, request: FastifyRequest): string {
    const year = localDate(now(), request.government.timeZone).slice(0, 4)
    return caseNumberIn(typed) ?? caseNumberOf(year, typed) ?? typed
  }
}
