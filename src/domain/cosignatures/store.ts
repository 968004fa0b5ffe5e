// Signing twice is harmless: the primary key decides, so a double click or two servers cannot count twice.
import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Came } from '../integrity/arrival.ts'
import { addSigns, dropSigns } from '../integrity/store.ts'
import { follow, unfollowSigned } from '../notifications/follow-store.ts'
import { endConsents, giveConsent } from '../people/consents.ts'
import { lockPeople } from '../people/erase-people.ts'
import { rememberResidence } from '../people/store.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { appendCounted } from '../record/store.ts'
import { verifiedOf } from '../verification/verifications.ts'
import { afterCounting, type OpenCase, type Place } from './after-counting.ts'
import { asksForMore, graceMs, isCountedFrom, isKnownEnough } from './cosignature.ts'
import { addToSum } from './day-sums.ts'
import { countDouble } from './doubles.ts'
import { commitmentOf, newCosignatureSalt } from './hash-commitment.ts'
import { newReasonId } from './reason-store.ts'
import { claimSubjects, dropSubject } from './signed-subjects.ts'
import { isSpent } from './spent.ts'

export type NewCosignature = {
  personId: string
  at: Date
  districtCode: string
  assurance: number
  reason: string | null
  noticeVersion: string
  wantsAnswer: boolean
  /** when the newcomer began: a day's grace after closing */
  begunAt?: Date
  /** how it came, and whether it is held; nothing is kept of what staff or programs bring in */
  came?: Came
  /** moved from a case where it was held */
  wasHeld?: boolean
}

/**
 * Counts one co-signature, or keeps it apart where it came in an unusual way, or where the case asks for more to be verified; the new
 * number. Throws Refused. The hot row (the count) is touched last.
 */
export async function addCosignature(
  tx: Db,
  government: Place,
  proposal: OpenCase,
  signature: NewCosignature,
): Promise<{ count: number; added: boolean }> {
  const { personId, at, districtCode, reason, noticeVersion, came } = signature
  const isHeld = signature.wasHeld || (came?.held ?? null) !== null
  const proposalId = proposal.id
  if (!isCountedFrom(districtCode, proposal)) throw new Refused('elsewhere')
  const day = localDate(at, government.timeZone)
  if (came && (await isSpent(tx, proposalId, came.spent))) {
    await countDouble(tx, proposalId, day)
    return countNow(tx, proposalId)
  }
  // who is being verified at this moment waits for this, or this for them: neither is missed
  if (asksForMore(proposal)) await lockPeople(tx, [personId])
  const { level, age, subjectKeys } = await verifiedOf(tx, personId, government.id, at)
  if (!(await claimSubjects(tx, { proposalId, personId, subjectKeys }))) {
    await countDouble(tx, proposalId, day) // the same person, by another account or on paper
    return countNow(tx, proposalId)
  }
  const assurance = Math.max(signature.assurance, level)
  const ofAge = proposal.ageToCount > 0 && age >= proposal.ageToCount
  const state = isHeld ? 'held' : isKnownEnough({ assurance, ofAge }, proposal) ? 'counted' : 'unverified'
  const isApart = state !== 'counted'
  const salt = newCosignatureSalt()
  const added = await prepared(tx, addQuery).execute({
    proposalId,
    personId,
    signedAt: at,
    day,
    districtCode,
    assurance,
    reason,
    reasonId: reason === null ? null : newReasonId(),
    noticeVersion,
    state,
    salt,
    ofAge,
  })
  if (signature.wantsAnswer) await follow(tx, proposalId, personId, at)
  if (!added.length) {
    await countDouble(tx, proposalId, day)
    return countNow(tx, proposalId)
  }
  if (came) await addSigns(tx, { proposalId, personId, at, ...came.signs, reason: came.held })
  const given = { personId, subject: proposalId, at, noticeVersion }
  await giveConsent(tx, { ...given, purpose: 'cosign' })
  if (reason !== null) await giveConsent(tx, { ...given, purpose: 'reason' })
  // Only who has the salt can tell whose it is. It goes with the co-signature: then the entry says that one more signed.
  await appendCounted(tx, {
    governmentId: government.id,
    timeZone: government.timeZone,
    proposalId,
    kind: 'cosigned',
    at,
    digest: commitmentOf({ case: proposal.number, day, personId, salt }),
    ...(isApart ? { facts: { change: 0 } } : {}),
  })
  if (isApart) return (await isOpenAt(tx, proposalId, signature)) ? keptApart(tx, proposalId) : closed()
  await addToSum(tx, { proposalId, day, districtCode, assurance }, 1)
  const [counted] = await prepared(tx, countOneMore).execute({ proposalId, openAt: openAt(signature) })
  if (!counted) return closed()
  await afterCounting(tx, government, proposal, counted, at)
  return { count: counted.count, added: true }
}

