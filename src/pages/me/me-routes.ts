// My page, its sessions, and taking up a staff invitation.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { governmentById, invitationOf } from '../../domain/governments/store.ts'
import { sendAgain } from '../../domain/notifications/returned-mail.ts'
import { takeUpInvitation } from '../../domain/notifications/take-up-invitation.ts'
import { isSameMailbox } from '../../domain/people/mailboxes.ts'
import { endOne } from '../../domain/people/sessions.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { tokenParams } from '../shared/params.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { mePage } from './me-page.ts'

/** A passkey's new name that was typed and not taken. */
function keptName(request: FastifyRequest): FormState | null {
  const kept = keptForm(request)
  const id = kept && /^\/me\/passkeys\/([^/]+)\/names$/.exec(kept.path)?.[1]
  return id ? { values: { ...kept.values, id }, errors: kept.errors } : null
}

const endForm = z.object({ end: z.string() })

export const meRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now } = deps
  const showMe = mePage(deps)

  app.get('/me', async (request, reply) => showMe(request, reply, keptName(request) ?? blankForm()))

  // Asking is using: staff who are about to be signed out stay (static/fuyi.js).
  app.get('/me/session', async (request) => ({ until: requirePerson(request).idleUntil }))

  app.post('/me/sessions', async (request, reply) => {
    const form = readForm(endForm, request.body)
    if (request.person && form.ok && (await endOne(db, request.person, form.data.end)))
      logSecurityEvent(request, 'session_ended')
    return reply.redirect('/me', 303)
  })

  // What came back may arrive now: they say so, and two that come back stop it again.
  app.post('/me/mail', async (request, reply) => {
    const { id } = requirePerson(request)
    await write(db, (tx) => sendAgain(tx, id))
    return reply.redirect('/me?done=mail_again', 303)
  })

  app.get('/invitation/:token', { schema: { params: tokenParams } }, async (request, reply) => {
    const path = `/invitation/${request.params.token}`
    if (requirePerson(request, { kind: 'join', next: path }).byLink) throw needed(request, 'seat', path)
    return invitationPage(request, reply, request.params.token)
  })

  app.post('/invitation/:token', { schema: { params: tokenParams } }, async (request, reply) => {
    const person = requirePerson(request)
    if (person.byLink) throw needed(request, 'seat', `/invitation/${request.params.token}`)
    const at = now()
    const taken = await write(db, (tx) => takeUpInvitation(tx, request.params.token, person, at))
    if (!taken) return invitationPage(request, reply, request.params.token)
    logSecurityEvent(request, 'role_given', { role: taken.role })
    const government = await governmentById(db.reads, taken.governmentId)
    return reply.redirect(`/${government!.slug}/desk`, 303)
  })

  /** What it invites to is told only to whom it was sent; 410 where it gives nothing. */
  async function invitationPage(request: FastifyRequest, reply: FastifyReply, token: string) {
    const found = await invitationOf(db.reads, token)
    const { email } = requirePerson(request)
    const own = found && (await isSameMailbox(db.reads, found.invitation.email, email)) ? found : null
    const open = own && !own.invitation.acceptedAt && !own.invitation.revokedAt && now() < own.invitation.expiresAt
    const taken = own?.invitation.acceptedAt != null
    return render(request, open || taken ? reply : reply.code(410), 'me/invitation', {
      title: request.t('me.invitation.title'),
      token,
      found: open || taken ? own : null,
      taken,
    })
  }
}
