// For operators and their machines: /healthz, /readyz, /metrics.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
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
  app.get('/healthz', async () => ({ status: 'ok' }))

  app.get('/readyz', async (request, reply) => {
    const reasons = await unreadiness(deps, since)
    reply.type('text/plain; charset=utf-8')
    if (!reasons.length) return 'ready\n'
    reply.code(503)
    return isOperator(request, token) ? `${reasons.join('\n')}\n` : 'not ready\n'
  })

  app.get('/metrics', async (request, reply) => {
    if (!isOperator(request, token)) throw httpError(request.headers.authorization ? 403 : 404)
    const [ofProcesses, ofDeployment] = await Promise.all([gatherMetrics(app.metrics), readDeployment()])
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${ofProcesses}\n${ofDeployment}`)
  })
}

const loopback = /^(127\.|::1$|::ffff:127\.)/
const forwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/** Who shows the token, or asks from this machine itself: not through a proxy on it, whose visitors come from anywhere. */
function isOperator(request: FastifyRequest, token: string | null): boolean {
  const shown = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (shown !== undefined)
    return token !== null && timingSafeEqual(Buffer.from(sha256(shown)), Buffer.from(sha256(token)))
  return loopback.test(request.socket.remoteAddress ?? '') && !forwarded.some((name) => name in request.headers)
}
