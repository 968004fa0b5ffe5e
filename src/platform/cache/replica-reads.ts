// Who may be shown what was true a moment ago, and who not. Open pages come from a replica where there is one; whoever is
// signed in, or did something in the last seconds, reads the primary and no shared page: they see what they did.
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { allowStaleReads } from '../db/replica.ts'
import { isOwn, lastWriteCookie, overHttps, sessionCookieName } from '../http/cookies.ts'
import type { Deps } from '../http/deps.ts'
import { safeMethods } from '../http/methods.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** changes something, and was not refused for coming from another site */
    mutates: boolean
  }
}

/** s: well above what a replica may be behind (platform/db/replica.ts) and a page may be old (cache.ts) */
const lasts = 10

/** Registered after cross-origin requests were refused, and before anything reads the database. */
export const replicaReads = plugin(async (app: FastifyInstance, { config }: Deps) => {
  const https = overHttps(config)
  const session = sessionCookieName(https)
  const options = { path: '/', maxAge: lasts, httpOnly: true, sameSite: 'lax', secure: https } as const

  app.decorateRequest('mutates', false)
  app.addHook('onRequest', (request, _reply, done) => {
    request.mutates = !safeMethods.has(request.method)
    if (request.mutates || !config.replicaUrl || !request.routeOptions.config.open || isOwn(request, session))
      return done()
    allowStaleReads(done)
  })

  // With the moment when it was done: what was read after it shows it.
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (request.mutates) reply.setCookie(lastWriteCookie, String(Date.now()), options)
    done()
  })
})
