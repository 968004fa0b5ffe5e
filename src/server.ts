// Opens the database, builds the app, listens, runs the scheduler, closes on signals.
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { Database } from './db/connect.ts'
import { allJobs } from './jobs.ts'
import { smtpTransport } from './notifications/worker.ts'
import { startScheduler } from './web/scheduler.ts'

/** Serves until SIGTERM or SIGINT; what was taken is finished. Resolves with the address once it listens. */
export async function serve(config: Config, db: Database): Promise<string> {
  const deps = { config, db, now: () => new Date() }
  const app = await buildApp(deps)
  const transport = config.demonstration ? null : smtpTransport(config)
  const scheduler = startScheduler(deps, allJobs(transport), app.log)
  const address = await app.listen({ port: config.port, host: config.host })
  let closing = false
  const close = async () => {
    if (closing) return
    closing = true
    await scheduler.stop()
    transport?.close() // its idle connections would keep the process alive
    await app.close()
  }
  process.once('SIGTERM', close)
  process.once('SIGINT', close)
  return address
}
