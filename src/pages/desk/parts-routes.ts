// Supporting agencies: one more, one less, another date. Each public, with its reason.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { datesForPart, daysBeforeOf } from '../../domain/answers/routing.ts'
import { addPart, datePart, releasePart } from '../../domain/answers/supporting-parts.ts'
import { isAssignable } from '../../domain/governments/government.ts'
import { isDay, localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { formats } from '../../platform/i18n/format.ts'
import { type FieldErrors, type FormState, readForm } from '../../platform/web/forms.ts'
import { foundCase, routing } from '../shared/agency-guards.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { withAnother } from './agency-choice.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { showHandedOn } from './handed-on.ts'
import { type PartInput, partChangeForm, partForm } from './routing-forms.ts'
import { textChanged } from './text-changed.ts'

export const partsRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  showHandedOn(app, showDesk)

  app.post('/proposals/:number/parts', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, parts, lead, agencies, router } = await routing(db.reads, request, 'add_part', now())
    const changed = await textChanged(showDesk, request, reply, proposal, 'part')
    if (changed) return changed
    const form = readForm(partForm, withAnother(request.body, 'agency'))
    if (!form.ok) return again(request, reply, 'part', form, form.errors)
    const { timeZone } = request.government
    const today = localDate(router.at, timeZone)
    const has = new Set(parts.map((part) => part.agency.id))
    const agency = agencies.find((a) => a.code === form.data.agency && isAssignable(a, today) && !has.has(a.id))
    if (!agency) return again(request, reply, 'part', form, { agency: { key: 'answers.error.agency' } })
    const wanted = daysWanted(request, form.data, lead.dueBefore, router.at)
    if (wanted.errors) return again(request, reply, 'part', form, wanted.errors)
    const joining = { agency, daysBefore: wanted.days, words: form.data.words, timeZone }
    const added = await write(db, (tx) => addPart(tx, proposal, joining, router))
    if (!added) return again(request, reply, 'part', form, movedOn)
    return reply.redirect(deskPath(request, proposal.number, 'recorded'), 303)
  })

  /** Of a part that is still owed. */
  app.post('/proposals/:number/part-changes', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, parts, lead, router } = await routing(db.reads, request, 'release_part', now())
    const changed = await textChanged(showDesk, request, reply, proposal, 'part-change')
    if (changed) return changed
    const form = readForm(partChangeForm, request.body)
    if (!form.ok) return again(request, reply, 'part-change', form, form.errors)
    const owed = parts.filter((part) => part.role === 'supporting' && !part.answeredAt)
    const agency = owed.find((part) => part.agency.code === form.data.agency)?.agency
    if (!agency) return again(request, reply, 'part-change', form, { agency: { key: 'answers.error.agency' } })
    const { timeZone } = request.government
    const { words } = form.data
    const wanted = form.data.act === 'date' ? daysWanted(request, form.data, lead.dueBefore, router.at) : null
    if (wanted?.errors) return again(request, reply, 'part-change', form, wanted.errors)
    const done = await write(db, (tx) =>
      wanted
        ? datePart(tx, proposal, { agency, daysBefore: wanted.days, words, timeZone }, router)
        : releasePart(tx, proposal, { agency, words }, router),
    )
    if (!done) return again(request, reply, 'part-change', form, movedOn)
    return reply.redirect(deskPath(request, proposal.number, 'recorded'), 303)
  })

  const again = async (
    request: FastifyRequest,
    reply: FastifyReply,
    name: 'part' | 'part-change',
    { values }: FormState,
    errors: FieldErrors,
  ) => showDesk(request, reply.code(422), await foundCase(db.reads, request), { form: { name, values, errors } })
}

/** By how many days before the answer: a day that was named once the answer has a date, else a number. With an overdue answer at once. */
function daysWanted(
  { government, language, t }: FastifyRequest,
  { due, days }: Pick<PartInput, 'due' | 'days'>,
  answerDueBefore: Date | null,
  at: Date,
): { days: number; errors?: never } | { errors: FieldErrors } {
  if (!answerDueBefore) return days === null ? { errors: { days: { key: 'routing.error.days' } } } : { days }
  const { timeZone, dates } = government
  const range = datesForPart(answerDueBefore, at, timeZone)
  if (!range) return { days: 0 }
  if (!isDay(due) || due < range.from || due > range.to) {
    const { date } = formats(language, timeZone, dates, t)
    return { errors: { due: { key: 'routing.error.due', params: { from: date(range.from), to: date(range.to) } } } }
  }
  return { days: daysBeforeOf(due, answerDueBefore, timeZone) }
}
