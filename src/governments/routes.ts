// Everything under /:gov knows its government and what the visitor may do in it.
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import type { Deps } from '../web/deps.ts'
import { httpError } from '../web/errors.ts'
import { findGovernment, seatsOf } from './store.ts'

/** Loads request.government and request.seats for the routes beside it. 404 for an unknown slug. */
export const governmentScope = plugin(
  async (app: FastifyInstance, { db }: Deps) => {
    app.addHook('preHandler', async (request) => {
      const { gov } = request.params as { gov: string }
      const government = await findGovernment(db.reads, gov)
      if (!government) throw httpError(404, 'errors.no_government')
      request.government = government
      if (request.person) request.seats = await seatsOf(db.reads, request.person.id, government.id)
    })
    app.get('/theme-:print.css', async (request, reply) => {
      const { accent } = request.government
      if (!accent) return reply.callNotFound()
      reply.type('text/css').header('cache-control', 'public, max-age=31536000, immutable')
      return `:root{--teal:${accent.light}}@media screen and (prefers-color-scheme:dark){:root{--teal:${accent.dark}}}`
    })
  },
  { name: 'government-scope' },
)
