// How an application answers: one registry for each, so that two in one process do not count each other's requests. What its
// process and its database do goes into the same registry (process/metrics.ts).
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { Histogram, Registry } from 'prom-client'
import { memoize } from '../../lib/memoize.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What this application measures. Counters and histograms are summed over processes; each gauge says how. */
    metrics: Registry
    /** Counts an answer. `route`: the pattern of the address; undefined where there is none. `ms`: how long it took. */
    countAnswer: (method: string, status: number, route: string | undefined, ms: number) => void
  }
}

/** In seconds: from a page that is at hand to one that nobody waits for. */
export const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])
/** Addresses nobody made: one label for all of them, or a scanner would fill the memory. */
const noRoute = '(none)'
const mostCounters = 5000 // more than there are routes, methods and statuses together

export const requestMetrics = plugin(async (app: FastifyInstance) => {
  const registry = new Registry()
  const requests = new Histogram({
    name: 'fuyi_http_request_duration_seconds',
    help: 'Requests by route pattern and status, from its head read to the last byte given to the socket; of kept pages, to the system',
    labelNames: ['method', 'route', 'status'],
    buckets: secondsBuckets,
    registers: [registry],
  })
  // Finding the counter by its labels takes longer than counting.
  const counterOf = memoize((key) => {
    const [method = '', status = '', route = ''] = key.split(' ')
    return requests.labels({ method, route, status })
  }, mostCounters)

  app.decorate('metrics', registry)
  app.decorate('countAnswer', (method: string, status: number, route: string = noRoute, ms: number) =>
    counterOf(`${methods.has(method) ? method : 'other'} ${status} ${route}`).observe(ms / 1000),
  )
})
