// One process that serves: builds the app, listens, runs the scheduler, and stops in order.
import cluster from 'node:cluster'
import { setFlagsFromString } from 'node:v8'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { forgetPages } from './domain/record/forget-pages.ts'
import { allJobs } from './jobs.ts'
import type { Database } from './platform/db/database.ts'
import { openPageFile } from './platform/db/page-file.ts'
import { smtpTransport } from './platform/mail/transport.ts'
import { obeyPrimary, sayGoodbye, tellPrimary } from './platform/process/processes.ts'
import { startScheduler } from './platform/process/scheduler.ts'

/** ms between two looks at which of them show what is not any more. */
const forgetEvery = 2000
/** ms for idle connections: long where another process serves on, short where the platform goes away. */
const idleWhenReplaced = 5_000
const idleWhenStopped = 500
/** ms for answers under way. The scheduler bounds itself to 10 s, a queued write to 5 s. */
const inFlight = 15_000
/** ms after which a stop that hangs is cut short. */
const atMost = 30_000

// Of 60 MB that live, V8 on a large machine lets 250 stand before it collects: it may be the only one there. It is not here.
setFlagsFromString('--heap-growing-percent=50')

/**
 * Serves until SIGTERM or SIGINT, or until the primary says so; what was taken is finished: requests, queued writes, the
 * mail in hand. A second signal ends it at once. Resolves with the address once it listens.
 */
export async function serve(config: Config, db: Database): Promise<string> {
  const pageFile = config.pagesFile && !config.replicaUrl && !config.readOnly ? openPageFile(config.pagesFile) : null
  const deps = { config, db, pageFile, now: () => new Date() }
  const app = await buildApp(deps)
  const address = await app.listen(listenOptions(config))
  const transport = config.demonstration || config.readOnly ? null : smtpTransport(config)
  const scheduler = config.readOnly ? null : startScheduler(deps, allJobs(transport), app.log, app.countJob)
  const forgetting = pageFile && setInterval(() => forgetPages(db, pageFile).catch(() => {}), forgetEvery).unref()
  let stopping = false

  async function stop(idle: number): Promise<void> {
    if (stopping) return
    stopping = true
    setTimeout(() => {
      app.log.error('stopping took too long and was cut short')
      process.exit(1)
    }, atMost).unref()
    const [finished] = await Promise.all([
      app.drain({ idle, inFlight }),
      scheduler?.stop().then(() => transport?.close()), // its idle connections would keep the process alive
    ])
    if (!finished) app.log.error('some requests were not answered in time')
    await app.close()
    if (forgetting) clearInterval(forgetting)
    pageFile?.close()
    if (cluster.isWorker) await sayGoodbye(app.metrics)
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1)
      void stop(idleWhenStopped)
    })
  if (cluster.isWorker) {
    obeyPrimary(app.metrics, (replaced) => void stop(replaced ? idleWhenReplaced : idleWhenStopped))
    tellPrimary({ kind: 'ready', address })
  } else {
    process.on('SIGHUP', () => app.log.warn('one process cannot replace itself: use --processes 2, or restart it'))
  }
  return address
}

/**
 * A socket that systemd opened, or our own. Fastify’s types know no `fd`, but it is handed on; a host keeps it from looking one up.
 * For `localhost` Fastify would open a second server, which knows nothing of draining.
 */
const listenOptions = ({ listenFd, host, port }: Config) =>
  listenFd === null
    ? { port, host: host === 'localhost' ? '127.0.0.1' : host }
    : ({ fd: listenFd, host: '127.0.0.1' } as { host: string })
