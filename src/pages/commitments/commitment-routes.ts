// The register of commitments: each with what came of it; its agency reports on it, and somebody who is not of that agency checks.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { check, whyNotCheck } from '../../domain/answers/check-commitment.ts'
import { referenceOf } from '../../domain/answers/commitment.ts'
import { marks, readRegisterQuery, registerAddress, states } from '../../domain/answers/register-query.ts'
import {
  type CommitmentRow,
  commitmentsOn,
  commitmentUpdatesOf,
  countCommitments,
  findCommitment,
  registerChoices,
} from '../../domain/answers/register-store.ts'
import { report } from '../../domain/answers/report-commitment.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { agenciesOf, topicsOf } from '../../domain/governments/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { cut } from '../../lib/graphemes.ts'
import { pageOf, pagerOf } from '../../lib/paging.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wholeQuery } from '../../platform/http/query-schemas.ts'
import { feedAt } from '../../platform/web/about.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { verdicts } from '../../schema/values.ts'
import { actorFor } from '../shared/agency-guards.ts'
import { commitmentStanding } from '../shared/commitment-standing.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { tableTaken } from '../shared/taken.ts'
import { checkForm, reportForm, wrongInCheck, wrongInReport } from './commitment-forms.ts'

/** Characters of the newest words on a commitment that the register shows. */
const longestSnippet = 120

type Forms = { report?: FormState; check?: FormState }

