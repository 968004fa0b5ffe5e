// The one way on which kept pages go out, are counted and logged: before Fastify sees the request, since finding its route,
// making its request and reply and listening for their end take longer than sending a page that is there.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { isOwn, overHttps, sessionCookieName } from '../http/cookies.ts'
import type { Deps } from '../http/deps.ts'
import { recordAnswer, requestId } from '../http/request-log.ts'
import type { Answers } from '../http/server.ts'
import type { FiledPages } from './filed-pages.ts'
import type { KeptPages } from './kept-pages.ts'
import { pageKeyOf } from './key.ts'
import { answerTo, type CachedPage } from './page.ts'

/** Sends the page that is asked for where it is kept, or as soon as who makes it has made it. All others go on to Fastify. */
export function serveKept(
  app: FastifyInstance,
  { config }: Pick<Deps, 'config'>,
  pages: KeptPages,
  sent: () => void,
  filed: FiledPages | null = null,
): Answers {
  const session = sessionCookieName(overHttps(config))
  const idOf = requestId(config)

  async function send(key: string, page: CachedPage, asked: Asked): Promise<void> {
    const { request, response, began } = asked
    const ways = page.sent.size
    const answer = answerTo(request, page)
    const { status, head, body } = answer instanceof Promise ? await answer : answer
    if (page.sent.size > ways) pages.measure(key, page)
    response.writeHead(status, head).end(body)
    sent()
    const facts = { method: 'GET', path: page.path, route: page.route, status, ms: performance.now() - began }
    recordAnswer(app, app.log, facts, idOf(request))
  }

  /** What is there goes out; what others make or look at is waited for. All else is `next`, for Fastify to make. */
  function answered(key: string, asked: Asked, next: () => void): void {
    const sent = (page: CachedPage) => void send(key, page, asked)
    const page = pages.atHand(key)
    const made = page ? undefined : pages.underWay(key)
    const renewed = page || made ? undefined : pages.renewed(key)
    if (page) sent(page)
    else if (made) void made.then((page) => (page ? sent(page) : next()))
    // where it is not true any more, the first of those who waited makes it anew, and the others wait again
    else if (renewed) void renewed.then((page) => (page ? sent(page) : answered(key, asked, next)))
    else if (filed && !asked.request.url!.includes('?')) void fromFile(key, asked, next)
    else next()
  }

  /** What was drawn before memory or this process knew of it. */
  async function fromFile(key: string, asked: Asked, next: () => void): Promise<void> {
    const page = await filed!.find(key, asked.request.url!).catch(() => null)
    if (!page) return next()
    pages.keep(key, page)
    await send(key, page, asked)
  }

  return (request, response, next) => {
    if (request.method !== 'GET' || isOwn(request, session)) return next()
    const key = pageKeyOf(request, config.origin)
    if (key === null) return next()
    answered(key, { request, response, began: performance.now() }, next)
  }
}

type Asked = { request: IncomingMessage; response: ServerResponse; began: number }
