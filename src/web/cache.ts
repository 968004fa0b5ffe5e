// What may be kept by whom. Public pages by everybody for a moment; whatever knows the visitor, by nobody else.
import { createHash } from 'node:crypto'
import plugin from 'fastify-plugin'

export const cacheHeaders = plugin(async (app) => {
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.hasHeader('cache-control')) return payload
    if (request.person || request.method !== 'GET' || reply.statusCode !== 200) {
      reply.header('cache-control', request.method === 'GET' && request.person ? 'private, no-cache' : 'no-store')
      return payload
    }
    reply.header('vary', 'Cookie, Accept-Language, HX-Request')
    reply.header('cache-control', 'public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=86400')
    if (typeof payload !== 'string') return payload
    const etag = `"${createHash('sha1').update(payload).digest('base64url')}"`
    reply.header('etag', etag)
    if (request.headers['if-none-match'] !== etag) return payload
    reply.code(304)
    return ''
  })
})
