// The data interface and the search are open to everybody, and cost the most: each address block gets its share, counted in this
// process. What people do (signing in, co-signing, proposing) is counted in the database instead: src/domain/people/sign-in-limits.ts.
import type { FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { blockOf, isLoopback } from '../../lib/address-block.ts'
import type { Deps } from './deps.ts'
import { tooMany } from './http-error.ts'

export const perMinute = { data: 600, search: 300 } as const

/** How much is left to who asks: nobody else may be told. The policy is the same for all (draft-ietf-httpapi-ratelimit-headers). */
export const remainingHeader = 'ratelimit'

/** Throws 429 for a block that asks for data, or searches, more often than its share. This machine itself is not counted. */
export const blockLimits = plugin(async (app, { config, now }: Deps) => {
  const count = minuteCounter()
  let warned = config.trustProxy !== false

  app.addHook('onRequest', async (request, reply) => {
    if (!warned && request.headers['x-forwarded-for'] && isLoopback(request.ip)) {
      warned = true
      request.log.warn(
        'A proxy on this machine forwards requests, but TRUST_PROXY does not name it: all its visitors count as one. Set TRUST_PROXY=127.0.0.1',
      )
    }
    const what = kindOf(request)
    if (!what) return
    const most = perMinute[what]
    reply.header('ratelimit-policy', `"${what}";q=${most};w=60`)
    if (isLoopback(request.ip)) return
    const at = now().getTime()
    const left = most - count(`${what} ${blockOf(request.ip)}`, at)
    const seconds = 60 - Math.floor((at % 60_000) / 1000)
    reply.header(remainingHeader, `"${what}";r=${Math.max(0, left)};t=${seconds}`)
    if (left < 0) throw tooMany(seconds)
  })
})

function kindOf({ routeOptions, query }: FastifyRequest): keyof typeof perMinute | null {
  if (routeOptions.url?.startsWith('/api/')) return 'data'
  return (query as { q?: unknown }).q ? 'search' : null
}

const mostKeys = 50_000

/** How often a key was seen in this minute; everything is forgotten at the next. Beyond so many keys new ones count together. */
function minuteCounter() {
  let minute = 0
  let counts = new Map<string, number>()
  return (key: string, at: number): number => {
    if (Math.floor(at / 60_000) !== minute) {
      minute = Math.floor(at / 60_000)
      counts = new Map()
    }
    const counted = counts.has(key) || counts.size < mostKeys ? key : 'the rest'
    const n = (counts.get(counted) ?? 0) + 1
    counts.set(counted, n)
    return n
  }
}
