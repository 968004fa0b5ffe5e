// What the processes of `fuyi serve --processes N` say to each other. The primary (supervisor.ts) answers no requests:
// whichever process is asked for /metrics asks the primary for the sum. Labels by process would not do, because each
// look reaches another process, and a replaced one would leave its series behind.
import cluster from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'
import { newId } from '../../lib/id.ts'

export type Metrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

export type FromWorker =
  | { kind: 'ready'; address: string }
  | { kind: 'measured'; id: string; metrics: Metrics }
  | { kind: 'sum?'; id: string }
export type FromPrimary =
  | { kind: 'stop'; replaced: boolean }
  | { kind: 'measure'; id: string }
  | { kind: 'sum'; id: string; text: string }

const patience = 3000 // ms for the other processes

/** What `own` measures, summed over all serving processes, in Prometheus' text format. Throws when the primary does not answer. */
export async function gatherMetrics(own: Registry): Promise<string> {
  if (!cluster.isWorker) return own.metrics()
  const id = newId()
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => done(() => reject(new Error('The primary did not answer'))), patience)
    const listen = (message: FromPrimary) => {
      if (message.kind === 'sum' && message.id === id) done(() => resolve(message.text))
    }
    const done = (act: () => void) => {
      clearTimeout(late)
      process.off('message', listen)
      act()
    }
    process.on('message', listen)
    tellPrimary({ kind: 'sum?', id })
  })
}

/** The primary may be gone: nobody is told then, and the channel's end stops this worker. */
export const tellPrimary = (message: FromWorker): void => void process.send?.(message, () => {})

/** In a worker: answers the primary's questions, and calls `stop` when told to; `replaced` when another process serves on. */
export function obeyPrimary(own: Registry, stop: (replaced: boolean) => void): void {
  process.on('message', async (message: FromPrimary) => {
    if (message.kind === 'stop') stop(message.replaced)
    if (message.kind === 'measure')
      tellPrimary({ kind: 'measured', id: message.id, metrics: await own.getMetricsAsJSON() })
  })
}

/** In a worker, at the very end: leaves its numbers with the primary, which ends the process. */
export async function sayGoodbye(own: Registry): Promise<void> {
  const last: FromWorker = { kind: 'measured', id: 'last', metrics: await own.getMetricsAsJSON() }
  await new Promise((sent) => process.send?.(last, sent))
  process.disconnect()
}

/** Counters and histograms of processes that are gone stay in the sum, or every replacement would look like a reset. */
export async function sumOfMetrics(alive: Metrics[], gone: Metrics[]): Promise<string> {
  return AggregatorRegistry.aggregate([...alive, ...gone.map(countsOnly)]).metrics()
}

/** Two or more that are gone, as one. */
export async function foldMetrics(gone: Metrics[]): Promise<Metrics> {
  return AggregatorRegistry.aggregate(gone.map(countsOnly)).getMetricsAsJSON()
}

const countsOnly = (metrics: Metrics): Metrics => metrics.filter(({ type }) => String(type) !== 'gauge')
