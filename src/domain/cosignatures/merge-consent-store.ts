// A co-signature moves from a merged case to the one it was merged into, when its signer says yes. Either both cases and all
// their sums change, or nothing does.
import { and, eq, sql } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatures, reasonRemovals } from '../../schema/cosignatures.ts'
import { follows } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import { spentDigests } from '../integrity/arrival.ts'
import { dropSigns } from '../integrity/store.ts'
import { endConsents } from '../people/consents.ts'
import { lockPeople } from '../people/erase-people.ts'
import { mailboxIn } from '../people/mailboxes.ts'
import { personById } from '../people/store.ts'
import { appendCounted } from '../record/store.ts'
import type { OpenCase } from './after-counting.ts'
import { lowestLevel } from './cosignature.ts'
import { addToSum } from './day-sums.ts'
import { signedByDouble } from './has-signed.ts'
import { dropSubject } from './signed-subjects.ts'
import { isSpent } from './spent.ts'
import { addCosignature } from './store.ts'

export type Moved = 'moved' | 'signed_there' | 'not_signed'
type Case = { id: string; governmentId: string; number: string | null }

/**
 * Moves it. `signed_there`: the other case has it already, by an earlier yes or a press of their own; nothing changes.
 * Throws Refused when the other case does not take co-signatures any more or the merger was taken back, and an error
 * when the co-signature was withdrawn while it was being moved. Their mailbox counts once in the other case, as it does for who signs there:
 * whoever has signed it by another account of theirs, or erased one that had, is there already.
 */
export async function moveCosignature(
  tx: Db,
  government: { id: string; timeZone: string },
  from: Case,
  to: Case & OpenCase,
  personId: string,
  at: Date,
  secret: string,
): Promise<Moved> {
  const person = await heldAccount(tx, personId)
  if (!person) return 'not_signed'
  const mine = (proposalId: string) => and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.personId, personId))
  const [signed] = await tx.select().from(cosignatures).where(mine(from.id))
  if (signed?.state === 'invalid') return 'not_signed'
  if (!signed) {
    const there = await tx.select({ at: cosignatures.signedAt }).from(cosignatures).where(mine(to.id))
    return there.length ? 'signed_there' : 'not_signed'
  }
  if (
    (await signedByDouble(tx, to.id, person)) ||
    (await isSpent(tx, to.id, spentDigests(secret)(to.id, person.keyHash)))
  )
    return 'signed_there'
  const [removed] = await tx
    .select({ at: reasonRemovals.removedAt })
    .from(reasonRemovals)
    .where(
      and(
        eq(reasonRemovals.proposalId, from.id),
        eq(reasonRemovals.personId, personId),
        eq(reasonRemovals.signedAt, signed.signedAt),
      ),
    )
  const [wish] = await tx
    .select({ wanted: follows.wanted })
    .from(follows)
    .where(and(eq(follows.proposalId, from.id), eq(follows.personId, personId)))
  const { added } = await addCosignature(tx, government, to, {
    personId,
    at,
    districtCode: signed.districtCode,
    assurance: lowestLevel, // the case that it moves to looks at what is verified now: only so its entry signs there once
    reason: removed ? null : signed.reason, // what was taken off one page does not come back on another
    noticeVersion: signed.noticeVersion,
    wantsAnswer: wish?.wanted ?? false,
    wasHeld: signed.state === 'held',
  })
  if (!added) return 'signed_there'
  const gone = await tx.delete(cosignatures).where(mine(from.id)).returning({ at: cosignatures.signedAt })
  if (!gone.length) throw new Error('A co-signature was withdrawn while it was being moved.')
  await endConsents(tx, { personIds: [personId], purposes: ['cosign', 'reason'], subjects: [from.id] }, at, 'moved')
  const less = signed.state === 'counted' ? 1 : 0
  await dropSigns(tx, from.id, personId)
  await dropSubject(tx, from.id, personId)
  const { day, districtCode, assurance } = signed
  await addToSum(tx, { proposalId: from.id, day, districtCode, assurance }, -less)
  await appendCounted(tx, {
    governmentId: from.governmentId,
    timeZone: government.timeZone,
    proposalId: from.id,
    kind: 'cosignature_moved',
    at,
    facts: { into: to.number, ...(less ? {} : { change: 0 }) },
  })
  const counted = await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} - ${less}` })
    .where(and(eq(proposals.id, from.id), eq(proposals.stage, 'merged')))
    .returning({ id: proposals.id })
  if (!counted.length) throw new Refused('closed')
  return 'moved'
}

/** Null where the account was erased. Until the unit ends nobody erases it. */
async function heldAccount(tx: Db, personId: string) {
  if (!(await lockPeople(tx, [personId])).length) return null
  const person = await personById(tx, personId)
  return person?.email ? { ...person, keyHash: sha256(await mailboxIn(tx, person.email)) } : null
}
