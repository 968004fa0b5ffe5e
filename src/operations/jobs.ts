// The scheduler's heartbeat: it proves that some process ticks, and that it can write. And the daily look at all counts.
import type { Job } from '../platform/process/scheduler.ts'
import { checkCounts } from './consistency.ts'
import { noteFact } from './deployment-status.ts'

export const operationJobs: Job[] = [
  { name: 'beat', every: 10_000, run: ({ db }, now) => noteFact(db, 'scheduler_beat', now.toISOString()) },
  { name: 'counts', every: 86_400_000, run: ({ db }, now, signal) => checkCounts(db, now, signal) },
]
