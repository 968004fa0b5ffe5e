// A case is handed to another government, and comes back from it. Each public, with its reason.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { endHandOver, handElsewhere, handOverUnderWay } from '../../domain/answers/hand-overs.ts'
import { listGovernments } from '../../domain/governments/store.ts'
import { isDay, localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type FieldErrors, type FormState, readForm } from '../../platform/web/forms.ts'
import { foundCase, routing } from '../shared/agency-guards.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { afterwards } from './desk-queue.ts'
import { showHandedOn } from './handed-on.ts'
import { handOverEndForm, handOverForm, wrongHandOver } from './routing-forms.ts'
import { textChanged } from './text-changed.ts'

export const handOverRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  const next = afterwards(deps)
  showHandedOn(app, showDesk)

  app.post('/proposals/:number/hand-overs', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, router } = await routing(db.reads, request, 'hand_over', now())
    const changed = await textChanged(showDesk, request, reply, proposal, 'hand-over')
    if (changed) return changed
    const form = readForm(handOverForm, request.body)
    if (!form.ok) return again(request, reply, 'hand-over', form, form.errors)
    const today = localDate(router.at, request.government.timeZone)
    const { to, receiver, link, handed, due, words } = form.data
    const wrong = wrongHandOver(form.data, today)
    if (Object.keys(wrong).length) return again(request, reply, 'hand-over', form, wrong)
    const outside = to === 'outside'
    const others = (await listGovernments(db.reads)).filter(({ id }) => id !== proposal.governmentId)
    const here = outside ? null : (others.find(({ slug }) => slug === to) ?? null)
    if (!outside && !here) return again(request, reply, 'hand-over', form, { to: { key: 'routing.error.to' } })
    const dates = outside ? { handedOn: handed, dueOn: due || null } : { handedOn: today, dueOn: null }
    const handedTo = { here, receiver, link: outside ? link : '', ...dates, words }
    const done = await write(db, (tx) => handElsewhere(tx, proposal, handedTo, router))
    if (!done) return again(request, reply, 'hand-over', form, movedOn)
    return reply.redirect(await next(request, proposal.number), 303)
  })

  /** What a receiver elsewhere replied; or it is called back. */
  app.post('/proposals/:number/hand-over-ends', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, router } = await routing(db.reads, request, 'follow_hand_over', now())
    const form = readForm(handOverEndForm, request.body)
    if (!form.ok) return again(request, reply, 'hand-over-end', form, form.errors)
    const { how, id, ended, words } = form.data
    const underWay = await handOverUnderWay(db.reads, proposal.id)
    if (underWay?.id !== id || (how === 'returned' && underWay.here))
      return again(request, reply, 'hand-over-end', form, movedOn)
    const today = localDate(router.at, request.government.timeZone)
    const endedOn = how === 'returned' ? ended : today
    if (!isDay(endedOn) || endedOn > today || endedOn < underWay.handedOn)
      return again(request, reply, 'hand-over-end', form, { ended: { key: 'routing.error.ended' } })
    const done = await write(db, (tx) => endHandOver(tx, proposal, underWay, { how, endedOn, words }, router))
    if (!done) return again(request, reply, 'hand-over-end', form, movedOn)
    return reply.redirect(deskPath(request, proposal.number, 'recorded'), 303)
  })

  const again = async (
    request: FastifyRequest,
    reply: FastifyReply,
    name: 'hand-over' | 'hand-over-end',
    { values }: FormState,
    errors: FieldErrors,
  ) => showDesk(request, reply.code(422), await foundCase(db.reads, request), { form: { name, values, errors } })
}
