// The scheduler's heartbeat: it proves that some process ticks, and that it can write. And the daily look at all counts, and what is done by night.
import { unhurried } from '../platform/process/pace.ts'
import type { Job } from '../platform/process/scheduler.ts'
import { checkCounts } from './consistency.ts'
import { setStatus } from './deployment-status.ts'
import { eraseTracesNightly } from './erase-traces.ts'
import { checkLogs } from './log-check.ts'
import { watchArrivals } from './mail-arrival.ts'
import { retentionNight } from './retention-night.ts'

export const operationJobs: Job[] = [
  { name: 'beat', every: 10_000, run: ({ db }, now) => setStatus(db, 'scheduler_beat', now.toISOString()) },
  {
    name: 'counts',
    every: 86_400_000,
    run: ({ db }, now, signal) => checkCounts(db, now, { signal, rest: unhurried }),
  },
  { name: 'retention', every: 86_400_000, run: retentionNight },
  { name: 'log-check', every: 86_400_000, run: ({ db }, now, signal) => checkLogs(db, now, signal) },
  { name: 'mail-arrival', every: 600_000, run: watchArrivals },
  { name: 'traces', every: 600_000, run: eraseTracesNightly },
]
