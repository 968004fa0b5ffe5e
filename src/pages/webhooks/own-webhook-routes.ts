// One's own webhooks: what each was told, its secret, and its end.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { subjectKey, subjectOf } from '../../domain/following/subject.ts'
import { governmentById, listGovernments } from '../../domain/governments/store.ts'
import {
  deliveriesOf,
  removeWebhook,
  resumeWebhook,
  rotateSecret,
  sealedSecret,
  secretsOf,
  sendDeliveryAgain,
  sendTest,
  type Webhook,
  type WebhookDelivery,
  webhookOf,
  webhooksOf,
} from '../../domain/notifications/webhook-store.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { render } from '../../platform/web/view.ts'
import { subjectWords } from '../shared/follow-view.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import type { DeliveryLine, WebhookLine } from './webhook-pages.ts'

const here = '/me/webhooks'
const deliveryParams = z.looseObject({ id: z.string(), delivery: z.string() })
const said = ['made', 'rotated', 'removed', 'resumed', 'tested', 'sent_again'] as const

export const ownWebhookRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps

  app.get(here, async (request, reply) => {
    const person = requirePerson(request)
    const hooks = await webhooksOf(db.reads, person.id)
    return render(request, reply, 'webhooks/list', {
      ...headOf(request, 'webhooks.title'),
      hooks: await Promise.all(hooks.map((hook) => lineOf(request, hook))),
      governments: (await listGovernments(db.reads)).map(({ slug, name }) => ({
        path: `/${slug}`,
        name: localised(name, request.language),
      })),
    })
  })

  app.get(`${here}/:id`, { schema: { params: idParams } }, async (request, reply) => {
    const hook = await own(request, request.params.id)
    if (!hook) return reply.callNotFound()
    reply.header('cache-control', 'no-store') // its secret stands on it
    const place = await governmentById(db.reads, hook.governmentId)
    const [secret = '', former] = secretsOf(hook, config.secret, now())
    return render(request, reply, 'webhooks/one', {
      ...headOf(request, 'webhooks.one'),
      hook: await lineOf(request, hook),
      secret,
      former: former !== undefined && hook.formerUntil ? { secret: former, until: hook.formerUntil } : null,
      deliveries: (await deliveriesOf(db.reads, hook.id)).map((one) => deliveryLine(one, place!.slug)),
    })
  })

  const acts = {
    rotations: [
      'rotated',
      (tx: Db, hook: Webhook, at: Date) => rotateSecret(tx, hook, sealedSecret(config.secret, hook.id), at),
    ],
    removals: ['removed', (tx: Db, hook: Webhook, at: Date) => removeWebhook(tx, hook, at)],
    resumptions: ['resumed', (tx: Db, hook: Webhook, at: Date) => resumeWebhook(tx, hook.id, at)],
    tests: ['tested', (tx: Db, hook: Webhook, at: Date) => sendTest(tx, hook.id, at)],
  } as const
  for (const [noun, [done, act]] of Object.entries(acts))
    app.post(`${here}/:id/${noun}`, { schema: { params: idParams } }, async (request, reply) => {
      const hook = await own(request, request.params.id)
      if (!hook) return reply.callNotFound()
      const at = now()
      await write(db, (tx) => act(tx, hook, at))
      if (done === 'removed' || done === 'rotated') logSecurityEvent(request, `webhook_${done}`)
      return reply.redirect(done === 'removed' ? `${here}?done=removed` : `${here}/${hook.id}?done=${done}`, 303)
    })

  app.post(
    `${here}/:id/deliveries/:delivery/repeats`,
    { schema: { params: deliveryParams } },
    async (request, reply) => {
      const hook = await own(request, request.params.id)
      if (!hook) return reply.callNotFound()
      const at = now()
      await write(db, (tx) => sendDeliveryAgain(tx, hook.id, request.params.delivery, at))
      return reply.redirect(`${here}/${hook.id}?done=sent_again`, 303)
    },
  )

  const own = (request: FastifyRequest, id: string) => webhookOf(db.reads, requirePerson(request).id, id)

  async function lineOf(request: FastifyRequest, hook: Webhook): Promise<WebhookLine> {
    const { t, language } = request
    const place = (await governmentById(db.reads, hook.governmentId))!
    const name = localised(place.name, language)
    const subject =
      hook.kind === 'government' ? null : await subjectOf(db.reads, place, subjectKey(hook.kind, hook.target))
    return {
      ...{ id: hook.id, government: name, url: hook.url, host: new URL(hook.url).host, made: hook.createdAt },
      what: subject
        ? await subjectWords(db.reads, request, place.id, subject)
        : t(hook.kind === 'government' ? 'webhooks.of_government' : 'webhooks.of_gone', { name }),
      state: hook.pausedAt ? 'paused' : hook.failingSince ? 'failing' : 'fine',
      since: hook.failingSince,
    }
  }
}

function headOf(request: FastifyRequest, title: string) {
  const done = said.find((one) => one === request.done)
  return { title: request.t(title), nav: 'me' as const, notice: done ? request.t(`webhooks.done.${done}`) : null }
}

function deliveryLine(one: WebhookDelivery, slug: string): DeliveryLine {
  const state = one.deliveredAt ? 'taken' : one.nextTryAt ? 'waiting' : one.error === 'hidden' ? 'hidden' : 'given_up'
  return {
    ...{ id: one.id, number: one.number, at: one.occurredAt, state, status: one.status, error: one.error },
    type: one.proposalId === null ? 'test' : `case.${one.news}`,
    path: one.number === null ? null : proposalPath({ slug }, one.number),
    ...{ attempts: one.attempts, next: one.deliveredAt ? null : one.nextTryAt },
  }
}
