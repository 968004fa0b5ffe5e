// Data for scripts of any origin: what is public may be read from everywhere, errors included, so that they can be understood.
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'

/** Whether an address answers with data, and so with its errors too. */
export const isData = (url: string): boolean => url.startsWith('/api/') || /^[^?]*\.json(?:\?|$)/.test(url)

/** Registered before anything that can refuse a request. */
export const dataForAll = plugin(async (app: FastifyInstance) => {
  app.addHook('onRequest', (request, reply, done) => {
    if (isData(request.originalUrl)) {
      reply.header('access-control-allow-origin', '*')
      reply.header('access-control-expose-headers', 'ETag, Retry-After')
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
