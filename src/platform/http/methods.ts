// Methods an address does not take: 405 with what it does take, and OPTIONS answered for every address there is.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import findMyWay from 'find-my-way'
import { memoize } from '../../lib/memoize.ts'
import { httpError } from './http-error.ts'
import { serverLimits } from './server-limits.ts'

const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof known)[number]

/** Those that change nothing (RFC 9110, 9.2.1). TRACE is taken nowhere. */
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Knows every route registered after it. Its handler for unknown addresses stands in platform/web/error-pages.ts. */
export const methods = plugin(async (app: FastifyInstance) => {
  const seen = new Set<string>()
  let made: ReturnType<typeof routerOf> | null = null
  const router = () => {
    made ??= routerOf([...seen].join('\n')) // once all routes are there, and somebody asks
    return made
  }
  app.decorate('routeTable', seen)
  app.addHook('onRoute', (route) => {
    if (route.method === 'GET') route.method = ['GET', 'HEAD'] // one route for both; Fastify's own way makes two
    const { method, url } = route
    const path = url.replace(/(.)\/$/, '$1') // with and without a slash at the end it is one address
    for (const one of [method].flat()) if (known.includes(one as Method)) seen.add(`${one} ${path}`)
  })
  app.decorate('isPage', (path: string) => router().find('GET', path) !== null)
  app.decorate('methodsOf', (url: string) => {
    const path = url.split(/[?#]/)[0]!
    return known.filter((method) => router().find(method, path))
  })
})

/**
 * Knows which addresses there are, a line each, and nothing of what answers them. So applications that have the same ones share it:
 * making it takes a quarter of the time that an application takes.
 */
const routerOf = memoize((routes) => {
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: serverLimits.http.maxHeaderSize })
  for (const route of routes.split('\n')) {
    const [method, path] = route.split(/ (.*)/) as [Method, string]
    router.on(method, path, () => {})
  }
  return router
}, 2)

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is, as 'POST /:gov/proposals/:number/cosignatures'. */
    routeTable: ReadonlySet<string>
    methodsOf: (url: string) => string[]
    /** Whether GET is taken there: asked for each form that is sent, so without the other methods. */
    isPage: (path: string) => boolean
  }
}

/** For an address no route took with this method: null when no method is taken there, so that it is a 404. */
export async function otherMethod(request: FastifyRequest, reply: FastifyReply): Promise<'answered' | null> {
  const taken = request.server.methodsOf(request.url)
  if (!taken.length || taken.includes(request.method)) return null // the route itself found nothing
  reply.header('allow', [...taken, 'OPTIONS'].join(', '))
  if (request.method !== 'OPTIONS') throw httpError(405)
  await reply.code(204).header('cache-control', 'no-store').send()
  return 'answered'
}
