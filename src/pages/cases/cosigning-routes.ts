// Co-signing: one press for the signed-in, a mail and a press for newcomers. Opening the link changes nothing.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openCase } from '../../domain/cosignatures/after-counting.ts'
import { newcomerAsker } from '../../domain/cosignatures/ask-newcomer.ts'
import { confirmNewcomer } from '../../domain/cosignatures/confirm-newcomer.ts'
import {
  isCountedFrom,
  mailsPerCaseAndDay,
  type Refusal,
  refusalToCosign,
} from '../../domain/cosignatures/cosignature.ts'
import { hasSigned } from '../../domain/cosignatures/has-signed.ts'
import { presser, taker } from '../../domain/cosignatures/press.ts'
import { mailboxSigned } from '../../domain/cosignatures/spent.ts'
import { findPending, hasSignedFrom } from '../../domain/cosignatures/unconfirmed.ts'
import { isPaused } from '../../domain/governments/deadline.ts'
import { isUndivided, undivided } from '../../domain/governments/government.ts'
import { holdsSeat } from '../../domain/governments/seats.ts'
import { blackoutsOf, districtsOf, offered, residenceIn, rulesOf } from '../../domain/governments/store.ts'
import { mailboxIn } from '../../domain/people/mailboxes.ts'
import { signInPath } from '../../domain/people/pending-action.ts'
import { noticeVersion } from '../../domain/people/privacy-notice.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal, findShared, type ProposalRow } from '../../domain/proposals/store.ts'
import { hintOf } from '../../lib/email.ts'
import { localised } from '../../lib/localised.ts'
import { attempt } from '../../platform/db/attempt.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { elsewhere } from '../../platform/http/http-error.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { bodyOf, wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, readForm, typedValues } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { howItCame } from '../shared/how-it-came.ts'
import { numberAndTokenParams, numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { startSession } from '../shared/session-hook.ts'
import { tooOften as replyTooOften, waiting, waitingInLine } from '../shared/too-often.ts'
import { verifyToCount } from '../shared/verify-first.ts'
import { casePage } from './case-page.ts'
import { newcomerForm, signedInForm } from './cosigning-forms.ts'

export const cosigningRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const showCase = casePage(deps)
  const ask = newcomerAsker(config.secret)
  const press = presser({ db, secret: config.secret })
  const arrived = howItCame(deps)
  const takeBack = taker({ db, secret: config.secret })

  app.post('/proposals/:number/cosignatures', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await open(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const refusal = await refusalOf(request, proposal, now())
    if (refusal) return refused(request, reply, proposal, refusal)
    return request.person ? signedIn(request, reply, proposal) : newcomer(request, reply, proposal)
  })

  async function signedIn(request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow) {
    const person = requirePerson(request)
    const { government } = request
    const form = readForm(signedInForm, request.body)
    if (!form.ok) return showCase(request, reply.code(422), proposal, { form })
    const residence = await residenceIn(db.reads, person.id, government.id)
    const districtCode = residence ?? form.data.district
    const wrong = await wrongDistrict(request, proposal, districtCode)
    if (wrong) return showCase(request, reply.code(422), proposal, { form: { values: form.values, errors: wrong } })
    const at = now()
    const { reason, wants } = form.data
    const signature = { personId: person.id, at, districtCode, assurance: 1, noticeVersion }
    const came = await arrived.come(request, reply, proposal, { email: person.email, byLink: false, at })
    const said = { reason: reason || null, wantsAnswer: wants === '1', came }
    const pressed = await press(government, proposal, { ...signature, ...said }, !residence, person)
    if (!pressed.ok && pressed.retryAfter) return tooOften(request, reply, proposal, form, pressed.retryAfter)
    if (!pressed.ok && pressed.refusal === 'gone')
      throw elsewhere(signInPath(proposalPath(government, proposal.number), 'cosign'))
    if (!pressed.ok) return refused(request, reply, proposal, pressed.refusal === 'elsewhere' ? 'elsewhere' : 'closed')
    return reply.redirect(`${proposalPath(government, proposal.number)}?done=cosigned#cosign`, 303)
  }

  async function newcomer(request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow) {
    const { language } = request
    const district = (await isUndividedHere(request)) ? { district: undivided } : {}
    const form = readForm(newcomerForm, { ...bodyOf(request), ...district })
    if (!form.ok) return showCase(request, reply.code(422), proposal, { form })
    const { email, district: districtCode, reason, wants } = form.data
    const wrong = await wrongDistrict(request, proposal, districtCode)
    if (wrong) return showCase(request, reply.code(422), proposal, { form: { values: form.values, errors: wrong } })
    const emailKey = await mailboxIn(db.reads, email)
    const unit = ask(proposal, {
      ...{ from: request, email, emailKey, districtCode, reason: reason || null, wantsAnswer: wants === '1' },
      hasSigned: await mailboxSigned(config.secret)(db.reads, proposal.id, emailKey),
      ...{ noticeVersion, language, ticket: form.data.wait, at: now() },
    })
    arrived.remember(request, reply, proposal)
    const wait = await write(db, unit, { invalidate: 'later' })
    if (wait)
      return showCase(request, replyTooOften(reply, wait.seconds), proposal, { form: waitingInLine(form.values, wait) })
    return render(request, reply, 'cases/mailbox', {
      title: request.t('cosignatures.mailbox.title'),
      nav: 'live',
      proposal,
      email,
      typed: form.values,
      again: wordIn(request.body, 'again') === '1',
      mostMails: mailsPerCaseAndDay,
    })
  }

  app.get(
    '/proposals/:number/cosignatures/:token',
    { schema: { params: numberAndTokenParams } },
    async (request, reply) => {
      const proposal = await open(request, request.params.number)
      if (!proposal) return reply.callNotFound()
      reply.header('cache-control', 'no-store')
      const pending = await findPending(db.reads, proposal.id, request.params.token, now())
      // Used, by whoever has signed since: they read that they have, and not that a link is dead.
      if (pending?.confirmedAt && (await hasSignedFrom(db.reads, proposal.id, pending.emailKey))) {
        const mine = request.person !== null && (await hasSigned(db.reads, proposal.id, request.person.id))
        const waits = verifyToCount(request.government.slug, await rulesOf(db.reads, proposal.ruleVersionId!))
        return render(request, reply, 'cases/counted', {
          title: request.t(
            waits
              ? 'cosignatures.counted.title_waits'
              : mine
                ? 'cosignatures.counted.title_mine'
                : 'cosignatures.counted.title',
          ),
          ...{ waits, mine, nav: 'live' },
          proposal: (await findProposal(db.reads, request.government.id, request.params.number))!,
          whose: hintOf(pending.email),
        })
      }
      if (!pending || pending.confirmedAt) return gone(request, reply, proposal)
      const whose = hintOf(pending.email)
      const title = request.t('cosignatures.confirm.title')
      const { districtCode, reason, wantsAnswer } = pending
      const district = (await districtsOf(db.reads, request.government.id)).find(({ code }) => code === districtCode)
      const said = { district: district?.name ?? null, reason, wantsAnswer }
      return render(request, reply, 'cases/confirm', { title, proposal, token: request.params.token, whose, said })
    },
  )

  app.post(
    '/proposals/:number/cosignatures/:token',
    { schema: { params: numberAndTokenParams } },
    async (request, reply) => {
      const { government, params } = request
      const proposal = await open(request, request.params.number)
      if (!proposal) return reply.callNotFound()
      const at = now()
      const path = proposalPath(government, proposal.number)
      const pending = await findPending(db.reads, proposal.id, params.token, at)
      if (!pending) return gone(request, reply, proposal)
      const refusal = await refusalOf(request, proposal, at, pending.createdAt)
      if (refusal) return refused(request, reply, proposal, refusal)
      const known = await openCase(db.reads, proposal)
      const came = await arrived.come(request, reply, proposal, { email: pending.email, byLink: true, at })
      const counted = await attempt(db, (tx) => confirmNewcomer(tx, government, known, pending, { came, at }))
      if (!counted.ok) return refused(request, reply, proposal, 'closed')
      const signer = counted.value
      // It counts, and no more: whoever is signed in here stays so, and no link opens the seat of anybody on the staff.
      if (signer && !request.person && !(await holdsSeat(db.reads, signer.id))) {
        await startSession(request, reply, signer.id, { means: 'link' })
        return reply.redirect(`${path}?done=cosigned#cosign`, 303)
      }
      if (signer && request.person?.id === signer.id) return reply.redirect(`${path}?done=cosigned#cosign`, 303)
      return reply.redirect(`${path}/cosignatures/${params.token}?done=counted`, 303)
    },
  )

  app.post('/proposals/:number/withdrawals', { schema: { params: numberParams } }, async (request, reply) => {
    const person = requirePerson(request)
    const proposal = await open(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const rules = await rulesOf(db.reads, proposal.ruleVersionId!)
    const at = now()
    const gathering = proposal.stage === 'gathering' && (await refusalOf(request, proposal, at)) === null
    const taken =
      rules.withdrawalAllowed && gathering ? await takeBack(request.government, proposal, person.id, at) : null
    if (taken && !taken.ok && taken.retryAfter) return tooOften(request, reply, proposal, blankForm(), taken.retryAfter)
    if (!taken?.ok)
      return showCase(request, reply.code(422), proposal, { notice: request.t('cosignatures.error.no_withdrawal') })
    return reply.redirect(`${proposalPath(request.government, proposal.number)}?done=withdrawn#cosign`, 303)
  })

  /** Those who press at one moment share what is read of the case; whether it is still open is asked again as they are counted. */
  async function open(request: FastifyRequest, number: string): Promise<ProposalRow | null> {
    const proposal = await findShared(db.reads, request.government.id, number, now(), 0)
    return proposal && isThere(proposal) && !proposal.hiddenAt ? proposal : null
  }

  async function refusalOf(
    request: FastifyRequest,
    proposal: ProposalRow,
    at: Date,
    begunAt?: Date,
  ): Promise<Refusal | null> {
    const pauses = await blackoutsOf(db.reads, request.government.id)
    return refusalToCosign(proposal, at, isPaused(at, pauses, request.government.timeZone), begunAt)
  }

  const refused = (request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow, refusal: Refusal) => {
    const errors = { form: { key: `cosignatures.refusal.${refusal}` } }
    const form: FormState = { values: typedValues(request.body), errors }
    return showCase(request, reply.code(422), proposal, { form })
  }

  const gone = (request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow) =>
    render(request, reply.code(410), 'cases/gone', { title: request.t('cosignatures.gone.title'), proposal })

  const tooOften = (
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    { values }: FormState,
    seconds: number,
  ) => {
    return showCase(request, replyTooOften(reply, seconds), proposal, {
      form: waiting(values, 'cosignatures.refusal.too_often', seconds),
    })
  }

  const isUndividedHere = async ({ government }: FastifyRequest) =>
    isUndivided(offered(await districtsOf(db.reads, government.id)))

  /** What is said where a district is none of the list, or one that nobody is counted from. */
  async function wrongDistrict({ government, language }: FastifyRequest, p: ProposalRow, code: string) {
    const districts = offered(await districtsOf(db.reads, government.id))
    const known = isUndivided(districts) ? code === undivided : districts.some((d) => d.code === code)
    if (!known) return { district: { key: 'cosignatures.error.district' } }
    if (!p.ruleVersionId || isCountedFrom(code, await rulesOf(db.reads, p.ruleVersionId))) return null
    return { district: { key: 'cosignatures.error.elsewhere', params: { name: localised(government.name, language) } } }
  }
}
