// What may be kept by whom. Public pages by everybody for a moment, rendered once however many ask; whatever knows the
// visitor, by nobody else. A page is public only where app.ts says so: anything new is kept by nobody.
import { createHash } from 'node:crypto'
import { validateHeaderValue } from 'node:http'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { isOwn, overHttps, sessionCookieName } from '../http/cookies.ts'
import type { Deps } from '../http/deps.ts'
import { logAnswer, requestFacts, requestId } from '../http/request-log.ts'
import { countAnswer } from '../process/metrics.ts'
import { compressedOnce, encodingFor, worthCompressing } from './compress.ts'
import { keepOnlyWhatVaries, keyOf, vary } from './key.ts'
import { type Headers, type Page, pageStore, pageUse, type Sent, sentAs } from './page-store.ts'
import { acceptedBy, has, inFront, send } from './serve-before-fastify.ts'

const freshFor = 1000 // ms
const staleFor = 1000 // ms more, while one request makes the next
const mostAtOnce = 4 // stale pages that are made again at one moment; more would slow all of them
const mostBytes = 24_000_000
const longestWait = 5000 // ms for the request that makes a page; then each makes its own

declare module 'fastify' {
  interface FastifyContextConfig {
    /** the same for everybody who is not signed in */
    open?: boolean
  }
  interface FastifyRequest {
    /** takes the page that others wait for; null where it is not one to share */
    making: ((page: Page | null) => void) | null
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

/**
 * Registered before anything that reads a request: a page that is there goes out at once. `sharedFor` is how long a page counts as
 * new, in ms; 0 keeps none.
 */
export const openPages = plugin(async (app: FastifyInstance, { config, sharedFor = freshFor }: Deps) => {
  const session = sessionCookieName(overHttps(config))
  const pages = pageStore(mostBytes)
  const underWay = new Map<string, Promise<Page | null>>()
  // On SQLite a page is made in one go: many who ask at one moment would all make one before anybody is answered.
  let restUntil = 0
  app.decorateRequest('making', null)

  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.open || isOwn(request, session)) return done()
    keepOnlyWhatVaries(request.raw)
    const key = sharedFor > 0 && request.method === 'GET' ? keyOf(request.raw, config.origin) : null
    if (!key) return done()
    const page = atHand(key)
    if (page) return answer(request, reply, page)
    const others = underWay.get(key)
    if (!others) {
      begin(request, key)
      return done()
    }
    others.then((made) => (made ? answer(request, reply, made) : done()), done)
  })

  // Finding a route, making its request and reply and listening for their end took longer than sending a page that is there.
  const idOf = requestId(config)
  inFront(app.server, (request, response) => {
    if (request.method !== 'GET' || isOwn(request, session)) return false
    const began = performance.now()
    const key = keyOf(request, config.origin)
    const page = key === null ? undefined : atHand(key)
    const sent = page && sentAs(page, encodingFor(acceptedBy(request)))
    if (!sent || sent instanceof Promise) return false
    send(request, response, page.tag, sent)
    pageUse.kept++
    const ms = performance.now() - began
    countAnswer('GET', response.statusCode, page.route, ms)
    logAnswer(app.log, { method: 'GET', path: page.path }, response.statusCode, ms, idOf(request))
    return true
  })

  /** The page that may go out now. */
  function atHand(key: string): Page | undefined {
    const page = pages.get(key)
    if (!page) return undefined
    const now = performance.now()
    const mayBeStale = underWay.size >= mostAtOnce || now < restUntil || underWay.has(key)
    return now < page.freshUntil + (mayBeStale ? staleFor : 0) ? page : undefined
  }

  /** From now on others wait for what this request makes. */
  function begin(request: FastifyRequest, key: string): void {
    const begunAt = performance.now()
    const made = new Promise<Page | null>((resolve) => {
      const timer = setTimeout(settle, longestWait, null)
      timer.unref()
      function settle(page: Page | null) {
        clearTimeout(timer)
        if (underWay.get(key) === made) underWay.delete(key)
        if (page) {
          const now = performance.now()
          pageUse.made++
          pages.put(key, { ...page, freshUntil: now + sharedFor })
          restUntil = now + Math.min(now - begunAt, staleFor / 2) // at most half the time goes into pages that can still go out
        }
        resolve(page)
      }
      request.making = settle
    })
    underWay.set(key, made)
  }

  app.addHook('onResponse', (request, _reply, done) => {
    request.making?.(null)
    done()
  })
})

function answer(request: FastifyRequest, reply: FastifyReply, page: Page): void {
  pageUse.kept++
  const go = (sent: Sent) => {
    reply.hijack()
    send(request.raw, reply.raw, page.tag, sent)
  }
  const sent = sentAs(page, encodingFor(acceptedBy(request)))
  if (sent instanceof Promise) sent.then(go, (error) => reply.send(error))
  else go(sent)
}

/** Registered last: says who may keep the reply, compresses it, and answers 304 to who has it. */
export const cacheHeaders = plugin(async (app, { config }: Deps) => {
  const session = sessionCookieName(overHttps(config))
  app.addHook('onSend', async (request, reply, payload) => {
    const isOpen = whoMayKeep(request, reply, session) === 'everybody'
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) {
      request.making?.(null)
      return payload
    }
    const body = typeof payload === 'string' ? Buffer.from(payload) : payload
    if (!isOpen) {
      request.making?.(null)
      return compressedReply(request, reply, body)
    }
    const page = pageOf(request, reply, body)
    request.making?.(page)
    const sent = await sentAs(page, encodingFor(acceptedBy(request)))
    for (let i = 0; i < sent.head.length; i += 2) reply.header(sent.head[i]!, sent.head[i + 1]!)
    if (!has(request, page.tag)) return sent.body
    reply.code(304).removeHeader('content-length').removeHeader('content-encoding')
    return ''
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
  reply.header('vary', vary)
  reply.header('cache-control', 'public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=86400')
  return 'everybody'
}

function pageOf(request: FastifyRequest, reply: FastifyReply, body: Buffer): Page {
  const headers: Headers = { ...reply.getHeaders() }
  delete headers['content-length']
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
    freshUntil: 0,
    bytes: 2 * body.length + 2000,
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
