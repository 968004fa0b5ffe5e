// Somebody wrote for a case that another agency has meanwhile: what they typed is shown to them, on the desk.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readForm } from '../../platform/web/forms.ts'
import { HandedOn } from '../shared/agency-guards.ts'
import type { ShowDesk } from './desk-page.ts'

/** For every route of this plugin: HandedOn comes back as 422 with the words. */
export function showHandedOn(app: FastifyInstance, deskPage: ShowDesk): void {
  app.setErrorHandler(async (error, request, reply) => {
    if (!(error instanceof HandedOn)) throw error
    const { values } = readForm(z.object({}), request.body)
    const form = { name: 'handed-on', values, errors: { form: { key: error.message } } }
    return deskPage(request, reply.code(422), error.proposal, { form })
  })
}
