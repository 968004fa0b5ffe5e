// Writing the answer, and later its supplements: drafts that two officers share, and publishing.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { type Draft, publish, saveDraft } from '../../domain/answers/store.ts'
import { proposalText } from '../../domain/proposals/store.ts'
import { canTake } from '../../domain/proposals/workflow.ts'
import { localDate } from '../../lib/calendar.ts'
import { attempt } from '../../platform/db/attempt.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { type FieldErrors, readForm } from '../../platform/web/forms.ts'
import { foundCase, leading } from '../shared/agency-guards.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { answerForm, decisionsFrom, missingFrom, promisesFrom, wrongIn } from './answer-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { showHandedOn } from './handed-on.ts'
import { textChanged } from './text-changed.ts'

export const answerRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  showHandedOn(app, showDesk)
  for (const noun of ['answers', 'supplements'] as const)
    app.post(`/proposals/:number/${noun}`, { schema: { params: numberParams } }, async (request, reply) => {
      const { proposal, actor } = await leading(db.reads, request, now())
      const changed = await textChanged(showDesk, request, reply, proposal, 'answer')
      if (changed) return changed
      const form = readForm(answerForm, request.body)
      const again = async (errors: FieldErrors) =>
        showDesk(request, reply.code(422), await foundCase(db.reads, request), {
          form: { name: 'answer', values: form.values, errors },
        })
      const supplementing = proposal.stage === 'resolved'
      if (supplementing !== (noun === 'supplements') || (!supplementing && !canTake('answer', proposal.stage)))
        return again(movedOn)
      if (!form.ok) return again(form.errors)

      const { action, revision, analysis, deliberation, note } = form.data
      const asks = decisionsFrom(request.body, await askNumbers(proposal.id))
      const typed = promisesFrom(form.data)
      const today = localDate(now(), request.government.timeZone)
      const errors =
        action === 'publish' ? missingFrom(form.data, asks, typed, supplementing, today) : wrongIn(asks, typed)
      if (Object.keys(errors).length) return again(errors)

      const promises = typed.map(({ what, owner, dueOn, ask }) => ({
        what,
        owner,
        dueOn,
        askNumber: ask ? Number(ask) : null,
      }))
      const draft: Draft = { revision, analysis, deliberation, note, asks, promises }
      const written = await attempt(db, async (tx) => {
        if (action === 'publish') await publish(tx, proposal, draft, actor)
        else await saveDraft(tx, proposal, draft, actor)
      })
      if (!written.ok)
        return again(written.refusal === 'moved_on' ? movedOn : { form: { key: 'answers.error.other_window' } })
      return reply.redirect(
        action === 'publish'
          ? `${proposalPath(request.government, request.params.number)}?done=answered`
          : deskPath(request, proposal.number, 'draft'),
        303,
      )
    })

  const askNumbers = async (proposalId: string) =>
    (await proposalText(db.reads, proposalId)).asks.map((ask) => ask.number)
}
