// The one mechanism for work that happens by itself: named jobs, each under a lease, so that of several processes one does it.
// Jobs are idempotent: a lease only saves work. A job that was switched off for a week catches up at its next run.
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { leases } from '../db/deployment-tables.ts'
import { refusalIn } from '../db/errors.ts'
import { takeLease } from '../db/leases.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../http/deps.ts'

export type Job = {
  name: string
  /** ms between two runs */
  every: number
  /** `signal` is aborted when the lease is lost or the process stops: leave off at the next safe point. */
  run: (deps: Deps, now: Date, signal: AbortSignal, log: Log) => Promise<unknown>
}

/** A run that ended. */
export type JobRun = { job: string; ms: number; failed: boolean }

type Line = (facts: object, message: string) => void
export type Log = { error: Line; warn: Line }
type Scheduler = { stop: () => Promise<void>; tick: (now?: Date) => Promise<void> }

const leaseFor = 20_000
const heartbeat = 5_000
/** How long stopping waits for a job that does not come to a safe point, such as a mail server that does not answer. */
const patience = 10_000

/** Runs each job once, as a process of its own would. For tests and one-off commands. Errors are thrown. */
export async function tick(
  deps: Deps,
  jobs: readonly Job[],
  now: Date = deps.now(),
  count?: (run: JobRun) => void,
): Promise<void> {
  const failing: Log = {
    error: (facts) => {
      throw (facts as { err: unknown }).err
    },
    warn: () => {},
  }
  const scheduler = createScheduler({ ...deps, now: () => now }, jobs, failing, count)
  await scheduler.tick(now)
  await scheduler.stop()
}

/** Ticks at once and every second until stopped. A job that throws is logged and tried again at its next turn. `count` hears of every run. */
export function startScheduler(
  deps: Deps,
  jobs: readonly Job[],
  log: Log = console,
  count?: (run: JobRun) => void,
): Scheduler {
  const scheduler = createScheduler(deps, jobs, log, count)
  void scheduler.tick()
  const timer = setInterval(() => void scheduler.tick(), 1000)
  timer.unref()
  return {
    tick: scheduler.tick,
    async stop() {
      clearInterval(timer)
      await scheduler.stop()
    },
  }
}

function createScheduler(deps: Deps, jobs: readonly Job[], log: Log, count?: (run: JobRun) => void): Scheduler {
  const holder = newId()
  const held = new Map<string, number>() // until when, epoch ms
  const due = new Map<string, number>()
  const running = new Map<string, Promise<void>>()
  const underWay = new Set<AbortController>() // to abort the jobs that run
  let stopping = false
  let isOver = false // nobody waits for them any more

  async function hold(job: Job, now: Date): Promise<boolean> {
    const lasts = job.every + leaseFor
    if ((held.get(job.name) ?? 0) - now.getTime() > job.every + leaseFor / 2) return true
    const [row] = await deps.db.reads.select().from(leases).where(eq(leases.name, job.name))
    if (row && row.holder !== holder && row.until > now) return false
    const until = new Date(now.getTime() + lasts)
    const taken = await write(deps.db, (tx) => takeLease(tx, job.name, holder, now, until), { invalidate: 'later' })
    if (taken) held.set(job.name, until.getTime())
    else held.delete(job.name)
    return taken
  }

  /** Renews a lease. Aborts the job when another process may have it: it was taken, or not renewed in time. */
  function watchLease(job: Job, leaving: AbortController): { stop: () => void } {
    const beat = setInterval(async () => {
      const isOurs = await hold(job, deps.now()).catch(() => true) // until it is over
      if (!isOurs) leaving.abort()
    }, heartbeat)
    beat.unref()
    const left = () => (held.get(job.name) ?? 0) - deps.now().getTime()
    let end: NodeJS.Timeout
    function lookAtItsEnd() {
      if (left() < 0) leaving.abort()
      else end = setTimeout(lookAtItsEnd, left() + 1).unref() // it may have been renewed by then
    }
    lookAtItsEnd()
    return {
      stop() {
        clearInterval(beat)
        clearTimeout(end)
      },
    }
  }

  async function runOnce(job: Job, now: Date): Promise<void> {
    const leaving = new AbortController()
    underWay.add(leaving)
    let watched: { stop: () => void } | undefined
    const told = (failed: boolean) => count?.({ job: job.name, ms: performance.now() - begun, failed })
    let begun = performance.now()
    try {
      if (!(await hold(job, now))) return
      begun = performance.now()
      watched = watchLease(job, leaving)
      await job.run(deps, now, leaving.signal, log)
      told(false)
    } catch (error) {
      // one that was told to leave off and did, or that found the database closed since it had not left off in time, did not fail
      const leftOff = leaving.signal.aborted && (error === leaving.signal.reason || isOver)
      told(!leftOff)
      if (leftOff) return
      if (!refusalIn(error)) log.error({ err: error, job: job.name }, 'a job failed')
    } finally {
      watched?.stop()
      underWay.delete(leaving)
    }
  }

  return {
    async tick(now = deps.now()) {
      if (stopping) return
      for (const job of jobs) {
        if (running.has(job.name) || (due.get(job.name) ?? 0) > now.getTime()) continue
        due.set(job.name, now.getTime() + job.every)
        running.set(
          job.name,
          runOnce(job, now).finally(() => running.delete(job.name)),
        )
      }
      await Promise.all(running.values())
    },
    /** Waits for the jobs under way and lets the leases go, so that a restart need not wait for them. */
    async stop() {
      stopping = true
      for (const leaving of underWay) leaving.abort()
      await Promise.race([Promise.allSettled(running.values()), sleep(patience, null, { ref: false })])
      isOver = true
      if (running.size) log.warn({ jobs: [...running.keys()] }, 'jobs were cut short: they go on at the next start')
      if (!held.size) return
      await write(deps.db, (tx) => tx.delete(leases).where(eq(leases.holder, holder)).returning()).catch(() => {})
    },
  }
}
