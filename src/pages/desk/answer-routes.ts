// Writing the answer, and later its supplements: drafts that two officers share, and publishing.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, changesNothing } from '../../domain/answers/answer.ts'
import { askForRelease, scheduleDraft, someoneElseReleases } from '../../domain/answers/release-store.ts'
import { type Draft, publish, publishedAnswer, saveDraft } from '../../domain/answers/store.ts'
import { rulesFor, takeBackAnswer, takeBackFrom } from '../../domain/answers/take-back.ts'
import { findTemplate } from '../../domain/answers/templates.ts'
import { agenciesOf } from '../../domain/governments/store.ts'
import { isCalled, unitsOf } from '../../domain/governments/units.ts'
import { drawUpAsks, lacksAsks } from '../../domain/proposals/draw-up-asks.ts'
import { attachedToDraft } from '../../domain/proposals/public-attachments.ts'
import { type ProposalRow, proposalText } from '../../domain/proposals/store.ts'
import { isHandedOver } from '../../domain/proposals/transition.ts'
import { canTake } from '../../domain/proposals/workflow.ts'
import { localDate } from '../../lib/calendar.ts'
import { saysNothing } from '../../lib/filler.ts'
import { attempt } from '../../platform/db/attempt.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { longFormLimit } from '../../platform/http/server-limits.ts'
import { type FieldErrors, readForm, type Values } from '../../platform/web/forms.ts'
import { foundCase, leading } from '../shared/agency-guards.ts'
import { isAway, movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import {
  answerForm,
  asksForm,
  commitmentsFrom,
  decisionsFrom,
  missingFrom,
  wrongAsks,
  wrongIn,
} from './answer-forms.ts'
import { attachmentsPath } from './attachments-path.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { afterwards } from './desk-queue.ts'
import { showHandedOn } from './handed-on.ts'
import { previewPages } from './preview.ts'
import { hourFields, hourFrom, hourTyped } from './release-forms.ts'
import { fillingOf, withTemplate } from './template-fill.ts'
import { textChanged } from './text-changed.ts'

/** Why a text was not saved or published; all else is a case that moved on. */
const refused: { [refusal: string]: FieldErrors } = {
  other_window: { form: { key: 'answers.error.other_window' } },
  elsewhere: isAway,
  unchanged: { form: { key: 'answers.error.unchanged' } },
}

export const answerRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  const preview = previewPages(deps)
  const next = afterwards(deps)
  showHandedOn(app, showDesk)
  const long = { schema: { params: numberParams }, bodyLimit: longFormLimit }
  for (const noun of ['answers', 'supplements'] as const)
    app.post(`/proposals/:number/${noun}`, long, async (request, reply) => {
      const { proposal, actor } = await leading(db.reads, request, now())
      const changed = await textChanged(showDesk, request, reply, proposal, 'answer')
      if (changed) return changed
      const form = readForm(answerForm, request.body)
      const again = async (errors: FieldErrors) =>
        showDesk(request, reply.code(422), await foundCase(db.reads, request), {
          form: { name: 'answer', values: form.values, errors },
        })
      if (form.ok && form.data.action === 'take_back') {
        const taken = await attempt(db, (tx) => takeBackAnswer(tx, proposal, actor, form.data.published))
        if (taken.ok) return reply.redirect(deskPath(request, proposal.number, 'taken_back'), 303)
        return again(taken.refusal === 'moved_on' ? movedOn : { form: { key: `answers.error.${taken.refusal}` } })
      }
      const supplementing = proposal.stage === 'resolved'
      if (supplementing !== (noun === 'supplements') || (!supplementing && !canTake('answer', proposal.stage)))
        return again(movedOn)
      if (!form.ok) return again(form.errors)

      const { action, revision, analysis, deliberation, note, unit } = form.data
      const asks = decisionsFrom(request.body, await askNumbers(proposal.id))
      const typed = commitmentsFrom(form.data)
      if (action === 'template') return useTemplate(request, reply, proposal, actor, form.values)
      const today = localDate(now(), request.government.timeZone)
      const keeps = action === 'save' || action === 'attachments'
      const known =
        !unit || (await unitsOf(db.reads, proposal.governmentId)).some((one) => isCalled(one, actor.agencyId, unit))
      if (!known) return again({ unit: { key: 'answers.error.unit' } })
      const attached = keeps ? [] : await attachedToDraft(db.reads, proposal.id)
      const errors = keeps
        ? wrongIn(asks, typed)
        : missingFrom(form.data, asks, typed, { supplementing, attached: attached.length > 0, today })
      if (Object.keys(errors).length) return again(errors)
      if (!keeps && lacksAsks(proposal.stage, asks.length)) return again({ form: { key: 'answers.error.no_asks' } })

      const commitments = typed.map(({ what, measure, owner, dueOn, ask }) => ({
        ...{ what, owner, dueOn },
        measure: !keeps && saysNothing(measure, { elsewhere: true }) ? '' : measure, // “none” is no way to see anything
        askNumber: ask ? Number(ask) : null,
      }))
      const draft: Draft = { revision, analysis, deliberation, note, unit, asks, commitments }
      if (!keeps && supplementing) {
        const stands = await publishedAnswer(db.reads, proposal.id)
        if (stands && !attached.length && changesNothing({ ...stands.answer, asks: stands.asks }, draft))
          return again({ form: { key: 'answers.error.unchanged' } })
      }
      if (!keeps && !supplementing && (await isHandedOver(db.reads, proposal.id))) return again(isAway)
      const { fourEyes } = await rulesFor(db.reads, proposal, actor.at)
      const shown = (errors: FieldErrors = {}) =>
        preview.answer(request, reply.code(Object.keys(errors).length ? 422 : 200), proposal, draft, form.values, {
          ...{ kind: fourEyes ? 'ask' : 'publish', errors, words: '', since: null },
          hour: fourEyes ? null : hourTyped(request.body),
        })
      if (action === 'preview') return shown()
      if (fourEyes && (action === 'publish' || action === 'schedule'))
        return again({ form: { key: 'answers.error.four_eyes' } })
      if (action === 'ask' && !(await someoneElseReleases(db.reads, proposal.governmentId, actor)))
        return shown({ form: { key: 'answers.error.nobody_releases' } })
      const hour =
        action === 'schedule' ? hourFrom(hourTyped(request.body), actor.at, request.government.timeZone) : null
      if (hour && !hour.ok) return shown({ [hourFields.day]: { key: hour.refusal } })
      const tellFrom = await takeBackFrom(db.reads, proposal, actor.at)
      const written = await attempt(db, async (tx) => {
        if (action === 'publish') await publish(tx, proposal, draft, actor, tellFrom)
        else if (action === 'ask') await askForRelease(tx, proposal, draft, actor)
        else if (hour?.ok) await scheduleDraft(tx, proposal, draft, actor, hour.value)
        else await saveDraft(tx, proposal, draft, actor)
      })
      if (!written.ok) return again(refused[written.refusal] ?? movedOn)
      if (action === 'attachments') return reply.redirect(attachmentsPath(request, request.params.number), 303)
      return reply.redirect(
        action === 'publish'
          ? await next(request, proposal.number, 'answered')
          : deskPath(request, proposal.number, action === 'ask' ? 'asked' : hour ? 'scheduled' : 'draft'),
        303,
      )
    })

  /** Where a source brought none: an answer decides ask by ask. */
  app.post('/proposals/:number/asks', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, actor } = await leading(db.reads, request, now())
    const changed = await textChanged(showDesk, request, reply, proposal, 'asks')
    if (changed) return changed
    const form = readForm(asksForm, request.body)
    const again = async (errors: FieldErrors) =>
      showDesk(request, reply.code(422), await foundCase(db.reads, request), {
        form: { name: 'asks', values: form.values, errors },
      })
    if (!form.ok) return again(form.errors)
    const wrong = wrongAsks(form.data.ask)
    if (Object.keys(wrong).length) return again(wrong)
    if (!lacksAsks(proposal.stage, (await askNumbers(proposal.id)).length)) return again(movedOn)
    const texts = form.data.ask.filter(Boolean)
    const drawn = await attempt(db, (tx) => drawUpAsks(tx, proposal, texts, actor))
    return drawn.ok ? reply.redirect(deskPath(request, proposal.number, 'recorded'), 303) : again(movedOn)
  })

  /** The form again, with the words of a kept text; nothing is saved. */
  async function useTemplate(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    { agencyId }: Actor,
    values: Values,
  ) {
    const template = await findTemplate(db.reads, String(values.template ?? ''))
    const again = (values: Values, errors: FieldErrors) =>
      showDesk(request, reply, proposal, { form: { name: 'answer', values, errors } })
    if (template?.agencyId !== agencyId) {
      reply.code(422)
      return again(values, { template: { key: 'answers.template.error.choose' } })
    }
    request.previewed = true // what was typed is not sent yet, and stays kept
    const agency = (await agenciesOf(db.reads, request.government.id)).find(({ id }) => id === agencyId)
    const filling = await fillingOf(db.reads, request.government, proposal, agency?.name ?? {})
    return again(withTemplate(values, template, filling, await askNumbers(proposal.id)), {})
  }

  const askNumbers = async (proposalId: string) =>
    (await proposalText(db.reads, proposalId)).asks.map((ask) => ask.number)
}
