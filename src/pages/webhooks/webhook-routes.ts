// A webhook for a government's news, or for those of one agency, topic, district, search or case.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { subjectOf } from '../../domain/following/subject.ts'
import { makeWebhook, sealedSecret } from '../../domain/notifications/webhook-store.ts'
import { newId } from '../../lib/id.ts'
import { localised } from '../../lib/localised.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, readForm, typedValues } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { subjectWords } from '../shared/follow-view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { webhookForm } from './webhook-form.ts'

type Told = { of: string; kind: 'government' | 'case' | 'agency' | 'topic' | 'district' | 'search'; target: string }

/** `/:gov/webhooks?subject=agency:epb`; without a subject, of the whole government. */
export const webhookRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/webhooks', { schema: { querystring: pageQuery('subject') } }, async (request, reply) => {
    requirePerson(request)
    const of = request.query.subject ?? String(request.kept?.values.of ?? '')
    return show(request, reply, of, keptForm(request) ?? blankForm())
  })

  app.post('/webhooks', async (request, reply) => {
    const person = requirePerson(request)
    const form = readForm(webhookForm, request.body)
    if (!form.ok) return show(request, reply.code(422), String(typedValues(request.body).of ?? ''), form)
    const told = await toldOf(request, form.data.of)
    if (!told) return reply.callNotFound()
    const id = newId()
    const { kind, target } = told
    const { url } = form.data
    const wanted = { id, personId: person.id, governmentId: request.government.id, kind, target, url, createdAt: now() }
    const sealed = sealedSecret(config.secret, id)
    const made = await write(db, (tx) => makeWebhook(tx, wanted, sealed))
    if (!made.ok)
      return show(request, reply.code(422), told.of, {
        ...form,
        errors: { form: { key: `webhooks.error.${made.refusal}` } },
      })
    logSecurityEvent(request, 'webhook_made')
    return reply.redirect(`/me/webhooks/${id}?done=made`, 303)
  })

  /** Null where there is no such thing. */
  async function toldOf({ government }: FastifyRequest, of: string): Promise<(Told & { path: string }) | null> {
    if (of === '') return { of: '', kind: 'government', target: '', path: `/${government.slug}` }
    const subject = await subjectOf(db.reads, government, of)
    if (!subject || subject.kind === 'log') return null // a feed tells programs of its days
    return { of: subject.of, kind: subject.kind, target: subject.target, path: subject.path }
  }

  async function show(request: FastifyRequest, reply: FastifyReply, of: string, form: FormState) {
    const { government, language, t } = request
    const told = await toldOf(request, of)
    if (!told) return reply.callNotFound()
    const subject = told.of ? await subjectOf(db.reads, government, told.of) : null
    return render(request, reply, 'webhooks/new', {
      title: t('webhooks.new'),
      of: told.of,
      what: subject
        ? await subjectWords(db.reads, request, government.id, subject)
        : t('webhooks.of_government', { name: localised(government.name, language) }),
      there: told.path,
      form,
    })
  }
}
