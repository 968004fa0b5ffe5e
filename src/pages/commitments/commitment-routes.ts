// The register of promises: every commitment with what came of it; its agency reports on it and ends it.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { lateness } from '../../domain/answers/answer.ts'
import { readRegisterQuery, registerAddress, states } from '../../domain/answers/register-query.ts'
import {
  type CommitmentRow,
  commitmentsOn,
  commitmentUpdatesOf,
  commitmentYearsOf,
  countCommitments,
  findCommitment,
  report,
} from '../../domain/answers/register-store.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { agenciesOf } from '../../domain/governments/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { cut } from '../../lib/graphemes.ts'
import { pageOf, pagerOf } from '../../lib/paging.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { actorFor } from '../shared/agency-guards.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { idParams } from '../shared/params.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { commitmentUpdateForm, wrongDate } from './commitment-forms.ts'

/** Characters of the newest words on a commitment that the register shows. */
const longestSnippet = 120

export const commitmentRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/commitments', async (request, reply) => {
    const { government, t } = request
    const at = now()
    const today = localDate(at, government.timeZone)
    const agencies = await agenciesOf(db.reads, government.id)
    const read = readRegisterQuery(request.query, agencies)
    if (!read.ok) throw httpError(400, `answers.register.wrong.${read.wrong}`)
    const { query } = read
    const total = await countCommitments(db.reads, government.id, query, today)
    const page = pageOf(total, query.page)
    if (!page) throw httpError(404, 'answers.register.past_end')
    const path = `/${government.slug}/commitments`
    const rows = await commitmentsOn(db.reads, government.id, query, today, page)
    return render(request, reply, 'commitments/commitments', {
      title: t('answers.register.title'),
      nav: 'commitments',
      ...{ register: path, query, agencies, states, total },
      years: await commitmentYearsOf(db.reads, government.id),
      filtered: registerAddress(path, { ...query, page: 1 }) !== path,
      rows: rows.map(({ update, ...row }) => ({
        ...{ ...row, ...lateness(row, at, government.timeZone) },
        newest: update && { words: cut(update.body, longestSnippet), writtenAt: update.writtenAt },
      })),
      pager: pagerOf(page, (n) => registerAddress(path, { ...query, page: n })),
    })
  })

  app.get('/commitments/:id', { schema: { params: idParams } }, async (request, reply) => {
    const commitment = await findCommitment(db.reads, request.government.id, request.params.id)
    return commitment ? commitmentPage(request, reply, commitment) : reply.callNotFound()
  })

  /** Progress on a promise, or its end: kept, changed or dropped, always with words. */
  app.post('/commitments/:id/updates', { schema: { params: idParams } }, async (request, reply) => {
    requireSeat(request, seatMay.work)
    const commitment = await findCommitment(db.reads, request.government.id, request.params.id)
    if (!commitment) return reply.callNotFound()
    const actor = actorFor(request, commitment.agencyId, now())
    const form = readForm(commitmentUpdateForm, request.body)
    if (!form.ok) return commitmentPage(request, reply.code(422), commitment, form)
    const today = localDate(actor.at, request.government.timeZone)
    const wrong = wrongDate(form.data, commitment.dueOn, today)
    if (wrong) return commitmentPage(request, reply.code(422), commitment, { values: form.values, errors: wrong })
    const done = await write(db, (tx) => report(tx, commitment, form.data, actor))
    if (done) return reply.redirect(`/${request.government.slug}/commitments/${commitment.id}?done=reported`, 303)
    const current = await findCommitment(db.reads, request.government.id, commitment.id)
    return commitmentPage(request, reply.code(422), current ?? commitment, {
      values: form.values,
      errors: { form: { key: 'answers.error.ended' } },
    })
  })

  async function commitmentPage(
    request: FastifyRequest,
    reply: FastifyReply,
    commitment: CommitmentRow,
    form: FormState = keptForm(request) ?? blankForm(),
  ) {
    const { government, seats, t } = request
    const mayReport = seatMay.answerFor(seats, commitment.agencyId) || seatMay.administer(seats)
    return render(request, reply, 'commitments/commitment', {
      title: commitment.what,
      nav: 'commitments',
      notice: wordIn(request.query, 'done') === 'reported' ? t('desk.done.recorded') : null,
      commitment: { ...commitment, ...lateness(commitment, now(), government.timeZone) },
      updates: await commitmentUpdatesOf(db.reads, commitment.id),
      mayReport: mayReport && (commitment.state === 'open' || Object.keys(form.errors).length > 0),
      form,
    })
  }
}