export const commitmentRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/commitments', { schema: { querystring: wholeQuery } }, async (request, reply) => {
    const { government, t } = request
    const { timeZone } = government
    const at = now()
    const moment = { at, timeZone, today: localDate(at, timeZone) }
    const [agencies, topics] = await Promise.all([
      agenciesOf(db.reads, government.id),
      topicsOf(db.reads, government.id),
    ])
    const read = readRegisterQuery(request.query, agencies, topics)
    if (!read.ok) throw httpError(400, `answers.register.wrong.${read.wrong}`)
    const { query } = read
    const total = await countCommitments(db.reads, government.id, query, moment)
    const page = pageOf(total, query.page)
    if (!page) throw httpError(404, 'answers.register.past_end')
    const path = `/${government.slug}/commitments`
    const choices = await registerChoices(db.reads, government.id)
    const rows = await commitmentsOn(db.reads, government.id, query, moment, page)
    const whole = registerAddress(path, { ...query, page: 1 })
    return render(request, reply, 'commitments/commitments', {
      title: t('answers.register.title'),
      about: { feed: feedAt(whole, t('answers.register.title')) },
      nav: 'commitments',
      ...{ register: path, query, agencies, states, marks, total },
      years: choices.years,
      topics: topics.filter(({ code }) => code === query.topic || choices.topics.has(code)),
      filtered: whole !== path,
      take: {
        ...tableTaken(government.slug, 'commitments', whole.split('?')[1] ?? ''),
        feed: feedAt(whole, '').atom,
      },
      toCheck: seatMay.checkCommitments(request.seats) && query.state !== 'done' ? `${path}?state=done` : null,
      rows: rows.map(({ update, ...row }) => ({
        ...shown(row, row.moves, at, timeZone),
        newest: update && { words: cut(update.body, longestSnippet), writtenAt: update.writtenAt },
      })),
      pager: pagerOf(page, (n) => registerAddress(path, { ...query, page: n })),
    })
  })

  /** Its permanent address names it by its case. One by its id, as in mails of older times, leads there. */
  app.get('/commitments/:id', { schema: { params: idParams } }, async (request, reply) => {
    const commitment = await findCommitment(db.reads, request.government.id, request.params.id)
    if (!commitment) return reply.callNotFound()
    if (commitment.id === request.params.id) return reply.redirect(addressOf(request, commitment), 301)
    return commitmentPage(request, reply, commitment)
  })

  /** Progress, that it is done, another date or that it is dropped: always with words. */
  app.post('/commitments/:id/updates', { schema: { params: idParams } }, async (request, reply) => {
    requireSeat(request, seatMay.work)
    const commitment = await findCommitment(db.reads, request.government.id, request.params.id)
    if (!commitment) return reply.callNotFound()
    const actor = actorFor(request, commitment.agencyId, now())
    const form = readForm(reportForm, request.body)
    if (!form.ok) return commitmentPage(request, reply.code(422), commitment, { report: form })
    const { evidence_on, ...said } = form.data
    const wrong = wrongInReport(form.data, commitment.dueOn, localDate(actor.at, request.government.timeZone))
    if (wrong)
      return commitmentPage(request, reply.code(422), commitment, { report: { values: form.values, errors: wrong } })
    const done = await write(db, (tx) => report(tx, commitment, { ...said, evidenceOn: evidence_on }, actor))
    if (done) return reply.redirect(`${addressOf(request, commitment)}?done=reported`, 303)
    const latest = await current(request, commitment)
    return commitmentPage(request, reply.code(409), latest, { report: tooLate(latest, form.values) })
  })

  /** What somebody found who is not of its agency, and has not written of it for the agency. */
  app.post('/commitments/:id/checks', { schema: { params: idParams } }, async (request, reply) => {
    requireSeat(request, seatMay.checkCommitments, 'answers.error.not_checker')
    const commitment = await findCommitment(db.reads, request.government.id, request.params.id)
    if (!commitment) return reply.callNotFound()
    const refusal = await whyNotCheck(db.reads, commitment, requirePerson(request))
    if (refusal) throw httpError(403, `answers.check.refused.${refusal}`)
    const at = now()
    const form = readForm(checkForm, request.body)
    if (!form.ok) return commitmentPage(request, reply.code(422), commitment, { check: form })
    const { evidence_on, ...found } = form.data
    const wrong = wrongInCheck(form.data, localDate(at, request.government.timeZone))
    if (wrong)
      return commitmentPage(request, reply.code(422), commitment, { check: { values: form.values, errors: wrong } })
    const checker = { personId: requirePerson(request).id, at }
    const done = await write(db, (tx) => check(tx, commitment, { ...found, evidenceOn: evidence_on }, checker))
    if (done) return reply.redirect(`${addressOf(request, commitment)}?done=checked`, 303)
    const latest = await current(request, commitment)
    return commitmentPage(request, reply.code(409), latest, { check: tooLate(latest, form.values) })
  })

  async function commitmentPage(request: FastifyRequest, reply: FastifyReply, c: CommitmentRow, sent: Forms = {}) {
    const { government, seats, t } = request
    const updates = await commitmentUpdatesOf(db.reads, c.id)
    const moved = updates.filter((update) => update.dueTo !== null)
    const kept = keptForm(request)
    const keptIn = (noun: string) => (kept?.path.endsWith(`/${noun}`) ? kept : null)
    const form = sent.report ?? keptIn('updates') ?? blankForm()
    const done = request.done
    const mayReport = seatMay.answerFor(seats, c.agencyId) || seatMay.administer(seats)
    const checks = seatMay.checkCommitments(seats) && (c.state === 'open' || sent.check !== undefined)
    return render(request, reply, 'commitments/commitment', {
      title: c.what,
      nav: 'commitments',
      notice: done === 'reported' || done === 'checked' ? t('desk.done.recorded') : null,
      commitment: shown(c, moved.length, now(), government.timeZone),
      self: addressOf(request, c),
      firstDueOn: moved.at(-1)?.dueFrom ?? null,
      updates,
      seen: updates[0]?.id ?? '',
      mayReport: mayReport && (c.state === 'open' || Object.keys(form.errors).length > 0),
      form,
      checking: checks
        ? {
            refusal: await whyNotCheck(db.reads, c, requirePerson(request)),
            ...{ form: sent.check ?? keptIn('checks') ?? blankForm(), verdicts },
          }
        : null,
    })
  }

  const current = async (request: FastifyRequest, c: CommitmentRow): Promise<CommitmentRow> =>
    (await findCommitment(db.reads, request.government.id, c.id)) ?? c
}

const tooLate = ({ state }: CommitmentRow, values: FormState['values']): FormState => ({
  values,
  errors: { form: { key: state === 'open' ? 'answers.error.said_meanwhile' : 'answers.error.ended' } },
})

const addressOf = (request: FastifyRequest, { number, commitmentNumber }: CommitmentRow): string =>
  `/${request.government.slug}/commitments/${referenceOf(number, commitmentNumber)}`

const shown = <C extends CommitmentRow>(c: C, moves: number, at: Date, timeZone: string) => ({
  ...c,
  ...commitmentStanding(c, { caseNumber: c.number, number: c.commitmentNumber, moves }, at, timeZone),
})
