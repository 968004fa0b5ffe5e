// Moving a case to another agency, and the one extension: each public, with its reason.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusalToExtend } from '../../domain/answers/answer.ts'
import { extend, extensionsGiven, transfer } from '../../domain/answers/assignment-changes.ts'
import { extended } from '../../domain/governments/deadline.ts'
import { isAssignable } from '../../domain/governments/government.ts'
import { rulesOf, workCalendar } from '../../domain/governments/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { FieldErrors, FormState } from '../../platform/web/forms.ts'
import { readForm } from '../../platform/web/forms.ts'
import { foundCase, leading, routing } from '../shared/agency-guards.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { withAnother } from './agency-choice.ts'
import { extensionForm, transferForm } from './answer-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { afterwards } from './desk-queue.ts'
import { showHandedOn } from './handed-on.ts'
import { textChanged } from './text-changed.ts'

export const transferRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  const next = afterwards(deps)
  showHandedOn(app, showDesk)
  /** The clock does not restart. */
  app.post('/proposals/:number/transfers', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, lead, agencies, router } = await routing(db.reads, request, 'transfer', now())
    const changed = await textChanged(showDesk, request, reply, proposal, 'transfer')
    if (changed) return changed
    const form = readForm(transferForm, withAnother(request.body, 'to'))
    if (!form.ok) return again(request, reply, 'transfer', form, form.errors)
    if (form.data.lead && form.data.lead !== lead.agency.code) return again(request, reply, 'transfer', form, movedOn)
    const today = localDate(router.at, request.government.timeZone)
    const target = agencies.find((a) => a.code === form.data.to && isAssignable(a, today) && a.id !== lead.agency.id)
    if (!target) return again(request, reply, 'transfer', form, { to: { key: 'answers.error.agency' } })
    const to = { from: lead.agency, target, words: form.data.words }
    const moved = await write(db, (tx) => transfer(tx, proposal, to, router))
    if (!moved) return again(request, reply, 'transfer', form, movedOn)
    return reply.redirect(await next(request, proposal.number), 303)
  })

  /** As often as the rules say, before the due date; counted from the due date. */
  app.post('/proposals/:number/extensions', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, actor } = await leading(db.reads, request, now())
    const rules = proposal.ruleVersionId ? await rulesOf(db.reads, proposal.ruleVersionId) : null
    const max = rules?.extensionMonths ?? 0
    const wrongMonths = { months: { key: 'answers.error.months', params: { max } } }
    const changed = await textChanged(showDesk, request, reply, proposal, 'extension')
    if (changed) return changed
    const form = readForm(extensionForm, request.body)
    if (!form.ok)
      return again(request, reply, 'extension', form, { ...form.errors, ...(form.errors.months ? wrongMonths : {}) })
    const { months, words } = form.data
    if (months > max) return again(request, reply, 'extension', form, wrongMonths)
    const { answerDueBefore } = proposal
    const extensions = { given: await extensionsGiven(db.reads, proposal), most: rules?.extensions ?? 0 }
    const refusal = refusalToExtend(proposal, extensions, actor.at)
    if (!answerDueBefore || refusal)
      return again(request, reply, 'extension', form, {
        form: { key: `answers.error.extension_${refusal}`, params: extensions },
      })
    const calendar = await workCalendar(db.reads, request.government)
    const { timeZone } = request.government
    const due = extended(answerDueBefore, { months }, calendar).before
    const done = await write(db, (tx) => extend(tx, proposal, { months, due, words, timeZone, extensions }, actor))
    if (!done) return again(request, reply, 'extension', form, movedOn)
    return reply.redirect(deskPath(request, proposal.number, 'recorded'), 303)
  })

  const again = async (
    request: FastifyRequest,
    reply: FastifyReply,
    name: 'transfer' | 'extension',
    { values }: FormState,
    errors: FieldErrors,
  ) => showDesk(request, reply.code(422), await foundCase(db.reads, request), { form: { name, values, errors } })
}
