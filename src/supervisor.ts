// The primary of `fuyi serve --processes N`: starts N workers, replaces those that die, exchanges all of them one by one
// on SIGHUP, and stops them on SIGTERM. It holds the listening socket (node:cluster deals connections out in turn), so a
// connection finds a worker as long as one is there. It opens no database and answers no request.
import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import {
  type FromPrimary,
  type FromWorker,
  foldMetrics,
  type Metrics,
  sumOfMetrics,
} from './platform/process/processes.ts'
import { waitAfter } from './restarts.ts'

type Supervised = {
  processes: number
  /** what a worker's command line says after the program's name */
  args: string[]
  logLevel: string
  /** called once, when the first worker listens */
  listening: (address: string) => void
}

const readyWithin = 60_000 // ms from start to listening
const stopWithin = 40_000 // ms; a worker bounds itself to less
const lookWithin = 1_000 // ms for a worker to say its numbers
const configuration = 2 // exit code of a process that cannot start as it was told to

/** Runs until it is told to stop or gives up. Resolves with the exit code. */
export async function supervise({ processes, args, logLevel, listening }: Supervised): Promise<number> {
  const log = pino({ level: logLevel }).child({ process: 'primary' })
  cluster.setupPrimary({ args })
  const deaths: number[] = []
  const meant = new Set<Worker>() // to serve, listening or about to; neither on trial nor leaving
  const ready = new Set<Worker>()
  const gone: { metrics: Metrics } = { metrics: [] }
  const seen = new Map<number, Metrics>()
  const asked = new Map<string, (metrics: Metrics) => void>()
  let stopping = false
  let announced = false
  let end: (code: number) => void = () => {}
  const ended = new Promise<number>((resolve) => {
    end = resolve
  })

  function start(): Worker {
    const worker = cluster.fork()
    meant.add(worker)
    const late = setTimeout(() => {
      log.error({ worker: worker.id }, `a worker did not listen within ${readyWithin / 1000} s`)
      worker.process.kill('SIGKILL')
    }, readyWithin)
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        clearTimeout(late)
        ready.add(worker)
        log.info({ worker: worker.id, workerPid: worker.process.pid }, 'a worker serves')
        if (!announced) listening(message.address)
        announced = true
        if (stopping) tell(worker, { kind: 'stop', replaced: false }) // one that still starts does not hear it
      }
      if (message.kind === 'measured') {
        seen.set(worker.id, message.metrics)
        asked.get(message.id)?.(message.metrics)
      }
      if (message.kind === 'sum?') void answerSum(worker, message.id)
    })
    worker.on('exit', (code, signal) => {
      clearTimeout(late)
      ready.delete(worker)
      void keepCounts(worker)
      if (meant.delete(worker) && !stopping) void replaceDead(worker, code, signal)
    })
    return worker
  }

  async function replaceDead(worker: Worker, code: number | null, signal: string | null): Promise<void> {
    if (code === configuration) return giveUp('A worker cannot start; the line above says why.', configuration)
    deaths.push(Date.now())
    const wait = waitAfter(deaths, Date.now())
    const how = signal ?? `exit code ${code}`
    if (wait === null) return giveUp(`Workers keep dying (the last by ${how}). The lines above say why.`, 1)
    log.error({ worker: worker.id, workerPid: worker.process.pid, how, wait }, 'a worker died and is replaced')
    await sleep(wait)
    if (!stopping && meant.size < processes) start()
  }

  function giveUp(words: string, code: number): void {
    if (stopping) return
    console.error(words)
    void stop(code)
  }

  /** One after the other: a new worker listens before an old one is told to leave. */
  async function exchange(): Promise<void> {
    while (!ready.size && !stopping) await sleep(50)
    for (const old of [...ready]) {
      const young = start()
      meant.delete(young) // on trial: should it die, nobody replaces it
      if (!(await listens(young))) {
        log.error('a new worker did not come up: the others stay as they are')
        return
      }
      if (stopping) return
      meant.add(young)
      await leave(old)
    }
    log.info('every worker was exchanged')
  }

  let exchanging: Promise<void> | null = null
  let again = false
  async function onHangup(): Promise<void> {
    if (exchanging) {
      again = true
      return
    }
    do {
      again = false
      exchanging = exchange()
      await exchanging
    } while (again && !stopping)
    exchanging = null
  }

  async function stop(code: number): Promise<void> {
    if (stopping) return
    stopping = true
    await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => worker && leave(worker)))
    end(code)
  }

  async function leave(worker: Worker): Promise<void> {
    meant.delete(worker)
    if (worker.isDead()) return
    const left = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    tell(worker, { kind: 'stop', replaced: !stopping })
    const late = setTimeout(() => {
      log.error({ worker: worker.id }, 'a worker did not stop in time and was killed')
      worker.process.kill('SIGKILL')
    }, stopWithin)
    await left
    clearTimeout(late)
  }

  async function answerSum(worker: Worker, id: string): Promise<void> {
    const alive = await Promise.all([...ready].map(measure))
    tell(worker, { kind: 'sum', id, text: await sumOfMetrics(alive, [gone.metrics]) })
  }

  /** A worker's numbers; those it last told when it is too busy to answer, or just died. */
  function measure(worker: Worker): Promise<Metrics> {
    const id = `${worker.id}-${performance.now()}`
    return new Promise((resolve) => {
      const done = (metrics: Metrics) => {
        clearTimeout(late)
        asked.delete(id)
        resolve(metrics)
      }
      const late = setTimeout(() => done(seen.get(worker.id) ?? []), lookWithin)
      asked.set(id, done)
      tell(worker, { kind: 'measure', id })
    })
  }

  async function keepCounts(worker: Worker): Promise<void> {
    const last = seen.get(worker.id)
    seen.delete(worker.id)
    if (last) gone.metrics = await foldMetrics([gone.metrics, last])
  }

  process.on('SIGHUP', () => void onHangup())
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0))
  for (let i = 0; i < processes; i++) start()
  return ended

  function listens(worker: Worker): Promise<boolean> {
    return new Promise((resolve) => {
      worker.on('message', (message: FromWorker) => message.kind === 'ready' && resolve(true))
      worker.once('exit', () => resolve(false))
    })
  }
}

/** A worker may die between the look and the word: without the callback that would be an error event, and the primary's end. */
function tell(worker: Worker, message: FromPrimary): void {
  if (worker.isConnected()) worker.send(message, () => {})
}
