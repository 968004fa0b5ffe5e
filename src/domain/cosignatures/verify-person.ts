// Somebody is verified, whatever source found it; or that is taken back. What they have signed follows in the same unit.

import { addMonths, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Result } from '../../lib/result.ts'
import { done, refused } from '../../lib/result.ts'
import type { Db } from '../../platform/db/database.ts'
import { currentRules } from '../governments/store.ts'
import { dropVerification, type Found, holderOf, saveVerification } from '../people/verifications.ts'
import type { Place } from './after-counting.ts'
import { settleLevel } from './settle-level.ts'

/** `taken`: the same entry verifies another account. `gone`: they were erased meanwhile. The value: in how many cases that changed something. */
export async function verifyPerson(
  tx: Db,
  government: Place,
  personId: string,
  found: Found,
  at: Date,
): Promise<Result<number, 'taken' | 'gone'>> {
  const { rules } = await currentRules(tx, government.id, at)
  const { timeZone } = government
  const expiresAt = startOfDay(addMonths(localDate(at, timeZone), rules.verifiedMonths), timeZone)
  const saved = await saveVerification(tx, { ...found, personId, governmentId: government.id, at, expiresAt })
  return saved.ok ? done(await settleLevel(tx, government, personId, at)) : refused(saved.refusal)
}

/** False where there was none. */
export async function endVerification(tx: Db, government: Place, personId: string, at: Date): Promise<boolean> {
  if (!(await dropVerification(tx, { personId, governmentId: government.id }, at))) return false
  await settleLevel(tx, government, personId, at)
  return true
}

/**
 * Two of the staff saw somebody: an entry that verifies another account verifies this one from now on. The other account's
 * co-signatures are of the lower level again.
 */
export async function verifyAtCounter(
  tx: Db,
  government: Place,
  personId: string,
  subjectKey: string,
  at: Date,
): Promise<Result<number, 'taken' | 'gone'>> {
  const holder = await holderOf(tx, government.id, subjectKey)
  if (holder && holder !== personId) await endVerification(tx, government, holder, at)
  return verifyPerson(tx, government, personId, { method: 'counter', issuer: 'counter', subjectKey }, at)
}
