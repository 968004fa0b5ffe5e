// What an agency does with its case: handle it, route it, answer it ask by ask.
import type { FastifyPluginAsync } from 'fastify'
import type { WithDesk } from '../desk/page.ts'
import { handlingRoutes } from './handling.ts'
import { routingRoutes } from './routing.ts'
import { writingRoutes } from './writing.ts'

export const answerRoutes: FastifyPluginAsync<WithDesk> = async (app, deps) => {
  await app.register(handlingRoutes, deps)
  await app.register(routingRoutes, deps)
  await app.register(writingRoutes, deps)
}
