// `fuyi serve --read-only`: pages are shown while the database is worked on. Every form is answered before anybody asks who sent it,
// with what was typed on the page (platform/web/error-pages.ts): nothing can be kept for it elsewhere just now.
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { findGovernment } from '../../domain/governments/store.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError, readOnlyWords } from '../../platform/http/http-error.ts'
import { safeMethods } from '../../platform/http/methods.ts'
import { wordIn } from '../../platform/http/query.ts'
import { keptBrowser } from './kept-forms.ts'
import { forgetBrowser } from './session-hook.ts'
import { signInCookies } from './sign-in-cookies.ts'

/** s after which it is worth trying again */
const again = 300

/** Registered after what knows which page a form stands on. */
export const readOnly = plugin(async (app: FastifyInstance, { db, config }: Pick<Deps, 'db' | 'config'>) => {
  if (!config.readOnly) return
  const { browser, address } = signInCookies(config)
  const cookies = [keptBrowser(config), browser, address]
  app.addHook('preHandler', async (request, reply) => {
    if (safeMethods.has(request.method) || request.is404) return
    const government = await findGovernment(db.reads, wordIn(request.params, 'gov') ?? '')
    if (government) request.government = government
    const leaves = request.routeOptions.url === '/sign-out'
    if (leaves) {
      forgetBrowser(request, reply)
      for (const cookie of cookies) cookie.drop(reply)
    }
    throw Object.assign(httpError(503, leaves ? 'errors.signed_out_here.message' : readOnlyWords), {
      retryAfter: again,
    })
  })
})
