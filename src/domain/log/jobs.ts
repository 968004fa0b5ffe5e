import type { Job } from '../../platform/process/scheduler.ts'
import { takeIn } from './take-in.ts'

export const logJobs: Job[] = [{ name: 'log', every: 1000, run: (deps, at, signal) => takeIn(deps, at, signal) }]
