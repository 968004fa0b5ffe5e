// Another address for one's account: given on its own page, confirmed by a mail to it, told to the one of before. Opening the link
// changes nothing.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addressAsker, changeAddress } from '../../domain/notifications/change-address.ts'
import { stoppedFor } from '../../domain/notifications/returned-mail.ts'
import { needToChangeAddress } from '../../domain/people/address-change.ts'
import {
  dropPendingAddress,
  isTaken,
  type PendingAddress,
  pendingAddressBy,
  pendingAddressOf,
} from '../../domain/people/move-mailbox.ts'
import { signInAgainPath } from '../../domain/people/pending-action.ts'
import { standingOf } from '../../domain/people/standing.ts'
import { leaveMailboxes } from '../../domain/retention/leave-mailbox.ts'
import { mailboxesOf } from '../../domain/retention/mailboxes-of.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { emailAddress } from '../../platform/web/fields.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render, type SignedIn } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { tokenParams } from '../shared/params.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { tooOften, waiting } from '../shared/too-often.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import type { Needed } from './me-pages.ts'

const addressForm = z.object({ email: emailAddress('people.error.email') })
const here = '/me/address'

/** `needed`: what must be shown first, and where; null for nothing. `pending`: what waits to be confirmed. */
export type AddressPage = SignedIn & { needed: Needed | null; pending: PendingAddress | null; form: FormState }
/** `pending`: what the link confirms; null where it confirms nothing of this person's, and `why`. */
export type AddressLinkPage = SignedIn & {
  token: string
  pending: PendingAddress | null
  why: 'gone' | 'other' | 'taken' | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'me/address': AddressPage
    'me/address-link': AddressLinkPage
  }
}

export const addressRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps
  const ask = addressAsker(config.secret)
  /** The government whose pages they come from gives the mail its face. */
  const placeOf = (request: FastifyRequest): string | null =>
    (request.government as FastifyRequest['government'] | undefined)?.id ?? null

  app.get(here, async (request, reply) => show(request, reply, keptForm(request) ?? blankForm()))

  app.post(here, async (request, reply) => {
    const person = requirePerson(request)
    const need = await needOf(request)
    if (need) throw needed(request, need, here)
    const form = readForm(addressForm, request.body)
    if (!form.ok) return show(request, reply.code(422), form)
    const { email } = form.data
    if (email === person.email)
      return show(request, reply.code(422), {
        values: form.values,
        errors: { email: { key: 'me.address.error.same' } },
      })
    const asked = { personId: person.id, email, language: request.language, governmentId: placeOf(request), at: now() }
    const seconds = await write(db, ask(asked))
    if (seconds)
      return show(request, tooOften(reply, seconds), waiting(form.values, 'people.error.too_many_mails', seconds))
    return reply.redirect(`${here}?done=sent`, 303)
  })

  app.post(`${here}/withdrawals`, async (request, reply) => {
    const { id } = requirePerson(request)
    await write(db, (tx) => dropPendingAddress(tx, id))
    return reply.redirect('/me?done=address_kept', 303)
  })

  app.get(`${here}/:token`, { schema: { params: tokenParams } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const person = requirePerson(request)
    const pending = await pendingAddressBy(db.reads, request.params.token, now())
    if (pending?.personId !== person.id) return refused(request, reply, pending ? 'other' : 'gone')
    if (await isTaken(db.reads, person.id, pending.email)) return refused(request, reply, 'taken')
    return render(request, reply, 'me/address-link', {
      title: request.t('me.address.confirm.title'),
      nav: 'me',
      token: request.params.token,
      pending,
      why: null,
    })
  })

  app.post(`${here}/:token`, { schema: { params: tokenParams } }, async (request, reply) => {
    const person = requirePerson(request)
    const { token } = request.params
    const at = now()
    const pending = await pendingAddressBy(db.reads, token, at)
    if (pending && pending.personId !== person.id) return refused(request, reply, 'other')
    const changed = await write(db, async (tx) => {
      const before = await mailboxesOf(tx, [person.id])
      const result = await changeAddress(tx, person, token, placeOf(request), at)
      if (result.ok) await leaveMailboxes(tx, before, [person.id])
      return result
    })
    if (!changed.ok) return refused(request, reply, changed.refusal)
    logSecurityEvent(request, 'address_changed')
    return reply.redirect('/me?done=address_changed', 303)
  })

  async function needOf(request: FastifyRequest) {
    const person = requirePerson(request)
    const standing = await standingOf(db.reads, person, now())
    const stopped = (await stoppedFor(db.reads, person.id)) !== null
    return needToChangeAddress(standing, { ...person, stopped })
  }

  async function show(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    const { id } = requirePerson(request)
    const need = await needOf(request)
    const done = request.done === 'sent'
    return render(request, reply, 'me/address', {
      title: request.t('me.address.title'),
      nav: 'me',
      notice: done ? request.t('me.address.sent') : null,
      needed: need && { need, href: signInAgainPath(need, here) },
      pending: await pendingAddressOf(db.reads, id, now()),
      form,
    })
  }

  const refused = (request: FastifyRequest, reply: FastifyReply, why: 'gone' | 'other' | 'taken') =>
    render(request, reply.code(why === 'other' ? 403 : 410), 'me/address-link', {
      title: request.t(`me.address.${why}.title`),
      nav: 'me',
      ...{ token: '', pending: null, why },
    })
}
