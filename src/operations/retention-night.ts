// The night's erasing, with its report: a line in the log, and what administrators read beside the rules.
import { endForgotten } from '../domain/retention/forgotten.ts'
import { lastNights, type Night, nightsKey, withNight } from '../domain/retention/night-report.ts'
import { erasePast } from '../domain/retention/retention.ts'
import type { Deps } from '../platform/http/deps.ts'
import { setStatus } from './deployment-status.ts'

/** How many people were erased, drafts deleted and cases ended. One that was stopped reports what it had done. */
export async function retentionNight({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  // people first: whose last draft ends tonight is erased tomorrow, so that what was said of tonight is what happens
  const people = await erasePast({ db }, now, signal)
  const { warned, drafts, returned } = await endForgotten(db, now, signal)
  const night: Night = { at: now.toISOString(), people, warned, drafts, returned }
  await setStatus(db, nightsKey, withNight(await lastNights(db.reads), night))
  return people + drafts + returned
}
