// Data for scripts of any origin: what is public may be read from everywhere, errors included, so that they can be understood.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'

/** Whether it is answered with data, and so with its errors too: by its address, or by the route that an oddly spelled one finds. */
export const wantsData = ({ routeOptions, originalUrl }: FastifyRequest): boolean =>
  isData(originalUrl) || isData(routeOptions.url ?? '')

const isData = (path: string) =>
  path.startsWith('/api/') ||
  path.startsWith('/dumps/') ||
  /^\/oembed(?:\?|$)/.test(path) ||
  /^[^?]*\.(?:json|jsonld|csv|ndjson|parquet|atom)(?:\?|$)/.test(path)

/** Registered before anything that can refuse a request. */
export const dataForAll = plugin(async (app: FastifyInstance) => {
  app.addHook('onRequest', (request, reply, done) => {
    if (wantsData(request)) {
      reply.header('access-control-allow-origin', '*')
      reply.header('access-control-expose-headers', 'ETag, Link, Retry-After, RateLimit, RateLimit-Policy')
      // A script that keeps an ETag asks first whether it may send it back.
      if (request.method === 'OPTIONS')
        reply
          .header('access-control-allow-methods', 'GET, HEAD')
          .header('access-control-allow-headers', 'If-None-Match')
          .header('access-control-max-age', '86400')
    }
    done()
  })
})
