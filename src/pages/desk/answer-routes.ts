// What an agency does with its case: handle it, route it, answer it ask by ask.
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { readForm } from '../../platform/web/forms.ts'
import { HandedOn } from './agency-guards.ts'
import type { WithDesk } from './desk-page.ts'
import { handlingRoutes } from './handling-routes.ts'
import { routingRoutes } from './transfer-routes.ts'
import { writingRoutes } from './writing-routes.ts'

export const answerRoutes: FastifyPluginAsync<WithDesk> = async (app, deps) => {
  app.setErrorHandler(async (error, request, reply) => {
    if (!(error instanceof HandedOn)) throw error
    const { values } = readForm(z.object({}), request.body)
    const form = { name: 'handed-on', values, errors: { form: { key: error.message } } }
    return deps.deskPage(request, reply.code(422), error.proposal, { form })
  })
  await app.register(handlingRoutes, deps)
  await app.register(routingRoutes, deps)
  await app.register(writingRoutes, deps)
}
