// What an agency does with its case: handle it, route it, answer it ask by ask.
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import type { WithDesk } from '../desk/page.ts'
import { readForm } from '../web/forms.ts'
import { HandedOn } from './guards.ts'
import { handlingRoutes } from './handling.ts'
import { routingRoutes } from './routing.ts'
import { writingRoutes } from './writing.ts'

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
