// The HTTP server under Fastify, which makes it by `serverFactory`.
import { type IncomingMessage, Server, type ServerResponse } from 'node:http'
import type { FastifyServerFactory } from 'fastify'
import { isAddressed, mostConnections, refuseAddress, serverLimits } from './server-limits.ts'

/** Answers a request, or hands it on by `next`, now or later. */
export type Answers = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

export class AppServer extends Server {
  /** Sees every request before Fastify: pages that are kept cost little more than their bytes (cache/cache.ts). */
  first: Answers = (_request, _response, next) => next()

  /** While true, closing leaves idle connections open (drain.ts). */
  keepsIdle = false

  /** Node calls it when the server is closed, too. */
  override closeIdleConnections(): void {
    if (!this.keepsIdle) super.closeIdleConnections()
  }
}

/** Fastify's server, which refuses what has no address and answers what is at hand before Fastify sees it. */
export const serverFactory: FastifyServerFactory = (fastify) => {
  const server = new AppServer(serverLimits.http, (request, response) =>
    isAddressed(request) ? server.first(request, response, () => fastify(request, response)) : refuseAddress(response),
  )
  server.maxConnections = mostConnections
  server.keepAliveTimeout = serverLimits.keepAliveTimeout
  server.requestTimeout = serverLimits.requestTimeout
  server.setTimeout(serverLimits.connectionTimeout)
  return server
}
