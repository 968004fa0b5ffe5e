// Handling a case before its answer: the schedule, the contact with the proposer, a supporting agency's own part.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { contact, contribute, schedule } from '../../domain/answers/handling-store.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { reachOf } from '../../domain/notifications/returned-mail.ts'
import { openAssignments } from '../../domain/proposals/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { readForm } from '../../platform/web/forms.ts'
import { actorFor, foundCase, leading } from '../shared/agency-guards.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { deedWordsForm, scheduleWordsForm } from '../shared/words-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { afterwards } from './desk-queue.ts'
import { showHandedOn } from './handed-on.ts'
import { textChanged } from './text-changed.ts'

export const handlingRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  const next = afterwards(deps)
  showHandedOn(app, showDesk)
  const acts = [
    { noun: 'schedules', name: 'schedule', command: schedule, words: scheduleWordsForm },
    { noun: 'contacts', name: 'contact', command: contact, words: deedWordsForm },
  ] as const
  for (const { noun, name, command, words } of acts)
    app.post(`/proposals/:number/${noun}`, { schema: { params: numberParams } }, async (request, reply) => {
      const { proposal, actor } = await leading(db.reads, request, now())
      const changed = await textChanged(showDesk, request, reply, proposal, name)
      if (changed) return changed
      const form = readForm(words, request.body)
      if (!form.ok) return showDesk(request, reply.code(422), proposal, { form: { ...form, name } })
      const { reachable, hears } = await reachOf(db.reads, proposal.authorId)
      if (name === 'contact' && !reachable)
        return showDesk(request, reply.code(422), proposal, {
          form: { name, values: form.values, errors: { form: { key: 'desk.unreachable' } } },
        })
      const done = await write(db, (tx) => command(tx, proposal, form.data.words, actor))
      const said = name === 'contact' ? (hears ? 'sent' : 'unsent') : 'recorded'
      if (done) return reply.redirect(deskPath(request, proposal.number, said), 303)
      return showDesk(request, reply.code(422), await foundCase(db.reads, request), {
        form: { name, values: form.values, errors: movedOn },
      })
    })

  /** A supporting agency's own part: public at once. What it said before stays. */
  app.post('/proposals/:number/contributions', { schema: { params: numberParams } }, async (request, reply) => {
    requireSeat(request, (seats) => seats.some((s) => s.role === 'officer'))
    const proposal = await foundCase(db.reads, request)
    const part = (await openAssignments(db.reads, proposal.id)).find(
      (p) => p.role === 'supporting' && seatMay.answerFor(request.seats, p.agency.id),
    )
    if (!part) throw httpError(403, 'errors.not_staff')
    const actor = actorFor(request, part.agency.id, now())
    const changed = await textChanged(showDesk, request, reply, proposal, 'contribution')
    if (changed) return changed
    const form = readForm(deedWordsForm, request.body) // that it has no opinion is one
    if (!form.ok) return showDesk(request, reply.code(422), proposal, { form: { ...form, name: 'contribution' } })
    const today = localDate(actor.at, request.government.timeZone)
    const done = await write(db, (tx) => contribute(tx, proposal, part.id, { words: form.data.words, today }, actor))
    if (done) return reply.redirect(await next(request, proposal.number), 303)
    return showDesk(request, reply.code(422), await foundCase(db.reads, request), {
      form: { name: 'contribution', values: form.values, errors: movedOn },
    })
  })
}
