// Cross-origin requests are refused on every unsafe method: no tokens, so no form grows stale and pages can be shared by caches.
import helmet from '@fastify/helmet'
import type { FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { overHttps } from './cookies.ts'
import type { Deps } from './deps.ts'
import { httpError } from './errors.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

export const security = plugin(async (app, { config }: Deps) => {
  const https = overHttps(config)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        manifestSrc: ["'self'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    // open data is read from other origins; pages can't be framed anyway
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  })
  app.addHook('onRequest', async (request) => {
    if (safe.has(request.method) || isOurs(request, config.origin)) return
    // RFC 8058: a mail program unsubscribes with a POST of its own, which carries no cookies
    if (request.method === 'POST' && request.url.startsWith('/unsubscribe/')) return
    throw httpError(403, 'errors.foreign_origin')
  })
})

/** Sec-Fetch-Site decides; where a browser does not send it, Origin must be ours. */
function isOurs(request: FastifyRequest, origin: string | null): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return request.headers.origin === (origin ?? `http://${request.headers.host}`)
}

/** The public address: ORIGIN, or in the demonstration the host that was asked. */
export const originOf = (request: FastifyRequest, origin: string | null): string =>
  origin ?? `http://${request.headers.host ?? 'localhost'}`
