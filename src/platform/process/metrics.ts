// What one process measures of itself. Several processes are added up by gatherMetrics (processes.ts); what the database
// knows, the same for all of them, is read by operations/.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import plugin from 'fastify-plugin'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { pageUse } from '../cache/page-store.ts'
import { type Committed, committed } from '../db/commit-events.ts'
import { type JobRun, jobRuns } from './scheduler.ts'

/** One per process. Counters and histograms are summed over processes; each gauge says how. */
export const processMetrics = new Registry()
const registers = [processMetrics]

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

const requests = new Histogram({
  name: 'fuyi_http_request_duration_seconds',
  help: 'Requests by route pattern and status, from its head read to the last byte given to the socket; of kept pages, to the system',
  labelNames: ['method', 'route', 'status'],
  buckets: seconds,
  registers,
})
const batchUnits = new Histogram({
  name: 'fuyi_write_batch_units',
  help: 'Changes that shared one commit',
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  registers,
})
const batchSeconds = new Histogram({
  name: 'fuyi_write_batch_duration_seconds',
  help: 'From the first statement of a transaction to the end of its commit',
  buckets: seconds,
  registers,
})
const jobSeconds = new Histogram({
  name: 'fuyi_job_duration_seconds',
  help: 'Runs of the scheduler’s jobs, by how they ended: done or failed',
  labelNames: ['job', 'outcome'],
  buckets: [0.001, 0.01, 0.1, 1, 10, 60],
  registers,
})

/** Addresses nobody made: one label for all of them, or a scanner would fill the memory. */
const noRoute = '(none)'
const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])

// Finding the counter by its labels took longer than counting. As many as there are routes, methods and statuses.
const counters = new Map<string, { observe(seconds: number): void }>()

/** `route`: the pattern of the address; undefined where there is none. */
export function countAnswer(asked: string, status: number, route: string | undefined, ms: number): void {
  const key = `${asked} ${status} ${route}`
  let counter = counters.get(key)
  if (!counter) {
    const method = methods.has(asked) ? asked : 'other'
    counter = requests.labels({ method, route: route ?? noRoute, status })
    if (method !== 'other') counters.set(key, counter)
  }
  counter.observe(ms / 1000)
}

export const countRequests = plugin(async (app) => {
  watchProcess()
  app.addHook('onResponse', (request, reply, done) => {
    countAnswer(request.method, reply.statusCode, request.routeOptions.url, reply.elapsedTime)
    done()
  })
})

let watching = false

/** Once in a process, however many apps it builds: tests build many. */
function watchProcess(): void {
  if (watching) return
  watching = true
  committed.subscribe((message) => {
    const { units, ms } = message as Committed
    batchUnits.observe(units)
    batchSeconds.observe(ms / 1000)
  })
  jobRuns.subscribe((message) => {
    const { job, ms, failed } = message as JobRun
    jobSeconds.observe({ job, outcome: failed ? 'failed' : 'done' }, ms / 1000)
  })
  const lag = monitorEventLoopDelay({ resolution: 10 })
  lag.enable()
  new Gauge({
    name: 'fuyi_event_loop_lag_seconds',
    help: 'How late the event loop was since the last look; of several processes the worst',
    labelNames: ['quantile'],
    aggregator: 'max',
    registers,
    collect() {
      const late = (ns: number) => (Number.isFinite(ns) ? Math.max(0, ns / 1e9 - 0.01) : 0)
      this.set({ quantile: '0.5' }, late(lag.percentile(50)))
      this.set({ quantile: '0.99' }, late(lag.percentile(99)))
      this.set({ quantile: '1' }, late(lag.max))
      lag.reset()
    },
  })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      aggregator: 'sum',
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('fuyi_processes', 'Processes that serve', () => 1)
  gauge('fuyi_resident_memory_bytes', 'Memory of all serving processes', () => process.memoryUsage.rss())
  gauge('fuyi_heap_used_bytes', 'JavaScript heap in use in all serving processes', () => process.memoryUsage().heapUsed)
  new Counter({
    name: 'fuyi_pages_total',
    help: 'Public pages to share: sent as they were kept, or made anew',
    labelNames: ['from'],
    registers,
    collect() {
      this.reset()
      this.inc({ from: 'kept' }, pageUse.kept)
      this.inc({ from: 'made' }, pageUse.made)
    },
  })
  new Counter({
    name: 'fuyi_cpu_seconds_total',
    help: 'Processor time of all serving processes',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
}
