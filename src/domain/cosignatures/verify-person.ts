// Somebody is verified, whatever source found it; or that is taken back. What they have signed follows in the same unit.

import { addMonths, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Result } from '../../lib/result.ts'
import { done, refused } from '../../lib/result.ts'
import type { Db } from '../../platform/db/database.ts'
import type { ConsentEnding, VerifiedClaim } from '../../schema/values.ts'
import { currentRules } from '../governments/store.ts'
import {
  ageOf,
  dropVerification,
  type Found,
  type FoundAge,
  holderOf,
  saveVerification,
} from '../verification/verifications.ts'
import type { Place } from './after-counting.ts'
import { agesAsked, coarsest } from './ages-asked.ts'
import { settleLevel } from './settle-level.ts'

type Refusal = 'taken' | 'gone'

/** `taken`: the same entry verifies another account. `gone`: they were erased meanwhile. The value: in how many cases that changed something. */
export const verifyPerson = (
  tx: Db,
  government: Place,
  personId: string,
  found: Found,
  at: Date,
): Promise<Result<number, Refusal>> => save(tx, government, personId, { ...found, leastAge: null }, at)

/**
 * The same of an age. Kept is the highest age that some rule asks for and that was found, so never more than is needed. `unasked`: no rule
 * asks for an age as low as this (any more), so nothing is kept. Whoever is verified to be older stays so.
 */
export async function verifyAge(
  tx: Db,
  government: Place,
  personId: string,
  found: FoundAge,
  at: Date,
): Promise<Result<number, Refusal | 'unasked'>> {
  const leastAge = coarsest(await agesAsked(tx, government.id, at), found.leastAge)
  if (leastAge === null) return refused('unasked')
  const known = await ageOf(tx, personId, government.id, at)
  if (known && (known.leastAge ?? 0) > leastAge) return done(0)
  return save(tx, government, personId, { ...found, leastAge }, at)
}

async function save(
  tx: Db,
  government: Place,
  personId: string,
  found: Found & { leastAge: number | null },
  at: Date,
): Promise<Result<number, Refusal>> {
  const { rules } = await currentRules(tx, government.id, at)
  const { timeZone } = government
  const expiresAt = startOfDay(addMonths(localDate(at, timeZone), rules.verifiedMonths), timeZone)
  const saved = await saveVerification(tx, { ...found, personId, governmentId: government.id, at, expiresAt })
  if (!saved.ok) return refused(saved.refusal)
  return done(await settleLevel(tx, government, personId, found.leastAge === null ? 'resident' : 'age', at))
}

/** False where there was none. `why`: where its person did not end it. */
export async function endVerification(
  tx: Db,
  government: Place,
  personId: string,
  claim: VerifiedClaim,
  at: Date,
  why: ConsentEnding | null = null,
): Promise<boolean> {
  if (!(await dropVerification(tx, { personId, governmentId: government.id, claim }, at, why))) return false
  await settleLevel(tx, government, personId, claim, at)
  return true
}

/** What two of the staff saw on somebody's document. */
type SeenDocument = { subjectKey: string; resident: boolean; leastAge: number | null }

/**
 * Two of the staff saw somebody: an entry that verifies another account verifies this one from now on, whatever it verified there. The
 * other account's co-signatures are of the lower level again.
 */
export async function verifyAtCounter(
  tx: Db,
  government: Place,
  personId: string,
  { subjectKey, resident, leastAge }: SeenDocument,
  at: Date,
): Promise<Result<number, Refusal | 'unasked'>> {
  const holder = await holderOf(tx, government.id, subjectKey)
  if (holder && holder !== personId)
    for (const claim of ['resident', 'age'] as const) await endVerification(tx, government, holder, claim, at, 'office')
  const found = { method: 'counter', issuer: 'counter', subjectKey } as const
  const lives = resident ? await verifyPerson(tx, government, personId, found, at) : done(0)
  if (!lives.ok || leastAge === null) return lives
  return verifyAge(tx, government, personId, { ...found, leastAge }, at)
}
