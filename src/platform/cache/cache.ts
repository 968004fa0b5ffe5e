// What may be kept by whom. Public pages by everybody for a moment, rendered once however many ask; whatever knows the
// visitor, by nobody else. A page is public only where app.ts says so: anything new is kept by nobody.
import { createHash } from 'node:crypto'
import { validateHeaderValue } from 'node:http'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { Counter } from 'prom-client'
import { remainingHeader } from '../http/block-limits.ts'
import { isOwn, overHttps, sessionCookieName } from '../http/cookies.ts'
import type { Deps } from '../http/deps.ts'
import { requestFacts } from '../http/request-log.ts'
import { AppServer } from '../http/server.ts'
import { compressedOnce, encodingFor, worthCompressing } from './compress.ts'
import { type FiledPages, filedPages } from './filed-pages.ts'
import { keptPages } from './kept-pages.ts'
import { keepOnlyWhatVaries, pageKeyOf, vary } from './key.ts'
import { acceptedBy, answerTo, type CachedPage, type Headers, type Lasting, type StillTrue } from './page.ts'
import { serveKept } from './serve-before-fastify.ts'

const freshFor = 1000 // ms
// All of it together stays below a minute: a case may have been hidden meanwhile, and a cache would go on showing it.
const longest = { fresh: 1, revalidated: 5, withoutUs: 50 } // s

/** `lasts`: for how many whole seconds the page is true. All is within it: another page must stand at its address then. */
const forEverybody = (lasts: number) => {
  const { fresh, revalidated, withoutUs } = longest
  const more = (most: number) => Math.min(most, lasts - fresh)
  return `public, max-age=0, s-maxage=${fresh}, stale-while-revalidate=${more(revalidated)}, stale-if-error=${more(withoutUs)}`
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** the same for everybody who is not signed in */
    open?: boolean
  }
  interface FastifyRequest {
    /** takes the page that others wait for; null where it is not one to share */
    making: ((page: CachedPage | null) => void) | null
    /** ms after which this page is another, as a date comes; Infinity where none is known */
    trueFor: number
    /** asked of a page when it is no longer new, so that it need not be made again; null where nobody can say */
    stillTrue: StillTrue | null
    /** under which this page may be filed; null where it may not */
    lasting: Lasting | null
  }
  interface FastifyInstance {
    /** null where no pages are filed */
    filedPages: FiledPages | null
  }
}

/** Routes whose GET is the same for everybody who is not signed in. They see no cookie but the language. */
export const open =
  <Options extends object>(routes: FastifyPluginAsync<Options>): FastifyPluginAsync<Options> =>
  async (app, options) => {
    app.addHook('onRoute', (route) => {
      if ([route.method].flat().every((m) => m === 'GET' || m === 'HEAD'))
        route.config = { ...route.config, open: true }
    })
    await routes(app, options)
  }

/** Says what a page that others wait for is kept by when it is no longer new. Nothing is asked for a page that is one visitor's own. */
export function keptWhile(request: FastifyRequest, stillTrue: () => StillTrue | null): void {
  if (request.making) request.stillTrue = stillTrue()
}

/** Says that a page that others wait for may be filed, until what it shows is another. */
export function keptInFile(request: FastifyRequest, lasting: Lasting | null): void {
  if (request.making) request.lasting = lasting
}

/**
 * Registered before anything that reads a request: what is asked for here is not at hand, so this request makes it, and others
 * wait for it. `sharedFor` is how long a page counts as new, in ms; 0 keeps none.
 */
export const openPages = plugin(async (app: FastifyInstance, { config, pageFile, sharedFor = freshFor }: Deps) => {
  const session = sessionCookieName(overHttps(config))
  const pages = keptPages(sharedFor)
  const count = pageCounter(app)
  app.decorateRequest('making', null)
  app.decorateRequest('trueFor', Number.POSITIVE_INFINITY)
  app.decorateRequest('stillTrue', null)
  app.decorateRequest('lasting', null)
  const filed =
    pageFile && config.origin !== null && sharedFor > 0 ? filedPages(pageFile, config.origin, sharedFor) : null
  app.decorate('filedPages', filed)
  if (sharedFor > 0 && app.server instanceof AppServer)
    app.server.first = serveKept(app, { config }, pages, () => count.kept.inc(), filed)

  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.routeOptions.config.open || isOwn(request, session)) return done()
    keepOnlyWhatVaries(request.raw)
    const key = sharedFor > 0 && request.method === 'GET' ? pageKeyOf(request.raw, config.origin) : null
    if (key !== null && !pages.underWay(key)) {
      const settle = pages.begin(key)
      request.making = (page) => {
        request.making = null
        if (page) count.made.inc()
        settle(page)
        if (page?.lasting && filed && !request.url.includes('?')) filed.keep(key, page, page.lasting)
      }
    }
    done()
  })

  app.addHook('onResponse', (request, _reply, done) => {
    request.making?.(null)
    done()
  })
})

