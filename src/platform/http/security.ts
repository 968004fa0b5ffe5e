// Cross-origin requests are refused on every unsafe method: no tokens, so no form grows stale and pages can be shared by caches.
import type { FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { overHttps } from './cookies.ts'
import type { Deps } from './deps.ts'
import { foreignOrigin, httpError } from './http-error.ts'
import { safeMethods } from './methods.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "manifest-src 'self'",
]

/** On every reply. Same as @fastify/helmet 13, which rebuilds them for every reply. */
const always = {
  'content-security-policy': policy.join(';'),
  'cross-origin-opener-policy': 'same-origin',
  // open data is read from other origins; pages can't be framed anyway
  'cross-origin-resource-policy': 'cross-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

const ofWallets = /^\/[^/?]+\/verification\/wallets\/[\w-]+\/presentations\/\w+$/

export const security = plugin(async (app, { config }: Deps) => {
  const headers = overHttps(config)
    ? { ...always, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : always
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
  app.addHook('onRequest', async (request) => {
    if (safeMethods.has(request.method) || isOurs(request, config.origin)) return
    // RFC 8058: a mail program unsubscribes with a POST of its own, which carries no cookies
    if (request.method === 'POST' && request.url.startsWith('/unsubscribe/')) return
    // logs of others send their signed checkpoints; it reads no cookie
    if (request.method === 'POST' && request.url === '/witness/add-checkpoint') return
    // a wallet sends what it was asked for; it reads no cookie
    if (request.method === 'POST' && ofWallets.test(request.url)) return
    throw httpError(403, foreignOrigin)
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
