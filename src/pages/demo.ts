// One-press sign-in as each role. Registered in the demonstration only.
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { startSession } from '../people/sessions.ts'
import { findPerson } from '../people/store.ts'
import type { Deps } from '../web/deps.ts'
import { httpError } from '../web/errors.ts'
import { ownPath } from '../web/paths.ts'

/** Who the demonstration's bar signs in as; made by src/demo/content.ts. */
export const demoPeople = {
  citizen: 'citizen@demo.example',
  moderator: 'moderator@demo.example',
  officer: 'officer@demo.example',
  administrator: 'administrator@demo.example',
} as const

const form = z.object({
  role: z.enum(['citizen', 'moderator', 'officer', 'administrator']),
  next: z.string().optional(),
})

export const demoRoutes: FastifyPluginAsync<Deps> = async (app, { db }) => {
  app.post('/demo/sign-in', async (request, reply) => {
    const read = form.safeParse(request.body)
    const person = read.success ? await findPerson(db.reads, demoPeople[read.data.role]) : null
    if (!read.success || !person) throw httpError(400)
    await startSession(request, reply, person.id)
    return reply.redirect(ownPath(read.data.next, '/'), 303)
  })
}
