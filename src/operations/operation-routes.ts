// For operators and their machines: /healthz, /readyz, /metrics.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { isLoopback, isThisMachine } from '../lib/address-block.ts'
import { sha256 } from '../lib/id.ts'
import type { Deps } from '../platform/http/deps.ts'
import { httpError } from '../platform/http/http-error.ts'
import { gatherMetrics } from '../platform/process/processes.ts'
import { deploymentMetrics } from './metrics.ts'
import { unreadiness } from './readiness.ts'

export const operationRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const since = deps.now()
  const token = deps.config.metricsToken
  const readDeployment = deploymentMetrics(deps)

  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  /** The process lives. Asks nothing of the database: a database that is away is no reason to restart us. */
  app.get('/healthz', async () => ({ status: 'ok', ...(deps.config.readOnly && { read_only: true }) }))

  app.get('/readyz', async (request, reply) => {
    const reasons = await unreadiness(deps, since)
    reply.type('text/plain; charset=utf-8')
    if (!reasons.length) return deps.config.readOnly ? 'ready, read-only\n' : 'ready\n'
    reply.code(503)
    return isOperator(request, token) ? `${reasons.join('\n')}\n` : 'not ready\n'
  })

  app.get('/metrics', async (request, reply) => {
    if (!isOperator(request, token)) throw httpError(request.headers.authorization ? 403 : 404)
    const [ofProcesses, ofDeployment] = await Promise.all([gatherMetrics(app.metrics), readDeployment()])
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${ofProcesses}\n${ofDeployment}`)
  })
}

/** All that a machine sends which asks for itself. A proxy adds something; a browser, that another site may steer, always. */
const plain = new Set(
  'host connection user-agent accept accept-encoding accept-language authorization sec-fetch-mode x-prometheus-scrape-timeout-seconds'.split(
    ' ',
  ),
)

/** Who shows the token, or asks from this machine itself: not through a proxy on it, whose visitors come from anywhere. */
function isOperator({ headers, socket }: FastifyRequest, token: string | null): boolean {
  const shown = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (shown !== undefined)
    return token !== null && timingSafeEqual(Buffer.from(sha256(shown)), Buffer.from(sha256(token)))
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    isThisMachine((headers.host ?? '').replace(/:\d+$/, '')) &&
    Object.keys(headers).every((name) => plain.has(name))
  )
}
