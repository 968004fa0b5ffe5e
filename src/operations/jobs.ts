// The scheduler's heartbeat: it proves that some process ticks, and that it can write.
import type { Job } from '../process/scheduler.ts'
import { noteFact } from './store.ts'

export const operationJobs: Job[] = [
  { name: 'beat', every: 10_000, run: ({ db }, now) => noteFact(db, 'scheduler_beat', now.toISOString()) },
]
