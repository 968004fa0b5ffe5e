// Signing in by a sign-in service (OpenID Connect), and connecting an account there with one's own. Leaving for a service and
// coming back change nothing by themselves: an account is connected by a button on our own page.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { tellLinked } from '../../domain/notifications/notify-passkey.ts'
import { link, linkedTo, subjectHash, useLinked } from '../../domain/people/linked-accounts.ts'
import { actOf, signInAgainPath, signInPath } from '../../domain/people/pending-action.ts'
import { isFresh } from '../../domain/people/sessions.ts'
import { ServiceFailed } from '../../domain/people/sign-in-services.ts'
import { findOrCreatePerson, findPerson, rememberLanguage } from '../../domain/people/store.ts'
import { readAddress } from '../../lib/email.ts'
import { refused } from '../../lib/result.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { originOf } from '../../platform/http/security.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import type { FormState } from '../../platform/web/forms.ts'
import { failedForm, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { idParams } from '../shared/params.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { serviceName } from '../shared/sign-in-services.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { type Arrived, serviceCookies } from './service-cookies.ts'
import { arriving, signInPage } from './sign-in-page.ts'
import { agesAskedBy, verifyByService } from './verify-by-service.ts'

const connectPath = '/sign-in/connect'
const connectForm = z.object({ next: z.string().catch(''), act: z.string().catch('') })

/** `how`: what the visitor can do now. `email`: of the account that would be opened, or is signed in. */
export type ConnectPage = {
  service: string
  how: 'connect' | 'again' | 'open' | 'sign_in' | 'taken'
  email: string
  href: string
  form: FormState
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'sign-in/connect': ConnectPage
  }
}

