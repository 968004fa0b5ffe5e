// Who may be shown what was true a moment ago, and who not. Open pages come from a replica where there is one; whoever is
// signed in, or did something in the last seconds, reads the primary and no shared page: they see what they did.
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { mayLag } from '../db/replica.ts'
import { actedCookie, isOwn, overHttps, sessionCookieName } from '../web/cookies.ts'
import type { Deps } from '../web/deps.ts'
import { safeMethods } from '../web/methods.ts'

/** s: well above what a replica may be behind (db/replica.ts) and a page may be old (cache.ts) */
const remembered = 10

/** Registered after cross-origin requests were refused, and before anything reads the database. */
export const lagging = plugin(async (app: FastifyInstance, { config }: Deps) => {
  const https = overHttps(config)
  const session = sessionCookieName(https)

  app.addHook('onRequest', (request, reply, done) => {
    if (!safeMethods.has(request.method)) {
      const options = { path: '/', maxAge: remembered, httpOnly: true, sameSite: 'lax', secure: https } as const
      reply.setCookie(actedCookie, '1', options)
      return done()
    }
    if (!config.replicaUrl || !request.routeOptions.config.open || isOwn(request, session)) return done()
    mayLag(done)
  })
})
