// What an author may do with a case that has been sent: withdraw it, ask once for reconsideration, add a dated update, begin anew
// from its text.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'

import { deadline } from '../../domain/governments/deadline.ts'
import { rulesOf, workCalendar } from '../../domain/governments/store.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { addUpdate, askForReconsideration, withdraw } from '../../domain/proposals/author-commands.ts'
import { copyOf, draftBeginner } from '../../domain/proposals/begin-draft.ts'
import { offersOf } from '../../domain/proposals/choices.ts'
import { mayBeginAnew, privateMessageLimit } from '../../domain/proposals/proposal.ts'
import { proposalText } from '../../domain/proposals/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { numberParams } from '../shared/params.ts'
import { ownCase } from '../shared/proposal-guards.ts'
import { tooOften } from '../shared/too-often.ts'
import { wordsForm } from '../shared/words-forms.ts'
import { casePage } from './case-page.ts'

export const authorRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const showCase = casePage(deps)
  const countTries = triesCounter(config.secret)
  const beginDraft = draftBeginner({ db, secret: config.secret })

  app.post('/proposals/:number/retractions', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
    const at = now()
    const moved = await write(db, (tx) => withdraw(tx, proposal, at))
    if (!moved) return overtaken(request, reply)
    return reply.redirect(proposalPath(request.government, proposal.number), 303)
  })

  app.post('/proposals/:number/reconsiderations', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return showCase(request, reply.code(422), proposal, { form: { ...form, name: 'author' } })
    const at = now()
    const rules = await rulesOf(db.reads, proposal.ruleVersionId!)
    const checkDueBefore = deadline(
      at,
      { workingDays: rules.checkingWorkingDays },
      await workCalendar(db.reads, request.government),
    ).before
    const moved = await write(db, (tx) =>
      askForReconsideration(tx, proposal, { words: form.data.words, checkDueBefore, at }),
    )
    if (!moved) return overtaken(request, reply, form)
    return reply.redirect(proposalPath(request.government, proposal.number), 303)
  })

  app.post('/proposals/:number/copies', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
    if (!mayBeginAnew(proposal)) return reply.redirect(proposalPath(request.government, proposal.number), 303)
    const at = now()
    const { government } = request
    const offers = await offersOf(db.reads, government.id, localDate(at, government.timeZone))
    const copy = copyOf(proposal, await proposalText(db.reads, proposal.id), offers)
    const begun = await beginDraft(government, proposal.authorId!, at, copy)
    if (begun.ok) return reply.redirect(`${draftPath(government, begun.value, 'check')}?done=copied`, 303)
    const notice = request.t('proposals.error.too_many_drafts')
    return showCase(request, tooOften(reply, begun.retryAfter ?? 0), proposal, { notice })
  })

  app.post('/proposals/:number/updates', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
    // Only under a text that was checked: words under a refused one would be seen by everybody and checked by nobody.
    if (!proposal.publishedAt || proposal.hiddenAt) return reply.callNotFound()
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return showCase(request, reply.code(422), proposal, { form: { ...form, name: 'author' } })
    const at = now()
    const { retryAfter } = await write(db, async (tx) => {
      const tries = await countTries(tx, [privateMessageLimit(proposal, 'update')], at)
      if (!tries.retryAfter) await addUpdate(tx, proposal, form.data.words, at)
      return tries
    })
    if (retryAfter) {
      const errors = { words: { key: 'proposals.error.too_many_words' } }
      return showCase(request, tooOften(reply, retryAfter), proposal, {
        form: { values: form.values, errors, name: 'author' },
      })
    }
    return reply.redirect(`${proposalPath(request.government, proposal.number)}#updates`, 303)
  })

  /** The case as it is now, read anew, with what was typed. */
  const overtaken = async (request: FastifyRequest, reply: FastifyReply, { values }: FormState = blankForm()) =>
    showCase(request, reply.code(409), await ownCase(db.reads, request), {
      notice: request.t('proposals.error.moved_on'),
      form: { values, errors: {}, name: 'author' },
    })
}