const closed = (): never => {
  throw new Refused('closed')
}

/** The case has to close after this: whoever began in time has a day's grace. */
const openAt = ({ at, begunAt }: NewCosignature): Date =>
  new Date(begunAt && begunAt < at ? at.getTime() - graceMs : at.getTime())

const isCosignable = () =>
  and(
    eq(proposals.id, placeholder('proposalId')),
    inArray(proposals.stage, [...cosignableStages]),
    gt(proposals.closesBefore, bound(proposals.closesBefore, 'openAt')),
  )

const isOpenAt = async (tx: Db, proposalId: string, signature: NewCosignature): Promise<boolean> =>
  (await prepared(tx, openQuery).execute({ proposalId, openAt: openAt(signature) })).length > 0
const openQuery = (tx: Db) => tx.select({ id: proposals.id }).from(proposals).where(isCosignable())

/** Accepted, and not counted. Whoever signed sees what everybody sees who signs. */
const keptApart = async (tx: Db, proposalId: string) => ({ ...(await countNow(tx, proposalId)), added: true })

/** The number as it stands, for a press that changes nothing. */
export async function countNow(tx: Db, proposalId: string): Promise<{ count: number; added: boolean }> {
  const [now] = await tx.select({ count: proposals.count }).from(proposals).where(eq(proposals.id, proposalId))
  return { count: now?.count ?? 0, added: false }
}

const addQuery = (tx: Db) =>
  tx
    .insert(cosignatures)
    .values(boundRow(cosignatures))
    .onConflictDoNothing()
    .returning({ personId: cosignatures.personId })

const countOneMore = (tx: Db) =>
  tx
    .update(proposals)
    .set({ count: sql`${proposals.count} + 1` })
    .where(isCosignable())
    .returning({
      count: proposals.count,
      stage: proposals.stage,
      threshold: proposals.threshold,
      earlyWarnedAt: proposals.earlyWarnedAt,
    })

/**
 * Takes a co-signature back, while the case gathers, also one that is held. False when there was none, or it is invalid: who took
 * that back could sign anew. Throws Refused when it is too late.
 */
export async function removeCosignature(
  tx: Db,
  government: Place,
  proposal: { id: string },
  personId: string,
  at: Date,
): Promise<boolean> {
  const [gone] = await tx
    .delete(cosignatures)
    .where(
      and(
        eq(cosignatures.proposalId, proposal.id),
        eq(cosignatures.personId, personId),
        ne(cosignatures.state, 'invalid'),
      ),
    )
    .returning()
  if (!gone) return false
  await endConsents(tx, { personIds: [personId], purposes: ['cosign', 'reason'], subjects: [proposal.id] }, at)
  const less = gone.state === 'counted' ? 1 : 0
  await dropSigns(tx, proposal.id, personId)
  await dropSubject(tx, proposal.id, personId)
  await unfollowSigned(tx, proposal.id, personId, gone.signedAt, at)
  const { day, districtCode, assurance } = gone
  await addToSum(tx, { proposalId: proposal.id, day, districtCode, assurance }, -less)
  await appendCounted(tx, {
    governmentId: government.id,
    timeZone: government.timeZone,
    proposalId: proposal.id,
    kind: 'cosignature_withdrawn',
    at,
    ...(less ? {} : { facts: { change: 0 } }),
  })
  const counted = await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} - ${less}` })
    .where(and(eq(proposals.id, proposal.id), eq(proposals.stage, 'gathering'), gt(proposals.closesBefore, at)))
    .returning({ id: proposals.id })
  if (!counted.length) throw new Refused('closed')
  return true
}

/** A signed-in person's press: remembers the district they named. */
export async function cosign(
  tx: Db,
  government: Place,
  proposal: OpenCase,
  signature: NewCosignature,
  newDistrict: boolean,
) {
  if (newDistrict) await rememberResidence(tx, signature.personId, government.id, signature.districtCode, signature.at)
  return addCosignature(tx, government, proposal, signature)
}
