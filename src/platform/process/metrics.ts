// What an application's process and database do, beside how it answers (http/request-metrics.ts). Several processes are
// added up by gatherMetrics (processes.ts); what the database knows, the same for all of them, is read by operations/.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { Counter, Gauge, Histogram } from 'prom-client'
import type { Committed } from '../db/events.ts'
import type { Deps } from '../http/deps.ts'
import { secondsBuckets } from '../http/request-metrics.ts'
import type { JobRun } from './scheduler.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a run of one of the scheduler's jobs. */
    countJob: (run: JobRun) => void
  }
}

// Of the process, whatever runs in it: each look begins a new measurement.
const lag = monitorEventLoopDelay({ resolution: 10 })

export const processMetrics = plugin(async (app: FastifyInstance, { db }: Pick<Deps, 'db'>) => {
  const registers = [app.metrics]
  const batchUnits = new Histogram({
    name: 'fuyi_write_batch_units',
    help: 'Changes that shared one commit',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  })
  const batchSeconds = new Histogram({
    name: 'fuyi_write_batch_duration_seconds',
    help: 'From the first statement of a transaction to the end of its commit',
    buckets: secondsBuckets,
    registers,
  })
  const countCommit = ({ units, ms }: Committed) => {
    batchUnits.observe(units)
    batchSeconds.observe(ms / 1000)
  }
  db.events.on('committed', countCommit)
  app.addHook('onClose', async () => void db.events.off('committed', countCommit))

  const jobSeconds = new Histogram({
    name: 'fuyi_job_duration_seconds',
    help: 'Runs of the scheduler’s jobs, by how they ended: done or failed',
    labelNames: ['job', 'outcome'],
    buckets: [0.001, 0.01, 0.1, 1, 10, 60],
    registers,
  })
  app.decorate('countJob', ({ job, ms, failed }) =>
    jobSeconds.observe({ job, outcome: failed ? 'failed' : 'done' }, ms / 1000),
  )

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
    name: 'fuyi_cpu_seconds_total',
    help: 'Processor time of all serving processes',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
})
