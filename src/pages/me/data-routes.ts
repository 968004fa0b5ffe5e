// My data: what is held, and taking back what was agreed to.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { consentBy } from '../../domain/people/consents.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { readForm } from '../../platform/web/forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { dataPage } from './data-page.ts'
import { withdrawer } from './withdraw-consent.ts'

const withdrawalForm = z.object({ consent: z.string() })
const notices = { withdrawn: 'own.withdraw.done' } as const

export const dataRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now } = deps
  const showData = dataPage(deps)
  const withdraw = withdrawer(deps)

  app.get('/me/data', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return showData(request, reply, noticeOf(request))
  })

  app.post('/me/data/withdrawals', async (request, reply) => {
    const person = requirePerson(request)
    const form = readForm(withdrawalForm, request.body)
    const accounts = await accountsBeside(db.reads, person)
    const consent = form.ok ? await consentBy(db.reads, accounts, form.data.consent) : null
    if (!consent) return reply.callNotFound()
    const refusal = await withdraw(consent, person, request, now())
    if (refusal) return showData(request, reply.code(422), request.t(refusal))
    return reply.redirect('/me/data?done=withdrawn#consents', 303)
  })
}

const noticeOf = (request: FastifyRequest): string | null => {
  const done = Object.entries(notices).find(([name]) => name === request.done)
  return done ? request.t(done[1]) : null
}
