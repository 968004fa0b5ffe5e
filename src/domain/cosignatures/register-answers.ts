// What the register office answered: whoever it knows is verified as by any other source, and everybody hears of it by mail. What was asked
// is gone in the same unit.

import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { notifyPerson } from '../notifications/store.ts'
import { endFetchingDue, type Judged, type Reading, takeReading } from '../verification/register-batches.ts'
import { dropUnanswered, officeOf } from '../verification/register-requests.ts'
import type { Place } from './after-counting.ts'
import { verifyPerson } from './verify-person.ts'

/** What somebody is told: the office knows them; or not; their entry verifies another account; or nobody answered in time. */
type RegisterOutcome = 'yes' | 'no' | 'taken' | 'expired'
export type Brought = { judged: Judged; outcome: RegisterOutcome | null; personId: string | null }

/** In the unit of the file, or of a part of it. */
export async function bringAnswer(tx: Db, government: Place, reading: Reading, at: Date): Promise<Brought> {
  const { judged, decided } = await takeReading(tx, government.id, reading, at)
  if (!decided) return { judged, outcome: null, personId: null }
  const { personId, subjectKey } = decided
  const outcome = reading.answer === 'no' ? 'no' : await verified(tx, government, personId, subjectKey, at)
  if (outcome) await tellOutcome(tx, government.id, personId, outcome, at)
  return { judged, outcome, personId }
}

async function verified(
  tx: Db,
  government: Place,
  personId: string,
  subjectKey: string,
  at: Date,
): Promise<RegisterOutcome | null> {
  const office = await officeOf(tx, government.id)
  const found = { method: 'register' as const, issuer: office?.name ?? 'register', subjectKey }
  const saved = await verifyPerson(tx, government, personId, found, at)
  if (saved.ok) return 'yes'
  return saved.refusal === 'taken' ? 'taken' : null
}

const tellOutcome = (tx: Db, governmentId: string, personId: string, outcome: RegisterOutcome, at: Date) =>
  notifyPerson(tx, personId, { kind: 'verification_answered', governmentId, facts: { outcome }, at })

const batch = 200

/** What was typed goes a day after its file was released; whoever was not answered in time hears so. How many. */
export async function endRegisterRequests({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let ended = await write(db, (tx) => endFetchingDue(tx, now))
  for (let some = batch; some === batch && !signal?.aborted; ended += some)
    some = await write(db, async (tx) => {
      const late = await dropUnanswered(tx, now, batch)
      for (const { governmentId, personId } of late) await tellOutcome(tx, governmentId, personId, 'expired', now)
      return late.length
    })
  return ended
}

export const registerJob: Job = { name: 'register-requests', every: 60_000, run: endRegisterRequests }
