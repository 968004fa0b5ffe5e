// The one mechanism for work that happens by itself: named jobs, each under a lease, so that of several processes one does it.
// Jobs are idempotent: a lease only saves work. A job that was switched off for a week catches up at its next run. One that is seldom due is
// not done again at a restart where it was done whole (whole-runs.ts); where the process was killed in it, the next to look does it.
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { leases } from '../db/deployment-tables.ts'
import { refusalIn } from '../db/errors.ts'
import { takeLease } from '../db/leases.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../http/deps.ts'
import { doneUntil, isSeldom, noteDone } from './whole-runs.ts'

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
/** By so many ms the clocks of two processes may differ. A lease that lasts longer than any can is of a clock that was put back since. */
const clocksDiffer = 20_000
/** After so many ms one looks again at a seldom job that another process has, since that one may die in it, or that was left off. */
const lookAgain = 60_000
/** How long stopping waits for a job that does not come to a safe point, such as a mail server that does not answer. */
const patience = 10_000

/** Runs each job once, as a process of its own would, also what was done today. For tests and one-off commands. Errors are thrown. */
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
  const scheduler = createScheduler({ ...deps, now: () => now }, jobs, failing, count, true)
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

function createScheduler(
  deps: Deps,
  jobs: readonly Job[],
  log: Log,
  count?: (run: JobRun) => void,
  isAgain = false, // also what was done whole
): Scheduler {
  const holder = newId()
  const held = new Map<string, number>() // until when, epoch ms
  const due = new Map<string, number>()
  const running = new Map<string, Promise<void>>()
  const underWay = new Set<AbortController>() // to abort the jobs that run
  let stopping = false
  let isOver = false // nobody waits for them any more

  /**
   * A job that is often due is held from run to run. One that is seldom due only while it runs, so that another process soon takes up what
   * a killed one began; and after it failed, so that each process does not find the same fault once more.
   */
  async function hold(job: Job, now: Date, between = isSeldom(job.every) ? 0 : job.every): Promise<boolean> {
    const lasts = between + leaseFor
    const left = (held.get(job.name) ?? 0) - now.getTime()
    if (left > lasts - leaseFor / 2 && left <= lasts) return true // one that lasts longer is of before the clock was put back
    const [row] = await deps.db.reads.select().from(leases).where(eq(leases.name, job.name))
    const ahead = new Date(now.getTime() + job.every + leaseFor + clocksDiffer)
    if (row && row.holder !== holder && row.until > now && row.until <= ahead) return false
    const times = { now, until: new Date(now.getTime() + lasts), ahead }
    const taken = await write(deps.db, (tx) => takeLease(tx, job.name, holder, times), { invalidate: 'later' })
    if (taken) held.set(job.name, times.until.getTime())
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
      else end = setTimeout(lookAtItsEnd, Math.min(left() + 1, leaseFor)).unref() // it may have been renewed by then
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
    const remembers = isSeldom(job.every) && !isAgain
    const again = () => void (remembers && due.set(job.name, now.getTime() + lookAgain))
    try {
      if (remembers && (await isDone(job, now))) return
      if (!(await hold(job, now))) return again()
      if (remembers && (await isDone(job, now))) return // meanwhile, by whoever held it
      begun = performance.now()
      watched = watchLease(job, leaving)
      await job.run(deps, now, leaving.signal, log)
      if (leaving.signal.aborted) again()
      else if (remembers) await noteDone(deps.db, job.name, now)
      told(false)
    } catch (error) {
      // one that was told to leave off and did, or that found the database closed since it had not left off in time, did not fail
      const leftOff = leaving.signal.aborted && (error === leaving.signal.reason || isOver)
      told(!leftOff)
      if (leftOff || refusalIn(error)) return again() // a database that was busy or away is there again before tomorrow
      log.error({ err: error, job: job.name }, 'a job failed')
      watched?.stop()
      if (remembers && watched) await hold(job, deps.now(), job.every).catch(() => {})
    } finally {
      watched?.stop()
      underWay.delete(leaving)
    }
  }

  /** Whether it was done whole, by whatever process. Then it is due when that is long enough ago. */
  async function isDone(job: Job, now: Date): Promise<boolean> {
    const until = await doneUntil(deps.db.reads, job, now)
    if (until) due.set(job.name, until)
    return until > 0
  }

  return {
    async tick(now = deps.now()) {
      if (stopping) return
      for (const job of jobs) {
        const wait = (due.get(job.name) ?? 0) - now.getTime()
        if (running.has(job.name) || (wait > 0 && wait <= job.every)) continue // a longer one: the clock was put back
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
