// All that happens by itself, once.
import { allJobs } from '../../src/jobs.ts'
import { tick } from '../../src/platform/process/scheduler.ts'
import type { World } from './world.ts'

const jobs = allJobs(null)
const ofLog = jobs.filter(({ name }) => name === 'log')

/** The log begins before the rest. Jobs run side by side: the daily comparison would now and then find a record that no log has yet. */
export async function everyJob({ deps, clock }: Pick<World, 'deps' | 'clock'>): Promise<void> {
  await tick(deps, ofLog, clock.now)
  await tick(deps, jobs, clock.now)
}
