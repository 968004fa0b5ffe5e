// One's own verification under a government: what is kept, the ways there are, ending it.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { endVerification, verifyPerson } from '../../domain/cosignatures/verify-person.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { beginVisit, codeOf, visitOf } from '../../domain/people/counter-visits.ts'
import { compared } from '../../domain/people/identity-key.ts'
import { guessLimits, type Source, sourcesOf } from '../../domain/people/residence-sources.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { type Verification, verificationOf } from '../../domain/people/verifications.ts'
import { NoAnswer } from '../../domain/people/yes-no-services.ts'
import { localised } from '../../lib/localised.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, failedForm, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render, type SignedIn } from '../../platform/web/view.ts'
import type { LevelRules } from '../../schema/values.ts'
import { identityForm } from '../shared/identity-form.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { serviceName, servicesFor } from '../shared/sign-in-services.ts'
import { tooOften } from '../shared/too-often.ts'

/** `code`: to be shown at the counter, and until when. `wrong`: of which source the form came back. */
export type VerificationPage = InPlace &
  SignedIn & {
    self: string
    verified: (Pick<Verification, 'method' | 'givenAt' | 'expiresAt'> & { issuer: string }) | null
    rules: LevelRules
    sources: { id: string; name: string | null; fields: Source['fields'] }[]
    services: { name: string; href: string }[]
    code: { digits: string; until: Date } | null
    said: (typeof outcomes)[number] | null
    wrong: string | null
    form: FormState
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'verification/verification': VerificationPage
  }
}

/** What an address may say was just done. */
const outcomes = ['verified', 'ended', 'taken'] as const

export const verificationRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const { secret } = config
  const countTries = triesCounter(secret)
  const sources = (request: FastifyRequest) => sourcesOf(db.reads, secret, request.government, app.yesNoServices)
  const selfOf = ({ government }: FastifyRequest) => `/${government.slug}/verification`

  app.get('/verification', async (request, reply) => {
    requirePerson(request)
    return show(request, reply)
  })

  app.post('/verification/checks', async (request, reply) => {
    const person = requirePerson(request)
    const { government } = request
    const source = (await sources(request)).find(({ id }) => id === wordIn(request.body, 'source'))
    if (!source) return reply.callNotFound()
    const form = readForm(identityForm(source.fields), request.body)
    const again = (more: FormState) =>
      show(request, reply, { form: { ...more, values: form.values }, wrong: source.id })
    reply.code(422)
    if (!form.ok) return again(form)
    const at = now()
    const [first] = source.fields
    const limits = guessLimits(government.id, person.id, compared(first!, form.data[first!] ?? ''))
    const { retryAfter } = await write(db, (tx) => countTries(tx, limits, at))
    if (retryAfter) {
      tooOften(reply, retryAfter)
      return again(failedForm('verification.error.too_often'))
    }
    try {
      const found = await source.find(form.data)
      if (!found) return again(failedForm('verification.error.not_found'))
      const saved = await write(db, (tx) => verifyPerson(tx, government, person.id, found, at))
      if (!saved.ok) return again(failedForm('verification.error.taken'))
      logSecurityEvent(request, 'residence_verified', { by: found.method })
      return reply.redirect(`${selfOf(request)}?done=verified`, 303)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      request.log.warn({ service: source.id, why: error.message }, 'a yes/no service failed')
      reply.code(502)
      return again(failedForm('verification.error.no_answer'))
    }
  })

  app.post('/verification/visits', async (request, reply) => {
    const person = requirePerson(request)
    const whose = { personId: person.id, governmentId: request.government.id }
    await write(db, (tx) => beginVisit(tx, secret, whose, now()))
    return reply.redirect(`${selfOf(request)}#counter`, 303)
  })

  app.post('/verification/removals', async (request, reply) => {
    const person = requirePerson(request)
    const at = now()
    const ended = await write(db, (tx) => endVerification(tx, request.government, person.id, at))
    return reply.redirect(ended ? `${selfOf(request)}?done=ended` : selfOf(request), 303)
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { form = blankForm(), wrong = null }: { form?: FormState; wrong?: string | null } = {},
  ) {
    reply.header('cache-control', 'no-store') // a form that came back has what was typed in it
    const { government, language, t } = request
    const at = now()
    const whose = { personId: request.person!.id, governmentId: government.id }
    const known = await verificationOf(db.reads, whose.personId, government.id, at)
    const visit = await visitOf(db.reads, whose, at)
    const self = selfOf(request)
    const said = outcomes.find((one) => one === wordIn(request.query, 'done')) ?? null
    return render(request, reply, 'verification/verification', {
      ...{
        title: t('verification.title', { name: localised(government.name, language) }),
        nav: 'me',
        self,
        form,
        wrong,
      },
      verified: known && { ...known, issuer: issuerOf(request, known) },
      rules: (await currentRules(db.reads, government.id, at)).rules,
      sources: (await sources(request)).map(({ id, name, fields }) => ({
        ...{ id, fields, name: name && localised(name, language) },
      })),
      services: servicesFor(request)
        .filter(({ residence }) => residence.includes(government.slug))
        .map(({ id, name }) => ({ name, href: `/sign-in/with/${id}?connects=1&next=${encodeURIComponent(self)}` })),
      code: visit && { digits: codeOf(secret, visit.id).replace(/(.{4})/, '$1 '), until: visit.expiresAt },
      // the address alone says nothing to whom it is not true
      said: (said === 'verified') === (known !== null) || said === 'taken' ? said : null,
    })
  }

  /** Who said so, by the name that people know. */
  function issuerOf(request: FastifyRequest, { method, issuer }: Verification): string {
    if (method === 'sign_in') return serviceName(request, issuer)
    const service = app.yesNoServices.find(({ id }) => id === issuer)
    return method === 'service' && service ? localised(service.name, request.language) : issuer
  }
}