export const serviceRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps
  const services = app.signInServices
  const cookies = serviceCookies(config)
  const arrive = arriving(deps)
  const params = { schema: { params: idParams } }

  const leaving = { schema: { params: idParams, querystring: pageQuery('connects', 'next', 'act') } }
  app.get('/sign-in/with/:id', leaving, async (request, reply) => {
    const { id } = request.params
    if (!services.all.some((one) => one.id === id)) throw httpError(404)
    const connects = request.query.connects === '1'
    if (connects && !isFresh(requirePerson(request))) throw needed(request, 'again', '/me#services')
    const next = ownPath(request.query.next, connects ? '/me?done=account_linked#services' : '/me')
    const act = actOf(request.query.act, next)?.kind ?? ''
    const back = `${originOf(request, config.origin)}/sign-in/with/${id}/callback`
    try {
      const { to, kept } = await services.leave(id, back, { next, act, connects })
      cookies.left.set(reply, kept, now())
      return reply.redirect(to, 303)
    } catch (error) {
      return failed(request, reply, error, { id, next, act })
    }
  })

  app.get('/sign-in/with/:id/callback', params, async (request, reply) => {
    const at = now()
    const { id } = request.params
    const left = cookies.left.read(request, at)
    if (left?.service !== id) return signInPage(deps, request, reply.code(422), failedForm('people.error.service_late'))
    const { next, act, connects } = left
    cookies.left.drop(reply)
    try {
      const asked = await agesAskedBy(db.reads, services.all, id, at)
      const known = await services.arrive(left, new URL(request.url, originOf(request, config.origin)), asked)
      if (!known) return reply.redirect(connects ? '/me#services' : signInPath(next, actOf(act, next)?.kind), 303)
      const hash = subjectHash(config.secret, known)
      const linked = await linkedTo(db.reads, hash)
      if (linked && !connects) {
        const { personId } = linked
        await write(db, async (tx) => {
          await useLinked(tx, linked.id, at)
          await verifyByService(tx, config.secret, { ...known, service: id, hash }, personId, at)
          await rememberLanguage(tx, personId, request.language)
        })
        return arrive(request, reply, { personId, by: { means: 'service' }, next, act: actOf(act, next) })
      }
      cookies.arrived.set(
        reply,
        { service: id, hash, email: readAddress(known.email ?? ''), resides: known.resides, ages: known.ages },
        at,
      )
      return reply.redirect(`${connectPath}?act=${act}&next=${encodeURIComponent(next)}`, 303)
    } catch (error) {
      return failed(request, reply, error, { id, next, act })
    }
  })

  app.get(connectPath, { schema: { querystring: pageQuery('next', 'act') } }, async (request, reply) => {
    const arrived = cookies.arrived.read(request, now())
    if (!arrived) return reply.redirect(request.person ? '/me#services' : '/sign-in', 303)
    const next = ownPath(request.query.next, '')
    const values = { next, act: actOf(request.query.act, next)?.kind ?? '' }
    return connectPage(request, reply, arrived, { values, errors: {} })
  })

  app.post(connectPath, async (request, reply) => {
    const at = now()
    const arrived = cookies.arrived.read(request, at)
    if (!arrived) return signInPage(deps, request, reply.code(422), failedForm('people.error.service_late'))
    const form = readForm(connectForm, request.body)
    const next = ownPath(form.values.next, '/me?done=account_linked#services')
    const { person, language } = request
    const { service, hash, email } = arrived
    if (person && !isFresh(person)) throw needed(request, 'again', connectPath)
    const connected = await write(db, async (tx) => {
      if (!person && (!email || (await findPerson(tx, email)))) return refused('sign_in')
      const personId = person?.id ?? (await findOrCreatePerson(tx, email!, language, at)).id
      const linked = await link(tx, { personId, service, hash, at })
      if (linked.ok && linked.value)
        await tellLinked(tx, { linked: true, personId, name: serviceName(request, service), at })
      if (!linked.ok) return linked
      return { ok: true as const, personId, taken: await verifyByService(tx, config.secret, arrived, personId, at) }
    })
    if (!connected.ok) return connectPage(request, reply.code(422), arrived, form, connected.refusal === 'taken')
    const { personId } = connected
    cookies.arrived.drop(reply)
    logSecurityEvent(request, 'account_linked', { account: personId })
    if (person) return reply.redirect(connected.taken ?? next, 303)
    return arrive(request, reply, { personId, by: { means: 'service' }, next, act: actOf(form.values.act, next) })
  })

  async function connectPage(
    request: FastifyRequest,
    reply: FastifyReply,
    { service, hash, email }: Arrived,
    form: FormState,
    isTaken = false,
  ) {
    const { person, t } = request
    const linked = isTaken ? null : await linkedTo(db.reads, hash)
    const taken = isTaken || (linked && linked.personId !== person?.id)
    const account = email && !person ? await findPerson(db.reads, email) : null
    const name = serviceName(request, service)
    const here = `${connectPath}?next=${encodeURIComponent(String(form.values.next ?? ''))}`
    const how = taken
      ? 'taken'
      : person
        ? isFresh(person)
          ? 'connect'
          : 'again'
        : email && !account
          ? 'open'
          : 'sign_in'
    return render(request, reply, 'sign-in/connect', {
      title: t(`people.service.title_${how === 'open' ? 'open' : 'connect'}`, { service: name }),
      ...{ service: name, how, email: person?.email ?? email ?? '' },
      href: how === 'again' ? signInAgainPath('again', here) : how === 'taken' ? '/sign-in' : signInPath(here),
      form,
    })
  }

  /** The service cannot be reached, or what it says does not fit: said on the sign-in page, where other ways stand. */
  function failed(
    request: FastifyRequest,
    reply: FastifyReply,
    error: unknown,
    { id, ...values }: { id: string; next: string; act: string },
  ) {
    if (!(error instanceof ServiceFailed)) throw error
    request.log.warn({ err: error.cause, service: id }, 'a sign-in service failed')
    logSecurityEvent(request, 'sign_in_failed', { by: 'service', account: null })
    const errors = { form: { key: 'people.error.service_failed', params: { service: serviceName(request, id) } } }
    return signInPage(deps, request, reply.code(502), { values, errors })
  }
}
