// What somebody has signed and can still be signed, brought to what is verified of them now: when they are verified, and when that is
// taken back. Counts, curve, districts, threshold and record change with it. What has closed stays as it was.
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import type { CosignatureState, VerifiedClaim } from '../../schema/values.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { appendCounted } from '../record/store.ts'
import { verifiedOf } from '../verification/verifications.ts'
import { afterCounting, openCase, type Place } from './after-counting.ts'
import { isKnownEnough, lowestLevel } from './cosignature.ts'
import { addToSum } from './day-sums.ts'
import { countDouble } from './doubles.ts'
import { missThreshold } from './miss-threshold.ts'
import { claimSubjects, doublesOf, dropSubject, noteDouble } from './signed-subjects.ts'

/**
 * In the unit that verified `claim` of somebody, or took it back. The other claim stays as it was when they signed: what has expired
 * since changes nothing. Of how many cases something changed.
 */
export const settleLevel = (
  tx: Db,
  government: Place,
  personId: string,
  claim: VerifiedClaim,
  at: Date,
): Promise<number> => settle(tx, government, personId, [claim], at)

/** `only`: in this case. */
async function settle(
  tx: Db,
  government: Place,
  personId: string,
  claims: readonly VerifiedClaim[],
  at: Date,
  only?: string,
): Promise<number> {
  const verified = await verifiedOf(tx, personId, government.id, at)
  const signed = await tx
    .select({ proposal: proposals, row: cosignatures })
    .from(cosignatures)
    .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
    .where(
      and(
        eq(cosignatures.personId, personId),
        inArray(cosignatures.state, ['counted', 'held', 'unverified']),
        eq(proposals.governmentId, government.id),
        only === undefined ? undefined : eq(proposals.id, only),
        isSignable(at),
      ),
    )
    .orderBy(asc(proposals.id))
  let changed = 0
  for (const { proposal, row } of signed) {
    const open = await openCase(tx, proposal)
    const claimed = { proposalId: proposal.id, personId, subjectKeys: verified.subjectKeys }
    const isDouble = !(await claimSubjects(tx, claimed))
    if (isDouble) {
      await countDouble(tx, proposal.id, localDate(at, government.timeZone))
      await noteDouble(tx, { ...claimed, wasHeld: row.state === 'held' })
    }
    const level = claims.includes('resident') ? Math.max(verified.level, lowestLevel) : row.assurance
    const assurance = isDouble ? lowestLevel : level
    const isOfAge = open.ageToCount > 0 && verified.age >= open.ageToCount
    const ofAge = claims.includes('age') ? isOfAge : row.ofAge
    const isEnough = isKnownEnough({ assurance, ofAge }, open)
    const state = isDouble ? 'invalid' : stateAt(row.state, isEnough)
    if (!isDouble && !isEnough) {
      // what is not verified of them any more may sign by another account, also while this one is held
      await dropSubject(tx, proposal.id, personId)
      await claimSubjects(tx, claimed)
    }
    if (assurance === row.assurance && state === row.state && ofAge === row.ofAge) continue
    const change = await move(tx, row, { assurance, state, ofAge })
    changed++
    if (assurance === row.assurance && state === row.state) continue // nothing of it is told anywhere
    const [now] = await tx
      .update(proposals)
      .set({ count: sql`${proposals.count} + ${change}` })
      .where(eq(proposals.id, proposal.id))
      .returning()
    await appendCounted(tx, {
      ...{ governmentId: government.id, timeZone: government.timeZone, proposalId: proposal.id, at },
      ...{ kind: 'cosignature_level_changed', facts: { change, level: assurance } },
    })
    if (change > 0) await afterCounting(tx, government, open, now!, at)
    if (change < 0) await missThreshold(tx, proposal.id, at)
  }
  return changed
}

/**
 * Paper that had signed as these entries is taken back: whoever's co-signature was found to be a second one of them has the only one now. It
 * counts by what is verified of them at this moment, or is looked into as before.
 */
export async function takeBackDoubles(
  tx: Db,
  government: Place,
  proposalId: string,
  keys: readonly string[],
  at: Date,
): Promise<void> {
  const [open] = await tx
    .select({ id: proposals.id })
    .from(proposals)
    .where(and(eq(proposals.id, proposalId), isSignable(at)))
  if (!open) return
  for (const { personId, wasHeld } of await doublesOf(tx, proposalId, keys)) {
    const theirs = and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.personId, personId))
    const back = await tx
      .update(cosignatures)
      .set({ state: wasHeld ? 'held' : 'unverified' })
      .where(and(theirs, eq(cosignatures.state, 'invalid')))
      .returning({ personId: cosignatures.personId })
    // nothing followed what was verified of them while it was invalid; what they signed elsewhere did
    if (back.length) await settle(tx, government, personId, ['resident', 'age'], at, proposalId)
  }
}

const isSignable = (at: Date) => and(inArray(proposals.stage, [...cosignableStages]), gt(proposals.closesBefore, at))

/** What is held stays held, until somebody has looked. */
const stateAt = (state: CosignatureState, isEnough: boolean): CosignatureState =>
  state === 'held' ? 'held' : isEnough ? 'counted' : 'unverified'

/** The row and the sums of its day. What that changes in the count. */
async function move(
  tx: Db,
  row: typeof cosignatures.$inferSelect,
  to: { assurance: number; state: CosignatureState; ofAge: boolean },
): Promise<number> {
  const { proposalId, personId, day, districtCode } = row
  await tx
    .update(cosignatures)
    .set(to)
    .where(and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.personId, personId)))
  const [was, is] = [Number(row.state === 'counted'), Number(to.state === 'counted')]
  if (was) await addToSum(tx, { proposalId, day, districtCode, assurance: row.assurance }, -1)
  if (is) await addToSum(tx, { proposalId, day, districtCode, assurance: to.assurance }, 1)
  return is - was
}
