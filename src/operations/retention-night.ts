// The night's erasing, with its report: a line in the log, and what administrators read beside the rules.
import { forgetTraces } from '../domain/retention/case-traces.ts'
import { endForgotten } from '../domain/retention/forgotten.ts'
import { lastNights, type Night, nightsKey, withNight } from '../domain/retention/night-report.ts'
import { erasePast, nightRests } from '../domain/retention/retention.ts'
import type { Deps } from '../platform/http/deps.ts'
import { setStatus } from './deployment-status.ts'

/** How much was erased: people, rows, drafts and cases. One that was stopped reports what it had done. */
export async function retentionNight({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  // in this order what was said of tonight is what happens: who is erased takes rows of past cases along, and whose last draft ends
  // tonight is erased tomorrow
  const { signers, rows } = await forgetTraces({ db }, now, { ...(signal ? { signal } : {}), rest: nightRests })
  const people = await erasePast({ db }, now, signal)
  const { warned, drafts, returned } = await endForgotten(db, now, signal)
  const night: Night = { at: now.toISOString(), people, signers, rows, warned, drafts, returned }
  await setStatus(db, nightsKey, withNight(await lastNights(db.reads), night))
  return people + signers + rows + drafts + returned
}
