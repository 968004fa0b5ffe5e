// After a press a page says what was done (`?done=answered`). An address can be sent to anybody, and would say it to them too: so
// it is said only in the browser that pressed, for some minutes, which a cookie proves. For everybody else the page has no such words.
import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { secretCookie } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { safeMethods } from '../../platform/http/methods.ts'
import { wordIn } from '../../platform/http/query.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** what this browser has just done, as the page that it comes to calls it */
    done: string | null
    /** to which case, or how many */
    doneWith: string | null
  }
}

/** Parameters that say what was done, and of which case. */
const telling = ['done', 'of'] as const
const lasts = 300 // s

/** Registered after what reads cookies, before the pages. */
export const justDone = plugin(async (app: FastifyInstance, { config }: Pick<Deps, 'config'>) => {
  const cookie = secretCookie(config, 'done', lasts)
  const sign = (path: string, query: URLSearchParams) =>
    createHmac('sha256', config.secret)
      .update(JSON.stringify(['done', path, telling.map((name) => query.getAll(name))]))
      .digest('base64url')

  app.decorateRequest('done', null)
  app.decorateRequest('doneWith', null)
  app.addHook('onRequest', (request, _reply, done) => {
    const query = request.query as { [name: string]: unknown } | undefined
    if (query && 'done' in query) {
      const [path = '', words] = request.url.split('?')
      if (cookie.read(request) !== sign(path, new URLSearchParams(words)))
        for (const name of telling) delete query[name]
    }
    request.done = wordIn(query, 'done') ?? null
    request.doneWith = request.done === null ? null : (wordIn(query, 'of') ?? null)
    done()
  })

  app.addHook('onSend', (request, reply, _payload, done) => {
    if (safeMethods.has(request.method)) return done()
    const location = String(reply.getHeader('location') ?? '')
    const [path = '', query = ''] = location.split('#')[0]!.split('?')
    const params = new URLSearchParams(query)
    if (params.has('done')) cookie.set(reply, sign(path, params))
    done()
  })
})
