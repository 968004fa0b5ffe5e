// What the register office answered: whoever it knows is verified as by any other source, each claim by itself, and everybody hears of it by mail. What was asked
// is gone in the same unit.

import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { notifyPerson } from '../notifications/store.ts'
import { countOfAge, endFetchingDue, type Judged, type Reading, takeReading } from '../verification/register-batches.ts'
import { dropUnanswered, officeOf } from '../verification/register-requests.ts'
import { ageOf } from '../verification/verifications.ts'
import type { Place } from './after-counting.ts'
import { verifyAge, verifyPerson } from './verify-person.ts'

/** What somebody is told: the office knows them; or not; their entry verifies another account; or nobody answered in time. */
type RegisterOutcome = 'yes' | 'no' | 'taken' | 'expired'
/** `isOfAge`: whether they were verified to be so old as a rule asks. */
export type Brought = { judged: Judged; outcome: RegisterOutcome | null; isOfAge: boolean; personId: string | null }
/** Whose file it is, and the key of digests. */
type Where = { government: Place; secret: string }

/** In the unit of the file, or of a part of it. */
export async function bringAnswer(tx: Db, { government, secret }: Where, reading: Reading, at: Date): Promise<Brought> {
  const { judged, decided } = await takeReading(tx, { governmentId: government.id, secret }, reading, at)
  if (!decided) return { judged, outcome: null, isOfAge: false, personId: null }
  const { personId, subjectKey } = decided
  const office = await officeOf(tx, government.id)
  const found = { method: 'register' as const, issuer: office?.name ?? 'register', subjectKey }
  const lives = reading.answer === 'yes' ? await verifyPerson(tx, government, personId, found, at) : null
  // of whoever is younger nothing is kept: an age is in the mail, the count and the record only where it was found
  const leastAge = decided.asksAge ? reading.age : null
  const old = leastAge === null ? null : await verifyAge(tx, government, personId, { ...found, leastAge }, at)
  const isOfAge = old?.ok ?? false
  if (isOfAge) await countOfAge(tx, { governmentId: government.id, number: decided.batch! })
  const known = isOfAge ? await ageOf(tx, personId, government.id, at) : null
  const outcome = outcomeOf(lives, old)
  if (outcome) await tellOutcome(tx, government.id, personId, { outcome, age: known?.leastAge ?? 0 }, at)
  return { judged, outcome, isOfAge, personId }
}

type Saved = Awaited<ReturnType<typeof verifyAge>> | null

/** Null where their account is gone. */
function outcomeOf(lives: Saved, old: Saved): RegisterOutcome | null {
  const refusals = [lives, old].map((saved) => (saved && !saved.ok ? saved.refusal : null))
  if (refusals.includes('gone')) return null
  if (refusals.includes('taken')) return 'taken'
  return lives?.ok ? 'yes' : 'no'
}

type Told = { outcome: RegisterOutcome; age?: number }
const tellOutcome = (tx: Db, governmentId: string, personId: string, { outcome, age }: Told, at: Date) =>
  notifyPerson(tx, personId, {
    ...{ kind: 'verification_answered', governmentId, at },
    facts: { outcome, ...(age ? { age } : {}) },
  })

const batch = 200

/** What was typed goes a day after its file was released; whoever was not answered in time hears so. How many. */
export async function endRegisterRequests({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let ended = await write(db, (tx) => endFetchingDue(tx, now))
  for (let some = batch; some === batch && !signal?.aborted; ended += some)
    some = await write(db, async (tx) => {
      const late = await dropUnanswered(tx, now, batch)
      for (const { governmentId, personId } of late)
        await tellOutcome(tx, governmentId, personId, { outcome: 'expired' }, now)
      return late.length
    })
  return ended
}

export const registerJob: Job = { name: 'register-requests', every: 60_000, run: endRegisterRequests }
