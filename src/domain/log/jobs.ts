import type { Job } from '../../platform/process/scheduler.ts'
import { collectCosignatures, keepDays } from './collect.ts'
import { mirrorAll } from './mirrors.ts'
import { takeIn } from './take-in.ts'

export const logJobs: Job[] = [
  { name: 'log', every: 1000, run: (deps, at, signal) => takeIn(deps, at, signal) },
  {
    name: 'witnesses',
    every: 60_000,
    async run(deps, _at, signal) {
      await collectCosignatures(deps, { signal })
      await keepDays(deps)
    },
  },
  { name: 'mirrors', every: 60_000, run: (deps, _at, signal) => mirrorAll(deps, signal) },
]
