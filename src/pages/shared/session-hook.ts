// Sessions on requests: who is signed in, and the cookie that says so.
import type { FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { isOpen, luciaFor, type Sessions, type SignedInBy } from '../../domain/people/sessions.ts'
import type { Viewer } from '../../domain/people/viewer.ts'
import { newId } from '../../lib/id.ts'
import { overHttps, sessionCookieName } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { deviceIn } from './device.ts'

declare module 'fastify' {
  interface FastifyInstance {
    lucia: Sessions
  }
  interface FastifyRequest {
    person: Viewer | null
  }
}

/** Puts request.person on every request. */
export const sessionHook = plugin(async (app, { db, config }: Deps) => {
  const secure = overHttps(config)
  const lucia = luciaFor(db, { name: sessionCookieName(secure), secure })
  app.decorate('lucia', lucia)
  app.decorateRequest('person', null)
  app.decorateRequest('seats')
  app.decorateRequest('lockedSeats')
  app.addHook('onRequest', async (request, reply) => {
    request.seats = []
    request.lockedSeats = []
    const id = request.cookies[lucia.sessionCookieName]
    if (!id) return
    const { session, user } = await lucia.validateSession(id)
    if (session?.fresh) setCookie(reply, lucia.createSessionCookie(session.id))
    if (!session) setCookie(reply, lucia.createBlankSessionCookie())
    if (session)
      request.person = {
        id: user.id,
        email: user.email,
        displayName: user.displayName,
        language: user.language,
        doubleOf: user.doubleOf,
        formerAccountId: user.formerAccountId,
        holdsSeat: user.holdsSeat,
        sessionId: session.id,
        signedInAt: session.signedInAt,
        byPasskey: session.byPasskey,
        byLink: session.byLink,
        idleUntil: session.idleUntil,
      }
  })
  // A form may come half a minute after its head: who has signed out or erased themselves meanwhile does nothing by it.
  app.addHook('preHandler', async (request) => {
    if (!request.person || !changes(request) || (await isOpen(db, request.person.sessionId))) return
    request.person = null
  })
})

const changes = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD'

const setCookie = (reply: FastifyReply, cookie: { name: string; value: string; attributes: object }) =>
  reply.setCookie(cookie.name, cookie.value, cookie.attributes)

/** Signs a person in on this browser, with a new session id (none is ever taken over from before). */
export async function startSession(
  request: FastifyRequest,
  reply: FastifyReply,
  personId: string,
  by: SignedInBy,
): Promise<void> {
  const { lucia } = request.server
  if (request.person) await lucia.invalidateSession(request.person.sessionId)
  const session = await lucia.createSession(personId, {
    rowId: newId(),
    device: deviceIn(request),
    createdAt: null,
    passkeyId: by.means === 'passkey' ? by.passkeyId : null,
    means: by.means,
    idleUntil: null,
  })
  setCookie(reply, lucia.createSessionCookie(session.id))
  logSecurityEvent(request, 'signed_in', { account: personId, by: by.means })
}

/** What a browser keeps of a page and of what was typed there. Not cookies: that would take those of the whole domain's other sites, and the language. */
const leftBehind = '"cache", "storage"'

/** Signs out here, or everywhere. Whoever uses this browser next finds nothing in it: no page by its back button either. */
export async function endSession(request: FastifyRequest, reply: FastifyReply, everywhere: boolean): Promise<void> {
  const { lucia } = request.server
  if (request.person) {
    await (everywhere
      ? lucia.invalidateUserSessions(request.person.id)
      : lucia.invalidateSession(request.person.sessionId))
    logSecurityEvent(request, everywhere ? 'signed_out_everywhere' : 'signed_out')
  }
  forgetBrowser(request, reply)
}

/** Nothing of this person stays in this browser: no page, and nothing that opens one. The language does. */
export function forgetBrowser({ server }: FastifyRequest, reply: FastifyReply): void {
  setCookie(reply, server.lucia.createBlankSessionCookie())
  reply.header('clear-site-data', leftBehind)
}
