// What passes by itself: cases at their closing date, and the addresses of newcomers who did not press the button in their mail.
import { inArray, lte } from 'drizzle-orm'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { beginPiece, letOthersIn, unhurried } from '../../platform/process/pace.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { pendingCosignatures } from '../../schema/cosignatures.ts'
import { carryOnAll } from './batch-store.ts'
import { expireDue, loseSight } from './expire-proposals.ts'
import { forgetBatchRows } from './forget-batches.ts'
import { countUndecided } from './held-at-closing.ts'
import { holdingJobs } from './hold-unusual.ts'
import { nameReasons } from './reason-store.ts'
import { registerJob } from './register-answers.ts'
import { drawSamples } from './sample-draw.ts'
import { dropOldSubjects } from './signed-subjects.ts'
import { dropSpent } from './spent.ts'
import { unusualWatch } from './unusual-alarm.ts'

const batch = 500

/** Some keep what they saw last, so each application makes its own. */
export const cosignatureJobs = (): Job[] => [
  ...holdingJobs(),
  { name: 'batches', every: 2000, run: carryOnAll },
  { name: 'drop-spent', every: 6 * 3_600_000, run: dropSpent },
  { name: 'forget-batches', every: 6 * 3_600_000, run: forgetBatchRows },
  { name: 'pending-cosignatures', every: 60_000, run: dropPending },
  { name: 'signed-subjects', every: 6 * 3_600_000, run: ({ db }, now) => write(db, (tx) => dropOldSubjects(tx, now)) },
  { name: 'unusual-watch', every: 60_000, run: unusualWatch() },
  { name: 'count-undecided', every: 60_000, run: countUndecided },
  { name: 'expire', every: 5_000, run: expireDue },
  { name: 'lose-sight', every: 15_000, run: loseSight },
  registerJob,
  { name: 'samples', every: 5000, run: drawSamples },
  { name: 'name-reasons', every: 86_400_000, run: nameAll },
]

async function nameAll({ db }: Deps, _now: Date, signal?: AbortSignal): Promise<number> {
  let named = 0
  const pace = { rest: unhurried, ...(signal ? { signal } : {}) }
  for (let some = batch; some === batch && !signal?.aborted; named += some) {
    const piece = beginPiece(pace)
    some = await write(db, (tx) => nameReasons(tx, batch))
    if (some === batch) await letOthersIn(piece)
  }
  return named
}

/** Deletes pending co-signatures whose 48 hours are over, confirmed ones included: the co-signature itself stays. How many. */
export async function dropPending({ db }: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  let gone = 0
  while (!signal?.aborted) {
    const rows = await write(db, (tx) =>
      tx
        .delete(pendingCosignatures)
        .where(
          inArray(
            pendingCosignatures.id,
            tx
              .select({ id: pendingCosignatures.id })
              .from(pendingCosignatures)
              .where(lte(pendingCosignatures.expiresAt, now))
              .limit(batch),
          ),
        )
        .returning({ id: pendingCosignatures.id }),
    )
    gone += rows.length
    if (rows.length < batch) break
  }
  return gone
}