function pageCounter({ metrics }: FastifyInstance) {
  const counter = new Counter({
    name: 'fuyi_pages_total',
    help: 'Public pages to share: sent as they were kept, or made anew',
    labelNames: ['from'],
    registers: [metrics],
  })
  const counted = { kept: counter.labels({ from: 'kept' }), made: counter.labels({ from: 'made' }) }
  for (const one of Object.values(counted)) one.inc(0) // there from the start: what watches it asks for it
  return counted
}

/** Registered last: says who may keep the reply, compresses it, and answers 304 to who has it. */
export const cacheHeaders = plugin(async (app, { config }: Deps) => {
  const session = sessionCookieName(overHttps(config))
  app.addHook('onSend', async (request, reply, payload) => {
    const isOpen = whoMayKeep(request, reply, session) === 'everybody'
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) {
      if (payload === undefined && request.method === 'HEAD') reply.header('content-length', '0') // as GET says it
      request.making?.(null)
      return payload
    }
    const body = typeof payload === 'string' ? Buffer.from(payload) : payload
    if (!isOpen) {
      request.making?.(null)
      return compressedReply(request, reply, body)
    }
    const page = pageOf(request, reply, body)
    const answer = await answerTo(request, page) // compressed, it takes less room
    request.making?.(page)
    reply.code(answer.status).removeHeader('content-length')
    for (let i = 0; i < answer.head.length; i += 2) reply.header(answer.head[i]!, answer.head[i + 1]!)
    return answer.body
  })
})

function whoMayKeep(
  request: FastifyRequest,
  reply: FastifyReply,
  session: string,
): 'everybody' | 'as it says' | 'nobody' {
  if (reply.hasHeader('cache-control')) return 'as it says'
  const { open } = request.routeOptions.config
  if (!open || reply.statusCode !== 200) {
    reply.header('cache-control', 'no-store')
    return 'nobody'
  }
  if (reply.hasHeader('set-cookie') || isOwn(request, session)) {
    reply.header('cache-control', 'private, no-cache')
    return 'nobody'
  }
  const lasts = Math.floor(Math.min(request.trueFor / 1000, 3600))
  if (lasts <= longest.fresh) {
    reply.header('cache-control', 'no-store')
    return 'nobody'
  }
  const more = reply.getHeader('vary')
  reply.header('vary', more ? `${vary}, ${more}` : vary)
  reply.header('cache-control', forEverybody(lasts))
  return 'everybody'
}

function pageOf(request: FastifyRequest, reply: FastifyReply, body: Buffer): CachedPage {
  const headers: Headers = { ...reply.getHeaders() }
  delete headers['content-length']
  delete headers[remainingHeader]
  const tag = createHash('sha1').update(body).digest('base64url')
  const type = String(headers['content-type'] ?? '')
  // it goes out where nobody catches what Node has against a header
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, String(value))
  return {
    route: request.routeOptions.url!,
    path: requestFacts(request).path,
    headers,
    type,
    body,
    tag,
    sent: new Map(),
    begunAt: 0,
    freshUntil: 0,
    endsAt: performance.now() + request.trueFor,
    stillTrue: request.stillTrue,
    lasting: request.lasting,
  }
}

/** What is one visitor's own goes out compressed too, and is not kept. */
async function compressedReply(request: FastifyRequest, reply: FastifyReply, body: Buffer): Promise<Buffer> {
  const type = String(reply.getHeader('content-type') ?? '')
  if (reply.hasHeader('content-encoding') || !worthCompressing(type, body.length)) return body
  const known = String(reply.getHeader('vary') ?? '')
  if (!/accept-encoding/i.test(known)) reply.header('vary', known ? `${known}, Accept-Encoding` : 'Accept-Encoding')
  const encoding = encodingFor(acceptedBy(request))
  if (encoding === 'identity') return body
  const small = await compressedOnce(body, encoding)
  reply.header('content-encoding', encoding).header('content-length', small.length)
  return small
}
