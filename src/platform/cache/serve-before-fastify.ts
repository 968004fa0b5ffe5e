// The one way on which kept pages go out, are counted and logged: before Fastify sees the request, since finding its route,
// making its request and reply and listening for their end take longer than sending a page that is there.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { isOwn, overHttps, sessionCookieName } from '../http/cookies.ts'
import type { Deps } from '../http/deps.ts'
import { recordAnswer, requestId } from '../http/request-log.ts'
import type { Answers } from '../http/server.ts'
import type { KeptPages } from './kept-pages.ts'
import { pageKeyOf } from './key.ts'
import { answerTo, type Page } from './page.ts'

/** Sends the page that is asked for where it is kept, or as soon as who makes it has made it. All others go on to Fastify. */
export function serveKept(
  app: FastifyInstance,
  { config }: Pick<Deps, 'config'>,
  pages: KeptPages,
  sent: () => void,
): Answers {
  const session = sessionCookieName(overHttps(config))
  const idOf = requestId(config)

  async function send(page: Page, request: IncomingMessage, response: ServerResponse, began: number): Promise<void> {
    const answer = answerTo(request, page)
    const { status, head, body } = answer instanceof Promise ? await answer : answer
    response.writeHead(status, head).end(body)
    sent()
    const facts = { method: 'GET', path: page.path, route: page.route, status, ms: performance.now() - began }
    recordAnswer(app, app.log, facts, idOf(request))
  }

  return (request, response, next) => {
    if (request.method !== 'GET' || isOwn(request, session)) return next()
    const began = performance.now()
    const key = pageKeyOf(request, config.origin)
    if (key === null) return next()
    const page = pages.atHand(key)
    if (page) return void send(page, request, response, began)
    const made = pages.underWay(key)
    if (!made) return next()
    void made.then((page) => (page ? send(page, request, response, began) : next()))
  }
}
