// Accounts at sign-in services, on my page: ending a connection. They are connected at /sign-in/connect.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { tellLinked } from '../../domain/notifications/notify-passkey.ts'
import { unlink } from '../../domain/people/linked-accounts.ts'
import { isFresh } from '../../domain/people/sessions.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { idParams } from '../shared/params.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { serviceName } from '../shared/sign-in-services.ts'

export const ownServiceRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.post('/me/services/:id/removals', { schema: { params: idParams } }, async (request, reply) => {
    const person = requirePerson(request)
    if (!isFresh(person)) throw needed(request, 'again', '/me#services')
    const at = now()
    const service = await write(db, async (tx) => {
      const gone = await unlink(tx, person.id, request.params.id, at)
      if (gone) await tellLinked(tx, { linked: false, personId: person.id, name: serviceName(request, gone), at })
      return gone
    })
    if (!service) throw httpError(404)
    logSecurityEvent(request, 'account_unlinked')
    return reply.redirect('/me?done=account_unlinked#services', 303)
  })
}
