// 使用紀錄: who on the staff opened what only they and the proposer can see of a case. Its person reads this on their own page.
import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies, staff } from '../../schema/agencies.ts'
import { staffLooks } from '../../schema/own-data.ts'
import type { StaffRole } from '../../schema/values.ts'

type Case = { id: string; governmentId: string; authorId: string | null }
type Looker = { personId: string; timeZone: string; at: Date }

/** Kept instead of a reason of a case that is not public yet and lies on another desk: nobody asks why, and there are no letters with it. */
export const notAsked = '#unpublished'
/** The same, and later that day it lay on their own desk, where they opened it again. */
export const ownLater = '#unpublished, own later'

/**
 * Today's look of this colleague at the case; undefined where there is none. `hasReason`: they said why; `elsewhere`: it lay on another
 * desk, and they were not asked.
 */
export async function lookToday(
  db: Db,
  proposal: Case,
  { personId, timeZone, at }: Looker,
): Promise<{ hasReason: boolean; elsewhere: boolean } | undefined> {
  const [row] = await db
    .select({ reason: staffLooks.reason })
    .from(staffLooks)
    .where(
      and(
        eq(staffLooks.lookerId, personId),
        eq(staffLooks.proposalId, proposal.id),
        eq(staffLooks.day, localDate(at, timeZone)),
      ),
    )
  if (!row) return undefined
  const { reason } = row
  return { hasReason: reason !== null && reason !== notAsked && reason !== ownLater, elsewhere: reason === notAsked }
}

/**
 * Notes it, once a day; a reason that is said later that day stands in the same row, and that the case came to their desk. `reason`: in
 * their words, or `notAsked`; null where the case lies on their own desk. An author's own case is no look.
 */
export async function noteLook(
  tx: Db,
  { id, governmentId, authorId }: Case,
  { personId, timeZone, at }: Looker,
  reason: string | null,
): Promise<void> {
  if (authorId === null || authorId === personId) return
  const row = { id: newId(), personId: authorId, lookerId: personId, governmentId, proposalId: id }
  const noting = tx.insert(staffLooks).values({ ...row, day: localDate(at, timeZone), reason, lookedAt: at })
  const target = [staffLooks.lookerId, staffLooks.proposalId, staffLooks.day]
  if (reason === notAsked) await noting.onConflictDoNothing()
  else if (reason === null)
    await noting.onConflictDoUpdate({ target, set: { reason: ownLater }, setWhere: eq(staffLooks.reason, notAsked) })
  else
    await noting.onConflictDoUpdate({
      ...{ target, set: { reason } },
      setWhere: or(isNull(staffLooks.reason), inArray(staffLooks.reason, [notAsked, ownLater]))!,
    })
}

export type Look = {
  proposalId: string
  governmentId: string
  at: Date
  reason: string | null
  /** as what they worked there: never their name */
  seats: { role: StaffRole; agency: Localised | null }[]
}

/** The newest ones, `most` of them. */
export async function looksAt(db: Db, personIds: string[], most: number): Promise<Look[]> {
  const looks = await db
    .select()
    .from(staffLooks)
    .where(inArray(staffLooks.personId, personIds))
    .orderBy(desc(staffLooks.lookedAt), desc(staffLooks.id))
    .limit(most)
  const lookers = [...new Set(looks.map(({ lookerId }) => lookerId))]
  const seats = lookers.length
    ? await db
        .select({
          personId: staff.personId,
          governmentId: staff.governmentId,
          role: staff.role,
          agency: agencies.name,
        })
        .from(staff)
        .leftJoin(agencies, eq(agencies.id, staff.agencyId))
        .where(inArray(staff.personId, lookers))
        .orderBy(staff.createdAt, staff.id)
    : []
  return looks.map(({ proposalId, governmentId, lookedAt, reason, lookerId }) => ({
    ...{ proposalId, governmentId, at: lookedAt, reason },
    seats: seats
      .filter((seat) => seat.personId === lookerId && seat.governmentId === governmentId)
      .map(({ role, agency }) => ({ role, agency })),
  }))
}
